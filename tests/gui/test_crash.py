"""The end of every error nobody caught."""

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui import crash
from gui import theme as theme_module
from gui.crash import CrashHook
from gui.kit.button import Button
from gui.kit.overlay import Overlay
from system.errors import Trouble
from tests.gui.kit.stand import child, children


@pytest.fixture
def hook(qtbot: QtBot) -> Iterator[CrashHook]:
    """The hook in its place, and Python's put back afterwards."""
    before = sys.excepthook, threading.excepthook
    made = CrashHook()
    made.install()
    yield made
    sys.excepthook, threading.excepthook = before
    if made.window is not None:
        made.window.close()
        made.window.deleteLater()


def fail() -> None:
    name = "李龑"
    raise ValueError(f"no such person {name} 430103196811021238")


def shown(hook: CrashHook) -> str:
    """The text of the window, "" while there is none."""
    return hook.window.text() if hook.window is not None else ""


def caught() -> ValueError:
    try:
        fail()
    except ValueError as error:
        return error
    raise AssertionError


def test_the_window_says_where_but_not_who(hook: CrashHook, expected_logs: list[logging.LogRecord]) -> None:
    crash.report(caught())
    assert hook.window is not None
    assert hook.window.isVisible()
    words = hook.window.text()
    assert "ValueError" in words
    assert "in fail" in words
    assert "李龑" not in words
    assert "430103196811021238" not in words


def test_a_second_error_goes_into_the_same_window(hook: CrashHook, expected_logs: list[logging.LogRecord]) -> None:
    crash.report(caught())
    first = hook.window
    crash.report(ZeroDivisionError())
    assert hook.window is first
    assert first is not None
    assert "ValueError" in first.text()
    assert "ZeroDivisionError" in first.text()


def test_an_error_of_another_thread_comes_to_the_main_one(
    qtbot: QtBot, hook: CrashHook, expected_logs: list[logging.LogRecord]
) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert shown(hook) == ""
    qtbot.waitUntil(lambda: shown(hook) != "")
    assert "in fail" in shown(hook)


def test_the_text_can_be_copied(qtbot: QtBot, hook: CrashHook, expected_logs: list[logging.LogRecord]) -> None:
    crash.report(caught())
    assert hook.window is not None
    copy = next(button for button in children(hook.window, Button) if button.words() == "复制")
    copy.click()
    assert QGuiApplication.clipboard().text() == hook.window.text()


def test_a_refusal_is_a_sentence_not_a_crash(
    window: QWidget, hook: CrashHook, expected_logs: list[logging.LogRecord]
) -> None:
    crash.report(Trouble("打印机没有响应。", "接通后按 Ctrl+P 重新打印。"))
    assert shown(hook) == ""
    assert child(window, Overlay).panel.accessibleName() == "打印机没有响应。"


def test_an_interrupt_is_left_to_python(
    hook: CrashHook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    crash.report(KeyboardInterrupt())
    assert hook.window is None
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_an_error_that_repeats_itself_is_told_once(hook: CrashHook, expected_logs: list[logging.LogRecord]) -> None:
    error = caught()
    for _ in range(3):
        crash.report(error)
    assert shown(hook).count("ValueError") == 1


def test_an_error_before_the_theme_is_shown_all_the_same(
    hook: CrashHook, monkeypatch: pytest.MonkeyPatch, expected_logs: list[logging.LogRecord]
) -> None:
    monkeypatch.setattr(theme_module, "_installed", [])
    crash.report(caught())
    assert "ValueError" in shown(hook)


def test_an_error_while_showing_one_does_not_go_round(
    hook: CrashHook, monkeypatch: pytest.MonkeyPatch, expected_logs: list[logging.LogRecord]
) -> None:
    def fails() -> None:
        crash.report(ZeroDivisionError())
        raise LookupError

    monkeypatch.setattr(crash, "ensure_theme", fails)
    with pytest.raises(LookupError):
        hook._on_came(caught())
    assert [record.exc_info[0] for record in expected_logs if record.exc_info] == [ZeroDivisionError]
    assert shown(hook) == ""
