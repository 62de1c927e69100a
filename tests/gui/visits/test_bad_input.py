"""Whatever is typed or pasted: kept word for word, on one line where there is one, never read as markup, never cut."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from domain.tables import limit
from domain.vocabulary import Outcome
from gui.visits.desk_view import DeskView
from services.people import SavedPerson
from tests.gui.visits.conftest import CTRL, Counter, Key

NASTY = '<b>&amp;</b> "引号" %s 🙂 {x}'


def single_lines(desk: DeskView) -> dict[str, QLineEdit]:
    new, rows = desk.who.new, desk.matters.editor.rows
    return {
        "name": new.name,
        "identity": new.identity,
        "phone": new.phone,
        "birth": new.birth,
        "address": new.address,
        "petition address": rows.address,
        "refer": rows.refer,
        "reply": rows.reply,
        "paper": desk.matters.editor.materials.edit,
        "search": desk.who.known.lookup.edit,
        "known phone": desk.who.known.phone,
        "reason": new.reason,
    }


def paste(counter: Counter, words: str) -> None:
    QGuiApplication.clipboard().setText(words)
    counter.hands.press(Key.Key_V, CTRL)


def test_pasted_lines_become_one_in_every_single_line(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    for name, edit in single_lines(counter.page.desk).items():
        edit.clear()
        edit.insert("第一行\r\n第二行\n第三行\t尾")
        assert "\n" not in edit.text(), name
        assert "\r" not in edit.text(), name
        assert edit.text().startswith("第一行 第二行 第三行"), name


def test_markup_and_emoji_are_words_like_others(counter: Counter) -> None:
    counter.fill_in("张三", NASTY)
    desk = counter.page.desk
    desk.matters.editor.rows.outcome.buttons()[list(Outcome).index(Outcome.REFERRED)].click()
    for edit in (desk.matters.editor.rows.refer, desk.matters.editor.rows.reply, desk.who.new.address):
        edit.setFocus()
        paste(counter, NASTY)
    desk.matters.editor.materials.edit.setFocus()
    paste(counter, NASTY)
    counter.hands.press(Key.Key_Return)
    counter.page.before_leaving()
    counter.save()
    matter = counter.services.visits.detail(counter.services.visits.today()[0].id).matters[0]
    assert (matter.narrative, matter.refer_to, matter.reply) == (NASTY, NASTY, NASTY)
    person = counter.services.people.find("张三")[0]
    assert counter.services.people.card(person.id).address == NASTY


def test_nasty_words_in_the_search_find_nobody_and_break_nothing(counter: Counter) -> None:
    counter.hands.words(NASTY)
    counter.qtbot.wait(250)
    assert counter.page.desk.who.known.lookup.open
    counter.hands.press(Key.Key_Return)
    assert counter.page.desk.who.new.name.text() == NASTY


def test_ten_thousand_characters_are_saved_whole(counter: Counter) -> None:
    words = "字" * limit("narrative")
    counter.fill_in("张三", words)
    counter.save()
    matter = counter.services.visits.detail(counter.services.visits.today()[0].id).matters[0]
    assert matter.narrative == words


def test_one_more_is_told_in_a_sentence_and_nothing_is_cut(counter: Counter) -> None:
    words = "字" * (limit("narrative") + 1)
    counter.fill_in("张三", words)
    assert "多了 1 字" in counter.page.desk.matters.editor.message.words()
    counter.save()
    assert counter.services.visits.today() == ()
    assert list(counter.page.checks.shown) == ["matters.0.narrative"]
    assert counter.page.desk.matters.editor.narrative.text() == words
    counter.page.before_leaving()
    uuid = counter.services.drafts.mine()[0].uuid
    assert counter.services.drafts.load(uuid).payload["form"]["matters"][0]["narrative"] == words


@pytest.mark.parametrize("field", ["refer", "reply", "address"])
def test_a_long_single_line_is_never_cut_but_told(counter: Counter, field: str) -> None:
    counter.fill_in("张三")
    desk = counter.page.desk
    desk.matters.editor.rows.outcome.buttons()[list(Outcome).index(Outcome.REFERRED)].click()
    single_lines(desk)["refer"].setText("区局")
    edit = single_lines(desk)[field]
    edit.setFocus()
    edit.clear()
    words = "长" * (limit("single_line") + 1)
    counter.hands.words(words)
    assert edit.text() == words
    counter.save()
    if field == "reply":
        assert counter.services.visits.today()
    else:
        assert any("最多 200 个" in sentence for sentence in counter.page.checks.shown.values())


def test_a_name_of_sixty_characters_is_taken_and_of_sixty_one_told(counter: Counter) -> None:
    name = "阿卜杜热合曼·" * 8 + "艾力江啊"
    assert len(name) == limit("name")
    counter.fill_in("")
    counter.page.desk.who.new.name.setFocus()
    counter.hands.words(name + "长")
    counter.save()
    assert list(counter.page.checks.shown) == ["new_person.name"]
    counter.hands.press(Key.Key_Backspace)
    counter.save()
    assert counter.services.visits.today()[0].person == name


def test_a_birth_date_to_come_is_told(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.page.desk.who.new.birth.setFocus()
    counter.hands.letters("2031")
    counter.save()
    assert list(counter.page.checks.shown) == ["new_person.birth"]
    assert "还没有到" in counter.page.desk.who.head.note()


def test_a_character_no_font_draws_in_the_narrative_is_said_and_stops_nothing(counter: Counter) -> None:
    counter.fill_in("张三", "见\ue123字")
    counter.page.checks.refresh()
    assert "没有字形" in counter.page.desk.matters.editor.message.words()
    counter.save()
    assert len(counter.services.visits.today()) == 1
