"""What Qt is told once."""

import logging

from PySide6.QtCore import QCoreApplication, QLocale, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from gui.qt import log_qt_messages, make_application


def test_the_application_is_made_once(qapp: QApplication) -> None:
    assert make_application() is qapp


def test_standard_buttons_speak_chinese(qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()


def test_the_locale_is_chinese(qapp: QApplication) -> None:
    assert QLocale().language() == QLocale.Language.Chinese
    assert QCoreApplication.applicationName()


def test_qt_messages_go_to_the_diary(qapp: QApplication, expected_logs: list[logging.LogRecord]) -> None:
    before = qInstallMessageHandler(None)
    log_qt_messages()
    qWarning("something about a widget")
    qInstallMessageHandler(before)
    assert [(record.name, record.getMessage()) for record in expected_logs] == [("qt", "something about a widget")]
