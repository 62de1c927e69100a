"""What gives way in a narrow window, and in which order: nothing is cut that had room, nothing vital goes."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from gui.kit.boxes import HBox, VBox
from gui.kit.chip import Chip
from gui.kit.label import ElidedLabel
from gui.kit.paint import text_width, two_lines
from gui.kit.scroll import Scroll
from gui.kit.search_box import SearchBox
from gui.kit.tile import QuickTile
from gui.kit.top_bar import TopBar
from gui.theme import theme
from tests.gui.kit.stand import settle, stand
from tests.gui.layout_check import faults

# ---- the top bar


@pytest.fixture
def top(window: QWidget) -> TopBar:
    made = TopBar()
    stand(window, made)
    made.set_title("打印中心", "11 月 24 日 星期二")
    made.set_operator("谢国辉", "站长")
    return made


def test_the_top_bar_gives_up_search_then_note_then_post(window: QWidget, top: TopBar) -> None:
    seen: list[tuple[bool, bool, int]] = []
    for width in range(1366, 560, -10):
        window.setFixedWidth(width)
        settle(window)
        seen.append((top._note.isVisible(), not top._operator._brief, top.search.width()))
        assert top._title.width() >= top._title.sizeHint().width(), width
        assert top._lock.geometry().right() < top.width(), width
    assert seen == sorted(seen, reverse=True)
    assert [each for each in dict.fromkeys(seen) if each[2] in (452, 360)] == [
        (True, True, 452),
        (True, True, 360),
        (False, True, 360),
        (False, False, 360),
    ]
    note, post, least = seen[-1]
    assert (note, post) == (False, False)
    assert 200 <= least < 360


def test_a_long_title_is_cut_and_told(window: QWidget, top: TopBar) -> None:
    window.setFixedWidth(700)
    top.set_crumbs(["服务对象", "古丽巴哈尔·买买提艾力的档案和往来"])
    settle(window)
    assert top._title.width() < top._title.sizeHint().width()
    assert top._title.toolTip() == top.title()
    assert top._lock.geometry().right() < top.width()


def test_the_search_says_less_before_it_is_cut(window: QWidget) -> None:
    box = SearchBox("姓名、证件号、电话或编号", name="查找", key="Ctrl+K", shorter=("姓名、证件号", "查找"))
    stand(window, box)
    for width in (452, 260, 200):
        box.setFixedWidth(width)
        settle(window)
        assert faults(window) == []


# ---- tiles


WIDE, NARROW = "登记信访与权益诉求", "登记新来访，打印回执"


@pytest.mark.parametrize("words", [WIDE, NARROW])
@pytest.mark.parametrize("width", [234, 178, 132])
def test_a_tile_says_all_it_has_to_say(window: QWidget, words: str, width: int) -> None:
    tile = QuickTile("mail_inbox", "信访诉求", words, key="F3")
    stand(window, tile)
    tile.setFixedWidth(width)
    settle(window)
    assert faults(window) == []


@pytest.mark.parametrize(
    ("words", "width", "lines"),
    [
        ("登记新来访", 400, ("登记新来访",)),
        (NARROW, 100, ("登记新来访，", "打印回执")),
        (WIDE, 80, ("登记信访", "与权益诉求")),
        ("一二三，四", 60, ("一二三，", "四")),
    ],
)
def test_words_break_after_a_mark_or_into_halves(words: str, width: int, lines: tuple[str, ...]) -> None:
    assert two_lines(words, theme().font("label"), width) == lines


# ---- small things


def test_a_chip_that_shrinks_says_all_of_it_in_its_tooltip(window: QWidget) -> None:
    box, chip = QWidget(), Chip("立信访件、当场答复", "blue", shrinks=True)
    row = HBox(box, gap="s")
    row.addWidget(ElidedLabel("11-24 来访"))
    row.addWidget(chip)
    stand(window, box)
    assert chip.width() == chip.sizeHint().width()
    assert chip.toolTip() == ""
    box.setFixedWidth(90)
    settle(window)
    assert chip.width() < chip.sizeHint().width()
    assert chip.toolTip() == "立信访件、当场答复"


def test_other_chips_never_shrink(window: QWidget) -> None:
    chip = Chip("立信访件、当场答复")
    assert chip.minimumSizeHint() == chip.sizeHint()


def test_arrows_belong_to_what_stands_in_a_scroll_area(window: QWidget) -> None:
    heard: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event: QKeyEvent) -> None:
            heard.append(event.key())

    around, content = Around(), QWidget()
    content.setMinimumHeight(theme().size(4000))
    content.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    scroll = Scroll(content)
    VBox(around).addWidget(scroll)
    stand(window, around)
    content.setFocus()
    bar = scroll.verticalScrollBar()
    bar.setValue(0)
    QTest.keyClick(content, Qt.Key.Key_Down)
    assert bar.value() == 0
    assert heard == [Qt.Key.Key_Down]
    QTest.keyClick(content, Qt.Key.Key_PageDown)
    assert bar.value() > 0


@pytest.mark.parametrize("measure", [lambda: text_width("字", theme().font("body")), lambda: theme().metrics.row])
def test_a_text_size_makes_room_for_its_letters(measure: Callable[[], int]) -> None:
    before = measure()
    theme().set_text_size("large")
    assert measure() > before
