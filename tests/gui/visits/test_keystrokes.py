"""The promise of the desk: a returning visitor whose question is answered on the spot costs few keys and no mouse."""

from PySide6.QtWidgets import QLineEdit, QWidget

from benchmarks.hands import Hands
from benchmarks.roads import MOST_KEYS
from domain.vocabulary import Outcome
from services.people import SavedPerson
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def test_a_returning_visitor_answered_on_the_spot(counter: Counter, person: SavedPerson) -> None:
    hands = counter.hands
    counter.find("ly")
    hands.press(Key.Key_1, ALT)
    hands.words("问 2024 年 10 月起的抚恤金为什么没有按新标准发")
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Return)
    hands.words("已说明标准和发放时间")
    hands.press(Key.Key_Return, CTRL)

    assert len(counter.printer.sheets) == 1
    visit = counter.services.visits.detail(counter.services.visits.today()[0].id)
    assert visit.row.person == "李䶮"
    assert visit.matters[0].outcome == "当场答复"
    assert visit.matters[0].reply == "已说明标准和发放时间"
    assert hands.presses <= MOST_KEYS, f"{hands.presses} keys"


def test_every_field_by_enter_alone_stays_under_the_promise_too(counter: Counter, person: SavedPerson) -> None:
    """Nobody need know a shortcut: Enter, arrows and Space lead through the whole form."""
    hands = counter.hands
    counter.find("13873105267"[-4:])
    hands.press(Key.Key_Return)
    hands.words("问抚恤金")
    hands.press(Key.Key_Tab)
    hands.press(Key.Key_Right)
    hands.press(Key.Key_Left)
    hands.press(Key.Key_Space)
    hands.press(Key.Key_Return)
    hands.words("已答复")
    counter.save()
    assert len(counter.services.visits.today()) == 1
    assert hands.presses <= MOST_KEYS


def test_the_desk_is_ready_for_the_next_one_at_once(counter: Counter, person: SavedPerson) -> None:
    for _ in range(2):
        counter.find("ly")
        counter.hands.press(Key.Key_2, ALT)
        counter.hands.words("问就业")
        counter.save()
    assert [row.number for row in counter.services.visits.today()] == ["LF20261124-002", "LF20261124-001"]
    assert counter.focused() is counter.page.desk.who.known.lookup.edit


def test_enter_walks_the_form_in_reading_order(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    desk = counter.page.desk
    desk.who.known.phone.setFocus()
    seen = []
    for _ in range(5):
        counter.hands.press(Key.Key_Return)
        seen.append(desk.focused_key())
    assert seen == ["channel", "headcount", "matters.0.kind", "matters.0.category", "matters.0.narrative"]
    counter.hands.press(Key.Key_Return)
    assert desk.matters.editor.narrative.text() == "\n"
    rest = []
    for _ in range(4):
        counter.hands.press(Key.Key_Tab)
        rest.append(desk.focused_key())
    assert rest == ["matters.0.outcome", "matters.0.reply", "matters.0.handler", "matters.0.materials"]


def test_a_petition_asks_for_its_address_on_the_way(counter: Counter, person: SavedPerson) -> None:
    desk = counter.page.desk
    desk.matters.editor.kind.setFocus()
    counter.hands.press(Key.Key_Right)
    counter.hands.press(Key.Key_Right)
    desk.matters.editor.rows.outcome.buttons()[list(Outcome).index(Outcome.PETITION_OPENED)].click()
    desk.matters.editor.rows.outcome.setFocus()
    seen = []
    for _ in range(3):
        counter.hands.press(Key.Key_Tab)
        seen.append(desk.focused_key() or counter.focused().accessibleName())
    assert seen == ["address", "住址不清", "matters.0.reply"]


def test_keys_and_free_text_are_counted_apart(window: QWidget) -> None:
    box, hands = QLineEdit(window), Hands(window)
    box.show()
    box.setFocus()
    hands.letters("ly")
    hands.words("问抚恤金")
    hands.number("138")
    assert box.text() == "ly问抚恤金138"
    hands.press(Key.Key_A, CTRL)
    hands.chord("Ctrl+Shift+Left")
    hands.chord("Del")
    assert (hands.presses, hands.free_text) == (2 + 2 + 3 + 1, 4 + 3)
