"""Rating the window: the scales of the visit and no others, by digit or finger, kept at once, later, or anew."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from domain.vocabulary import RatingScale
from gui.bus import Bus
from gui.kit.overlay import Overlay
from gui.kit.rating import RatingPanel, show_rating
from services import Services
from system.errors import Conflict
from tests.gui.kit.stand import children
from tests.gui.program import shown_words
from tests.gui.visitors import ANSWERED, PETITION, visit


@pytest.fixture
def told() -> list[str]:
    """The subjects that the bus carried."""
    return []


def rating(window: QWidget, services: Services, visit_id: int, told: list[str]) -> RatingPanel:
    """Open the panel."""
    bus = Bus(window)
    bus.changed.connect(lambda changes: told.extend(changes.subjects))
    show_rating(window, services, bus, visit_id, on_closed=lambda: told.append("closed"))
    panel = next(overlay.panel for overlay in children(window, Overlay) if overlay.isVisible())
    assert isinstance(panel, RatingPanel)
    return panel


def press(panel: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(panel.window().focusWidget(), key)


def given(services: Services, visit_id: int) -> dict[RatingScale, tuple[str, str]]:
    return {row.scale: (row.label, row.note) for row in services.visit_changes.ratings(visit_id)}


@pytest.mark.parametrize(
    ("matters", "words"),
    [
        ((ANSWERED,), [["非常满意", "满意", "基本满意", "不满意", "非常不满意"]]),
        ((PETITION,), [["满意", "基本满意", "不满意"]]),
        (
            (PETITION, ANSWERED),
            [["非常满意", "满意", "基本满意", "不满意", "非常不满意"], ["满意", "基本满意", "不满意"]],
        ),
    ],
)
def test_each_scale_has_its_own_block(
    window: QWidget, clerk: Services, told: list[str], matters: tuple[object, ...], words: list[list[str]]
) -> None:
    panel = rating(window, clerk, visit(clerk, *matters).id, told)  # type: ignore[arg-type]  # matters of a table
    assert [[button.words() for button in block.levels.buttons()] for block in panel.blocks] == words
    assert not panel.save_button.isEnabled()


def test_two_keys_keep_a_rating(window: QWidget, clerk: Services, told: list[str]) -> None:
    saved = visit(clerk)
    panel = rating(window, clerk, saved.id, told)
    press(panel, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert given(clerk, saved.id) == {RatingScale.SERVICE: ("满意", "")}
    assert told == ["visit"]
    assert panel.thanks.isVisible()
    assert not panel.thanks.promise.isVisible()
    press(panel, Qt.Key.Key_Return)
    assert told == ["visit", "closed"]


def test_digits_go_from_block_to_block_and_a_scale_may_be_left_open(
    window: QWidget, clerk: Services, told: list[str]
) -> None:
    saved = visit(clerk, ANSWERED, PETITION)
    panel = rating(window, clerk, saved.id, told)
    press(panel, Qt.Key.Key_1)
    # The petition's scale has three levels: 5 means nothing there.
    press(panel, Qt.Key.Key_5)
    assert [block.level for block in panel.blocks] == ["very_satisfied", ""]
    press(panel, Qt.Key.Key_2, Qt.Key.Key_Return)
    assert given(clerk, saved.id) == {RatingScale.SERVICE: ("非常满意", ""), RatingScale.PETITION: ("基本满意", "")}
    other = visit(clerk, ANSWERED, PETITION, new_person=None, anonymous=True, address_unclear=True)
    press(panel, Qt.Key.Key_Return)
    panel = rating(window, clerk, other.id, told)
    panel.blocks[1].levels.buttons()[0].click()
    panel.save_button.click()
    assert given(clerk, other.id) == {RatingScale.PETITION: ("满意", "")}


def test_a_digit_in_the_words_is_a_word(window: QWidget, clerk: Services, told: list[str]) -> None:
    saved = visit(clerk)
    panel = rating(window, clerk, saved.id, told)
    press(panel, Qt.Key.Key_3)
    note = panel.blocks[0].note
    note.setFocus()
    press(panel, Qt.Key.Key_1, Qt.Key.Key_5)
    assert note.text() == "15"
    assert panel.blocks[0].level == "basically"
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(0)
    assert given(clerk, saved.id) == {RatingScale.SERVICE: ("基本满意", "15")}


def test_a_bad_rating_says_who_rings_and_by_when(window: QWidget, clerk: Services, told: list[str]) -> None:
    saved = visit(clerk)
    panel = rating(window, clerk, saved.id, told)
    press(panel, Qt.Key.Key_5, Qt.Key.Key_Return)
    assert "call_back" in told
    assert panel.thanks.promise.isVisible()
    assert panel.thanks.promise.text() == "王静会在 11-27（星期五）前打电话"
    assert [row.visit_id for row in clerk.call_backs.due()] == [saved.id]


def test_later_leaves_nothing_behind(window: QWidget, clerk: Services, told: list[str]) -> None:
    saved = visit(clerk)
    panel = rating(window, clerk, saved.id, told)
    press(panel, Qt.Key.Key_1)
    panel.later_button.click()
    assert told == ["closed"]
    assert given(clerk, saved.id) == {}


def test_what_was_said_before_stands_there_and_may_be_said_anew(
    window: QWidget, clerk: Services, told: list[str]
) -> None:
    saved = visit(clerk)
    clerk.visit_changes.rate(saved.id, scale=RatingScale.SERVICE, level="basically")
    panel = rating(window, clerk, saved.id, told)
    assert "09:42 记的是“基本满意”" in shown_words(panel)
    press(panel, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert given(clerk, saved.id) == {RatingScale.SERVICE: ("非常满意", "")}


def test_a_void_visit_is_not_rated(window: QWidget, clerk: Services, told: list[str]) -> None:
    saved = visit(clerk)
    clerk.visit_changes.void(saved.id, reason="重复登记")
    panel = rating(window, clerk, saved.id, told)
    assert "已经作废，不能再评价" in panel.trouble.text()
    assert not panel.save_button.isVisible()
    assert not panel.blocks[0].isVisible()


def test_one_that_was_refused_is_told_in_its_block_and_the_others_are_kept(
    window: QWidget, clerk: Services, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = visit(clerk, ANSWERED, PETITION)
    panel = rating(window, clerk, saved.id, told)
    rate = clerk.visit_changes.rate

    def refuse_petitions(visit_id: int, *, scale: RatingScale, level: str, note: str = "") -> object:
        if scale is RatingScale.PETITION:
            raise Conflict("这条来访刚被作废。")
        return rate(visit_id, scale=scale, level=level, note=note)

    monkeypatch.setattr(clerk.visit_changes, "rate", refuse_petitions)
    press(panel, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_Return)
    assert given(clerk, saved.id) == {RatingScale.SERVICE: ("非常满意", "")}
    assert panel.blocks[1].trouble.text() == "这条来访刚被作废。"
    assert panel.blocks[1].level == "satisfied"
    assert not panel.thanks.isVisible()
    assert panel.save_button.isEnabled()
