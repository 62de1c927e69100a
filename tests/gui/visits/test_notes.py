"""What is worth a second look: told one at a time, reached by a key, and never in the way of saving."""

from domain.vocabulary import MatterKind, Outcome
from gui.visits.message_line import MessageLine
from services import Services
from services.people import SavedPerson
from tests.gui.visitors import PETITION, visit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key
from tests.gui.visits.test_matters import block, pill


def message(counter: Counter) -> MessageLine:
    return block(counter).editor.message


def petition(counter: Counter, outcome: Outcome) -> None:
    """A petition with nothing but its claim, and the cursor gone on to the reply."""
    counter.page.desk.who.start_new("张三")
    editor = block(counter).editor
    editor.kind.buttons()[list(MatterKind).index(MatterKind.PETITION)].click()
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("请求补发差额")
    pill(counter, outcome).click()
    editor.rows.unclear.click()
    editor.rows.reply.setFocus()
    counter.page.checks.refresh()


def test_missing_parts_of_a_petition_answered_on_the_spot_are_noted(counter: Counter) -> None:
    petition(counter, Outcome.ANSWERED)
    assert list(counter.page.checks.notes) == ["matters.0.facts", "matters.0.reasons"]
    assert message(counter).words().startswith("1/2 事实：还没有写事实")
    counter.save()
    assert len(counter.services.visits.today()) == 1


def test_nothing_is_noted_while_the_words_are_in_hand(counter: Counter) -> None:
    petition(counter, Outcome.ANSWERED)
    block(counter).editor.words.go_to("narrative")
    counter.page.checks.refresh()
    assert counter.page.checks.notes == {}


def test_the_key_goes_to_the_field_and_then_to_the_next(counter: Counter) -> None:
    petition(counter, Outcome.ANSWERED)
    counter.hands.press(Key.Key_T, ALT)
    assert counter.page.desk.focused_key() == "matters.0.facts"
    counter.hands.press(Key.Key_T, ALT)
    assert counter.page.desk.focused_key() == "matters.0.reasons"
    assert message(counter).words().startswith("2/2 理由")
    counter.hands.words("评残等级没有变")
    block(counter).editor.rows.reply.setFocus()
    counter.page.checks.refresh()
    assert message(counter).words().startswith("事实：")


def test_a_mistake_is_told_before_a_note(counter: Counter) -> None:
    petition(counter, Outcome.ANSWERED)
    block(counter).editor.rows.unclear.click()
    counter.save()
    assert message(counter).words().startswith("住址：")
    block(counter).editor.rows.unclear.click()
    counter.page.checks.refresh()
    assert message(counter).words().startswith("1/2 事实：")


def test_a_character_no_font_draws_is_noted_in_any_field_of_the_visit(counter: Counter) -> None:
    counter.fill_in("张三", "见\ue123字")
    block(counter).editor.rows.reply.setFocus()
    counter.hands.words("答\ue124")
    block(counter).editor.materials.edit.setFocus()
    counter.hands.words("证\ue125")
    counter.page.checks.refresh()
    keys = ["matters.0.narrative", "matters.0.reply", "matters.0.materials.0.name"]
    assert list(counter.page.checks.notes) == keys
    assert message(counter).words().startswith("1/3 ")
    for key in keys:
        message(counter).click()
        assert counter.page.desk.focused_key() == ".".join(key.split(".")[:3])
    counter.save()
    assert len(counter.services.visits.today()) == 1


def test_a_note_of_another_matter_names_it_and_leads_there(counter: Counter) -> None:
    counter.fill_in("张三", "见\ue123字")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_2, ALT)
    counter.hands.words("第二件")
    counter.page.checks.refresh()
    assert message(counter).sentence().startswith("事项 1 诉求内容：")
    counter.hands.press(Key.Key_T, ALT)
    assert (block(counter).current, counter.page.desk.focused_key()) == (0, "matters.0.narrative")
    assert message(counter).sentence().startswith("诉求内容：")


def test_another_desk_begins_without_notes(counter: Counter) -> None:
    petition(counter, Outcome.ANSWERED)
    counter.save()
    assert counter.page.checks.notes == {}
    assert message(counter).words() == ""


def test_an_open_case_of_the_same_category_is_said_and_joined_by_a_key(
    counter: Counter, person: SavedPerson, clerk: Services
) -> None:
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    case = clerk.people.card(person.id).open_cases[0]
    counter.find("ly")
    hint = block(counter).editor.hint
    assert hint.words() == ""
    counter.hands.press(Key.Key_2, ALT)
    assert hint.words() == "", "another category"
    counter.hands.press(Key.Key_1, ALT)
    assert hint.words() == f"同类在办 {case.number}"
    counter.hands.press(Key.Key_J, ALT)
    form = counter.page.desk.form().matters[0]
    assert (form.outcome, form.join_case_id) == (Outcome.JOINED, case.id)
    assert hint.words() == f"已并入 {case.number}"
    assert not hint.button.isVisible()
    pill(counter, Outcome.ANSWERED).click()
    assert hint.words() == f"同类在办 {case.number}"


def test_the_hint_goes_with_the_visitor(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.hands.press(Key.Key_1, ALT)
    counter.page.desk.take_person(person.id)
    assert block(counter).editor.hint.isVisible()
    counter.page.desk.who.unclear.click()
    assert not block(counter).editor.hint.isVisible()
    assert block(counter).editor.hint.words() == ""
