"""The card of attachments: what it shows, and how files come in and go out, by mouse, clipboard and keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.attachments import PASTED, AttachmentCard, AttachmentLine
from gui.theme import theme
from tests.gui.kit.stand import focused, settle, stand

CTRL = Qt.KeyboardModifier.ControlModifier
RED = QColor(200, 0, 0)
NONE = Qt.KeyboardModifier.NoModifier


def png(width: int = 8, height: int = 8) -> bytes:
    """A picture of one colour."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(RED)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, Qt a str
    return bytes(buffer.data().data())


def line(id_: int, name: str = "伤残证.jpg", thumbnail: bytes | None = None) -> AttachmentLine:
    return AttachmentLine(id_, name, "JPEG 图片", "0.6 MB", "11-14 09:22", "王静", thumbnail)


LINES = (line(7, thumbnail=png()), line(8, "银行流水.pdf"), line(9, "<b>证明</b>.png"))


class Heard:
    """What the card told."""

    def __init__(self, card: AttachmentCard) -> None:
        self.said: list[tuple[object, ...]] = []
        card.files_dropped.connect(lambda paths: self.said.append(("files", *paths)))
        card.pasted.connect(lambda data, name: self.said.append(("pasted", bytes(data), name)))
        card.add_pressed.connect(lambda: self.said.append(("add",)))
        card.opened.connect(lambda id_: self.said.append(("open", id_)))
        card.remove_requested.connect(lambda id_: self.said.append(("remove", id_)))


@pytest.fixture
def card(window: QWidget) -> AttachmentCard:
    made = AttachmentCard()
    made.set_lines(LINES, "3 个 · 1.4 MB")
    stand(window, made)
    return made


@pytest.fixture
def heard(card: AttachmentCard) -> Heard:
    return Heard(card)


@pytest.fixture
def clipboard() -> Iterator[Callable[[QMimeData], None]]:
    """Puts something into the clipboard; it is empty again afterwards."""
    yield QApplication.clipboard().setMimeData
    QApplication.clipboard().clear()


def files(*paths: Path | str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) if isinstance(path, Path) else QUrl(path) for path in paths])
    return data


def drag(card: AttachmentCard, data: QMimeData) -> bool:
    """Bring something over the card; whether it would take it."""
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDragEnterEvent(QPoint(9, 9), actions, data, Qt.MouseButton.LeftButton, NONE)
    event.ignore()
    QApplication.sendEvent(card, event)
    return event.isAccepted()


def drop(card: AttachmentCard, data: QMimeData) -> Qt.DropAction:
    actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = QDropEvent(QPointF(9, 9), actions, data, Qt.MouseButton.LeftButton, NONE)
    QApplication.sendEvent(card, event)
    return event.dropAction()


def test_each_attachment_can_be_heard_as_well_as_seen(card: AttachmentCard) -> None:
    assert card.accessibleName() == "附件"
    assert [tile.accessibleName() for tile in card.tiles] == [one.words for one in LINES]
    assert card.tiles[0].accessibleName() == "伤残证.jpg，JPEG 图片，0.6 MB，11-14 09:22，王静"
    assert card._note.text() == "3 个 · 1.4 MB"
    assert card.empty.isHidden()
    # The words of a file's name are never markup.
    assert "&lt;b&gt;" in card.tiles[2].toolTip()


def test_a_thumbnail_is_drawn_and_an_icon_stands_for_none(card: AttachmentCard) -> None:
    reds = []
    for tile in card.tiles[:2]:
        image = tile.grab().toImage()
        reds.append(image.pixelColor(theme().size(26), image.height() // 2) == RED)
    assert reds == [True, False]


def test_a_damaged_thumbnail_leaves_the_icon(card: AttachmentCard) -> None:
    card.set_lines((line(1, thumbnail=b"no picture"),))
    assert card.tiles[0].grab().width() > 0


def test_without_attachments_it_says_how_to_bring_some(card: AttachmentCard) -> None:
    card.set_lines(())
    assert card.empty.isVisible()
    assert "Ctrl+V" in card.empty._text.text()
    card.set_writable(False)
    assert card.empty._text.text() == ""
    assert card.add_button.isHidden()


def test_arrows_walk_enter_opens_and_delete_asks(card: AttachmentCard, heard: Heard) -> None:
    card.tiles[0].setFocus()
    for key, at in (
        (Qt.Key.Key_Right, 1),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Left, 0),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_Up, 0),
        (Qt.Key.Key_Right, 1),
    ):
        QTest.keyClick(focused(), key)
        assert focused() is card.tiles[at]
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert heard.said == [("open", 8), ("remove", 8)]


def test_the_mouse_opens_and_the_link_asks_for_files(card: AttachmentCard, heard: Heard) -> None:
    QTest.mouseClick(card.tiles[2], Qt.MouseButton.LeftButton)
    QTest.mouseClick(card.add_button, Qt.MouseButton.LeftButton)
    assert heard.said == [("open", 9), ("add",)]


def test_files_are_dropped_as_copies_and_the_card_lights_up(card: AttachmentCard, heard: Heard, tmp_path: Path) -> None:
    paths = (tmp_path / "伤残证.jpg", tmp_path / "b.pdf")
    assert drag(card, files(*paths))
    before = card.lit
    # Never a move: the sender would delete its file.
    assert drop(card, files(*paths)) is Qt.DropAction.CopyAction
    assert (before, card.lit) == (True, False)
    assert heard.said == [("files", *(str(path) for path in paths))]


def test_the_light_goes_out_when_the_files_are_taken_away(card: AttachmentCard, tmp_path: Path) -> None:
    before = card.grab().toImage()
    drag(card, files(tmp_path / "a.jpg"))
    assert card.grab().toImage() != before
    QApplication.sendEvent(card, QDragLeaveEvent())
    assert not card.lit
    assert card.grab().toImage() == before


def test_words_and_web_links_are_not_taken(card: AttachmentCard, heard: Heard) -> None:
    words = QMimeData()
    words.setText("欠条")
    assert not drag(card, words)
    assert not drag(card, files("https://example.com/a.jpg"))
    assert not card.lit
    assert heard.said == []


def test_a_picture_and_files_are_pasted(
    card: AttachmentCard, heard: Heard, clipboard: Callable[[QMimeData], None], tmp_path: Path
) -> None:
    card.add_button.setFocus()
    picture = QMimeData()
    picture.setImageData(QImage.fromData(png(5, 3)))
    clipboard(picture)
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    ((kind, data, name),) = heard.said
    assert (kind, name) == ("pasted", PASTED)
    assert isinstance(data, bytes)
    assert data.startswith(b"\x89PNG")
    assert (QImage.fromData(data).width(), QImage.fromData(data).height()) == (5, 3)
    both = files(tmp_path / "a.jpg")
    both.setImageData(QImage.fromData(png()))
    clipboard(both)
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    assert heard.said[1:] == [("files", str(tmp_path / "a.jpg"))]


def test_a_clipboard_without_either_is_told(card: AttachmentCard, heard: Heard, clipboard: object) -> None:
    QApplication.clipboard().setText("欠条")
    card.tiles[0].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    assert heard.said == []
    assert card.fault.isVisible()
    assert "请先复制" in card.fault.text()
    card.show_fault("")
    assert card.fault.isHidden()


@pytest.mark.parametrize("close", [lambda card: card.set_writable(False), lambda card: card.set_busy("正在保存…")])
def test_a_card_that_is_closed_or_busy_takes_and_removes_nothing(
    card: AttachmentCard, heard: Heard, close: Callable[[AttachmentCard], None], tmp_path: Path
) -> None:
    close(card)
    assert not card.acceptDrops()
    assert not drag(card, files(tmp_path / "a.jpg"))
    drop(card, files(tmp_path / "a.jpg"))
    QApplication.clipboard().setText("欠条")
    card.tiles[0].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_V, CTRL)
    QTest.keyClick(focused(), Qt.Key.Key_Delete)
    assert heard.said == []
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert heard.said == [("open", 7)]


def test_after_the_work_it_takes_files_again(card: AttachmentCard) -> None:
    card.set_busy("正在保存…")
    assert card.busy.isVisible()
    card.set_busy("")
    assert card.acceptDrops()
    assert card.add_button.isEnabled()


def test_the_keyboard_stays_on_its_attachment_or_goes_to_the_next(card: AttachmentCard, window: QWidget) -> None:
    card.tiles[1].setFocus()
    card.set_lines((line(5, "新的.jpg"), *LINES))
    settle(window)
    assert focused() is card.tiles[2]
    card.set_lines((LINES[0], LINES[2]))
    settle(window)
    assert focused() is card.tiles[1]
    card.set_lines(())
    settle(window)
    assert focused() is card.add_button
