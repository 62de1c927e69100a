"""Everything Qt needs told once: application attributes, its Chinese words, and where its complaints go."""

import logging
import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from system.version import PRODUCT, VERSION

STYLE = "Fusion"
# Set on an application that was made in this style; see `Theme.install`.
STYLED = "styled"

_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def make_application(argv: Sequence[str] = ()) -> QApplication:
    """Make the QApplication, or return the one that is there, with everything below set up."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    if sys.platform.startswith("linux"):
        # The wheels carry no fcitx plugin; ibus' module reaches fcitx5 as well.
        os.environ.setdefault("QT_IM_MODULE", "ibus")
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([*(argv or sys.argv[:1]), "-style", STYLE])
    app.setProperty(STYLED, True)
    QApplication.setApplicationName(PRODUCT)
    QApplication.setApplicationDisplayName(PRODUCT)
    QApplication.setApplicationVersion(VERSION)
    speak_chinese(app)
    return app


def application() -> QApplication:
    """The running application; there is one wherever there is a widget."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def speak_chinese(app: QApplication) -> None:
    """Chinese for Qt's own words (standard buttons, context menus, file dialogs) and for dates and numbers."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    else:
        _log.warning("Qt's Chinese catalogue is missing")


def log_qt_messages() -> None:
    """Send Qt's own messages to the diary instead of stderr."""
    qInstallMessageHandler(_on_message)


def _on_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "%s", message)
