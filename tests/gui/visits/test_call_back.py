"""约回访: a promise typed on the sheet, kept in the draft, saved with the visit, taken off and put back."""

import json
from datetime import date
from uuid import uuid4

import pytest

from domain.call_back_rules import CallBackForm
from gui.visits.call_back_head import CallBackHead
from gui.visits.desk_draft import from_payload, to_payload
from services.people import SavedPerson
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key
from tests.gui.visits.test_matters import block
from tests.gui.visits.test_room import assert_all_in_sight

# The clock of the fixtures: 2026-11-24, a Tuesday.
UUID = str(uuid4())
DUE = date(2026, 12, 1)
WHY = "告诉他差额核对的结果"


def head(counter: Counter) -> CallBackHead:
    return block(counter).call_back


def promise(counter: Counter, day: str = "+7", why: str = WHY) -> None:
    """Alt+Y, the day, the reason, and through the rest by Enter."""
    counter.hands.press(Key.Key_Y, ALT)
    counter.hands.words(day)
    counter.hands.press(Key.Key_Return)
    counter.hands.words(why)
    for _ in range(4):
        counter.hands.press(Key.Key_Return)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("+7", DUE), ("12-01", DUE), ("1201", DUE), ("2026.12.1", DUE), ("=", date(2026, 11, 24)), ("下周", None)],
)
def test_a_day_is_read_as_it_is_typed_everywhere(counter: Counter, typed: str, day: date | None) -> None:
    promise(counter, typed)
    form = counter.page.desk.form().call_back
    assert form is not None
    assert form.due == day


def test_a_promise_is_saved_with_the_visit(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问差额")
    promise(counter)
    assert counter.page.desk.focused_key() == "matters.0.narrative", "the keyboard goes back to where it was"
    counter.save()
    row = counter.services.call_backs.due()[0]
    assert (row.due, row.why, row.name) == (DUE, WHY, "李䶮")
    assert row.visit_id == counter.services.visits.today()[0].id
    assert counter.page.desk.form().call_back is None, "the next desk has none"


def test_the_chip_says_what_is_promised(counter: Counter) -> None:
    assert not head(counter).chip.isVisible()
    promise(counter)
    assert head(counter).chip.isVisible()
    assert head(counter).chip.words() == "12-01 回访"
    assert not head(counter).promise.isVisible()


def test_the_weekday_is_said_while_the_day_is_typed(counter: Counter) -> None:
    counter.hands.press(Key.Key_Y, ALT)
    counter.hands.words("+7")
    field = head(counter).panel.fields["due"]
    assert (field.state, field.message) == ("ok", "12-01 星期二")


def test_taken_off_and_put_back(counter: Counter) -> None:
    promise(counter)
    before = counter.page.desk.form().call_back
    head(counter).remove.click()
    assert counter.page.desk.form().call_back is None
    assert not head(counter).chip.isVisible()
    head(counter).undo.click()
    assert counter.page.desk.form().call_back == before
    assert not head(counter).undo.isVisible()


def test_esc_folds_the_sheet_and_keeps_every_word(counter: Counter) -> None:
    block(counter).editor.narrative.setFocus()
    counter.hands.press(Key.Key_Y, ALT)
    counter.hands.words("+7")
    counter.hands.press(Key.Key_Escape)
    assert counter.sent == []
    assert not head(counter).panel.isVisible()
    assert counter.page.desk.focused_key() == "matters.0.narrative"
    form = counter.page.desk.form().call_back
    assert form is not None
    assert form.due == DUE


def test_going_elsewhere_folds_the_sheet(counter: Counter) -> None:
    counter.hands.press(Key.Key_Y, ALT)
    block(counter).editor.category.setFocus()
    assert not head(counter).panel.isVisible()
    assert counter.page.desk.focused_key() == "matters.0.category"


def test_it_is_in_the_draft(counter: Counter) -> None:
    promise(counter)
    state = counter.page.desk.state(UUID)
    again = from_payload(json.loads(json.dumps(to_payload(state))), state.form.uuid)
    assert again.form.call_back == CallBackForm(due=DUE, why=WHY)
    counter.page.desk.show_state(again, counter.services.clock.now())
    assert counter.page.desk.form().call_back == CallBackForm(due=DUE, why=WHY)
    assert head(counter).chip.isVisible()


def test_a_promise_without_a_day_stops_saving_and_leads_to_it(counter: Counter) -> None:
    counter.fill_in("张三")
    promise(counter, day="")
    counter.save()
    assert list(counter.page.checks.shown) == ["call_back.due"]
    assert counter.page.bar.errors_text() == "还有 1 处要改：约回访 哪天回访"
    panel = head(counter).panel
    assert panel.isVisible()
    assert counter.focused() is panel.edits["due"]
    assert "还没有写哪天回访" in panel.fields["due"].message
    counter.hands.words("+3")
    counter.save()
    assert len(counter.services.call_backs.due()) == 1


def test_somebody_else_may_be_rung(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("问差额")
    panel = head(counter).panel
    assert panel.edits["name"].placeholderText() == "来访人本人 李䶮"
    assert panel.edits["phone"].placeholderText() == "138****5267"
    counter.hands.press(Key.Key_Y, ALT)
    for words in ("+7", WHY, "李小明", "0731-85550199"):
        counter.hands.words(words)
        counter.hands.press(Key.Key_Return)
    assert head(counter).chip.words() == "12-01 回访李小明"
    counter.save()
    row = counter.services.call_backs.due()[0]
    assert (row.name, row.phone_masked) == ("李小明", "0731-85****99")


def test_the_sheet_stays_on_its_block(counter: Counter) -> None:
    counter.hands.press(Key.Key_Y, ALT)
    panel = head(counter).panel
    assert block(counter).rect().contains(panel.geometry())
    assert_all_in_sight(counter)


def test_the_list_of_companions_makes_room_for_the_sheet(counter: Counter) -> None:
    counter.hands.press(Key.Key_G, CTRL)
    assert not block(counter).stack.isVisible()
    counter.hands.press(Key.Key_F8)
    assert block(counter).snippets.popup is None, "no text is in sight"
    counter.hands.press(Key.Key_Y, ALT)
    panel = head(counter).panel
    counter.qtbot.waitUntil(lambda: block(counter).rect().contains(panel.geometry()))
    assert block(counter).stack.isVisible()
    assert counter.focused() is panel.edits["due"]


def test_a_day_off_and_a_missing_phone_are_said_and_stop_nothing(counter: Counter) -> None:
    counter.fill_in("张三")
    promise(counter, day="11-28")
    fields = head(counter).panel.fields
    assert fields["due"].state == "warning"
    assert "星期六" in fields["due"].message
    assert "没有电话" in fields["phone"].message
    counter.save()
    assert counter.services.call_backs.due()[0].due == date(2026, 11, 28)


def test_somebody_new_is_rung_under_the_phone_just_typed(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.page.desk.who.new.phone.setFocus()
    counter.hands.letters("13873105267")
    promise(counter)
    panel = head(counter).panel
    assert panel.edits["name"].placeholderText() == "来访人本人 张三"
    assert panel.edits["phone"].placeholderText() == "138****5267"
    assert panel.fields["phone"].message == ""
    counter.save()
    row = counter.services.call_backs.due()[0]
    assert (row.name, row.phone_masked) == ("张三", "138****5267")
