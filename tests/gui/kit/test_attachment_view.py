"""An attachment over the window: pages come when they are wanted, and every button has its key."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.kit.attachment_view import BATCH, KEPT, AttachmentView, Deliver, show_attachment
from gui.kit.attachments import AttachmentLine
from gui.kit.button import Button
from gui.kit.line_edit import LineEdit
from gui.kit.overlay import Overlay
from tests.gui.kit.stand import children, focused

LINE = AttachmentLine(7, "银行流水.pdf", "PDF", "0.8 MB", "11-14 09:22", "王静", None)
PAGES = 40
RED = QColor(200, 0, 0)


def png(width: int = 60, height: int = 90) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt a str
    return bytes(buffer.data().data())


class Store:
    """Gives pages, at once or when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.held: list[tuple[int, Deliver]] = []
        self.slow = False

    def load(self, first: int, count: int, deliver: Deliver) -> None:
        self.asked.append((first, count))
        if self.slow:
            self.held.append((count, deliver))
        else:
            deliver(self.pages(count))

    def pages(self, count: int) -> Sequence[bytes]:
        return [png()] * count


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def view(window: QWidget, store: Store) -> AttachmentView:
    made = show_attachment(window, LINE, PAGES, store.load)
    QTest.qWait(0)
    return made


def overlays(window: QWidget) -> list[Overlay]:
    return [one for one in children(window, Overlay) if one.isVisible()]


def shown(view: AttachmentView) -> set[int]:
    return {at for at, sheet in enumerate(view.sheets) if sheet.image is not None}


def press(key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, held)
    QTest.qWait(0)


def test_only_the_pages_in_sight_and_the_next_are_fetched_and_each_once(view: AttachmentView, store: Store) -> None:
    assert store.asked == [(0, BATCH), (BATCH, BATCH)]
    assert shown(view) == set(range(2 * BATCH))
    assert view.page_label.text() == f"第 1 / {PAGES} 页"
    for _ in range(3):
        press(Qt.Key.Key_PageDown)
    assert view.page == 3
    assert len(store.asked) == 2
    press(Qt.Key.Key_PageDown)
    assert store.asked[2:] == [(2 * BATCH, BATCH)]


def test_pages_lie_one_below_the_other(view: AttachmentView) -> None:
    first, second = view.sheets[:2]
    assert second.y() >= first.y() + first.height()
    assert first.height() == round(first.width() * 1.5)
    assert first.accessibleName() == "第 1 页"
    assert view.accessibleName() == "银行流水.pdf"


def test_the_end_is_the_end_and_far_pages_are_given_back(view: AttachmentView, store: Store) -> None:
    view.turn(1000)
    QTest.qWait(0)
    assert view.page == PAGES - 1
    assert not view.forth.isEnabled()
    assert view.back.isEnabled()
    assert 0 not in shown(view)
    assert PAGES - 1 in shown(view)
    assert len(shown(view)) <= (2 * KEPT + 1) * BATCH
    view.turn(-1000)
    QTest.qWait(0)
    assert view.page == 0
    assert 0 in shown(view)


def test_the_zoom_keeps_the_page(view: AttachmentView) -> None:
    view.turn(2)
    width = view.sheets[0].width()
    view.larger.click()
    QTest.qWait(0)
    assert view.percent == 125
    assert view.sheets[0].width() == width * 125 // 100
    assert view.page == 2
    view.width_button.click()
    view.smaller.click()
    assert view.percent == 75
    for _ in range(9):
        view.zoom(up=True)
    assert view.percent == 200


def test_a_page_that_comes_late_finds_its_place_or_nobody(window: QWidget, store: Store) -> None:
    store.slow = True
    view = show_attachment(window, LINE, 3, store.load)
    QTest.qWait(0)
    assert store.asked == [(0, 3)]
    assert shown(view) == set()
    count, deliver = store.held[0]
    press(Qt.Key.Key_Escape)
    assert overlays(window) == []
    QTest.qWait(0)
    deliver(store.pages(count))


def test_esc_closes_and_removes_nothing(window: QWidget, view: AttachmentView) -> None:
    told: list[object] = []
    view.remove_requested.connect(lambda *words: told.append(words))
    press(Qt.Key.Key_Escape)
    assert overlays(window) == []
    assert told == []


def test_ctrl_p_prints(view: AttachmentView) -> None:
    told: list[int] = []
    view.print_requested.connect(told.append)
    press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert told == [7]


def test_removing_wants_a_reason(window: QWidget, view: AttachmentView) -> None:
    told: list[tuple[int, str]] = []
    view.remove_requested.connect(lambda id_, reason: told.append((id_, reason)))
    view.remove_button.click()
    asking = overlays(window)[-1]
    (yes,) = [button for button in children(asking, Button) if button.words() == "移除"]
    yes.click()
    assert told == []
    (edit,) = children(asking, LineEdit)
    edit.setText("传错了人")
    yes.click()
    assert told == [(7, "传错了人")]


def test_who_may_not_remove_sees_no_button_and_a_fault_is_told(window: QWidget, store: Store) -> None:
    view = show_attachment(window, LINE, 1, store.load, removable=False)
    assert not view.remove_button.isVisible()
    assert not view.fault.isVisible()
    view.show_fault("打印机没有接通。")
    assert view.fault.isVisible()
    assert view.fault.text() == "打印机没有接通。"
    view.show_fault("")
    assert not view.fault.isVisible()
