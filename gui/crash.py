"""The one end of every error nobody caught: written to the diary, then shown in one window that can be copied from.

The hook stands before anything else is built. An exception may come from any thread, and a window only from the main
one, so the hook hands over. What is shown and written holds no personal values (`system.logs.describe`).
"""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QWidget

from gui.theme import ensure_theme, theme
from system.errors import Refusal, Trouble
from system.logs import describe
from system.version import PRODUCT, VERSION

_log = logging.getLogger(__name__)

_SAFE = "这一步可能没有做完。已经保存的记录不受影响，没保存的内容在草稿里，重新打开后可以接着填。"
_NEXT = "请复制下面的文字交给维护人员，里面没有来访人的信息。"


def report(error: BaseException) -> None:
    """Hand an exception to whatever hook is installed, as if nobody had caught it."""
    sys.excepthook(type(error), error, error.__traceback__)


class CrashHook(QObject):
    """Catches what was caught nowhere else. Lives on the main thread; keep a reference as long as the program runs."""

    _came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._window: CrashWindow | None = None
        self._showing = False
        self._came.connect(self._on_came, Qt.ConnectionType.AutoConnection)

    def install(self) -> None:
        """Take the place of Python's hooks, for the main thread and all others."""
        sys.excepthook = self._hook
        threading.excepthook = self._thread_hook

    @property
    def window(self) -> "CrashWindow | None":
        """The window, once something went wrong."""
        return self._window

    def show_last(self, error: Exception) -> None:
        """Show an error that ends the program, and wait until the window is closed."""
        self._hook(type(error), error, error.__traceback__)
        if self._window is not None:
            self._window.exec()

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        _log.error("uncaught error", exc_info=(kind, error, trace))
        if QApplication.instance() is not None:
            self._came.emit(error)

    def _thread_hook(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._hook(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_came(self, error: Exception) -> None:
        # An error while showing an error would go round for ever; the diary has both.
        if self._showing:
            return
        self._showing = True
        try:
            self._show(error)
        finally:
            self._showing = False

    def _show(self, error: Exception) -> None:
        ensure_theme()
        if isinstance(error, Refusal):
            notice(error)
            return
        if self._window is None:
            self._window = CrashWindow()
        self._window.add(error)
        self._window.show()
        self._window.raise_()


class CrashWindow(QDialog):
    """One window for all errors of a run: what it means, what to do, and the text for whoever mends it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        from gui.kit.boxes import HBox, VBox
        from gui.kit.button import Button
        from gui.kit.label import Label

        super().__init__(parent)
        self.setWindowTitle("程序出错了")
        self.resize(theme().metrics.lookup_list, theme().metrics.lookup_list * 2 // 3)
        self._details = QPlainTextEdit(self, readOnly=True)
        self._details.setAccessibleName("错误的技术说明")
        column = VBox(self, gap="s", margin="l")
        column.addWidget(Label("程序出错了", "object_title"))
        column.addWidget(Label(_SAFE, "body", "t2", wrap=True))
        column.addWidget(Label(_NEXT, "body", "t2", wrap=True))
        column.addWidget(self._details, 1)
        row = HBox(gap="s")
        row.addStretch(1)
        copy = Button("复制", icon="copy")
        copy.clicked.connect(self._copy)
        close = Button("关闭", "primary", key="Esc")
        close.clicked.connect(self.close)
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self, error: BaseException) -> None:
        """Write one more error under the ones before; one that repeats itself (at each repaint) only once."""
        told = describe(error)
        if told in self.text():
            return
        head = f"{PRODUCT} {VERSION} · Python {sys.version.split()[0]} · {sys.platform}"
        before = self._details.toPlainText()
        self._details.setPlainText(f"{before or head}\n\n{told}")

    def text(self) -> str:
        """The whole text, as it is copied."""
        return self._details.toPlainText()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())


def notice(error: Refusal) -> None:
    """Show a refusal that no page took care of: its sentence, over the window in front."""
    from gui.kit.overlay import tell

    host = QApplication.activeWindow() or next(
        (widget for widget in QApplication.topLevelWidgets() if widget.isVisible()), None
    )
    if host is None:
        _log.warning("no window to show a refusal in: %s", error)
        return
    advice = error.advice if isinstance(error, Trouble) else ""
    tell(host, error.message, advice)
