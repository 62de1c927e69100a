"""Not one word is lost: within a second on the disk, through leaving, parking, another page, another start."""

import datetime as dt
import random
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from domain.visit_rules import MaterialForm
from gui import jobs
from gui.bus import Bus
from gui.navigation import Place, Target
from gui.visits.autosave import RETRY_MS, WAIT_MS
from gui.visits.page import VisitPage
from services import Services
from services.people import SavedPerson
from system.clock import FixedClock
from system.errors import Trouble
from system.paths import DataFolder
from tests import factories
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def drafts(counter: Counter) -> list[str]:
    return [row.title for row in counter.services.drafts.mine()]


def only_draft(counter: Counter) -> dict[str, Any]:
    rows = counter.services.drafts.mine()
    assert len(rows) == 1
    return counter.services.drafts.load(rows[0].uuid).payload


def test_what_is_typed_is_kept_within_a_second_and_said(counter: Counter) -> None:
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("补发差额")
    counter.qtbot.waitUntil(lambda: bool(drafts(counter)), timeout=1000)
    assert drafts(counter) == ["抚恤优待 补发差额"]
    counter.qtbot.waitUntil(lambda: counter.page.bar._draft.text() == "草稿已自动保存 09:42:00")
    assert any("draft" in changes.subjects for changes in counter.told)


@pytest.mark.parametrize(
    "act",
    [
        lambda desk: desk.who.unclear.click(),
        lambda desk: desk.who.start_new("张三"),
        lambda desk: desk.matters.editor.category.buttons()[0].click(),
    ],
)
def test_a_click_is_kept_as_well_as_a_key(counter: Counter, act: Any) -> None:
    act(counter.page.desk)
    counter.qtbot.waitUntil(lambda: len(drafts(counter)) == 1, timeout=1000)


def test_everything_on_the_desk_is_in_the_draft(counter: Counter, person: SavedPerson) -> None:
    counter.find("ly")
    desk = counter.page.desk
    desk.who.channel.buttons()[1].click()
    desk.who.count._plus.click()
    counter.hands.press(Key.Key_1, ALT)
    desk.matters.editor.narrative.setFocus()
    counter.hands.words("一句话")
    desk.matters.editor.rows.reply.setFocus()
    counter.hands.words("答复")
    desk.matters.editor.materials.edit.setFocus()
    counter.hands.words("伤残证")
    counter.page.before_leaving()
    form = only_draft(counter)["form"]
    assert form == {**form, "person_id": person.id, "channel": "call", "headcount": 2}
    matter = form["matters"][0]
    assert (matter["narrative"], matter["reply"]) == ("一句话", "答复")
    assert matter["materials"] == [{"name": "伤残证", "copies": 1, "original": False}]


def test_an_untouched_desk_leaves_no_draft(counter: Counter) -> None:
    counter.page.desk.who.channel.buttons()[1].click()
    counter.page.before_leaving()
    counter.page.open_target(Target(Place.VISIT, "kind", text="petition"))
    counter.page.before_leaving()
    assert drafts(counter) == []


def test_a_desk_emptied_again_leaves_none_either(counter: Counter) -> None:
    counter.hands.words("张三")
    counter.page.before_leaving()
    assert drafts(counter) == ["张三"]
    for _ in range(2):
        counter.hands.press(Key.Key_Backspace)
    counter.page.before_leaving()
    assert drafts(counter) == []
    assert len(counter.services.drafts.discarded()) == 1
    counter.hands.words("李四")
    counter.page.before_leaving()
    assert drafts(counter) == ["李四"]


def test_two_letters_to_look_somebody_up_leave_none(counter: Counter) -> None:
    counter.hands.letters("zs")
    counter.qtbot.wait(WAIT_MS + 100)
    counter.page.before_leaving()
    assert counter.services.drafts.mine() == counter.services.drafts.discarded() == ()


@pytest.mark.parametrize("what", ["person", "kind"])
def test_a_look_at_somebody_leaves_none_until_something_is_typed(
    counter: Counter, person: SavedPerson, what: str
) -> None:
    target = Target(Place.VISIT, what, id=person.id, text="petition")
    counter.page.open_target(target)
    assert counter.page.desk.who.person_id == person.id
    counter.page.before_leaving()
    counter.page.open_target(target)
    assert drafts(counter) == []
    assert counter.page.parked.rows == ()
    counter.page.desk.matters.editor.narrative.setFocus()
    counter.hands.words("问")
    counter.page.before_leaving()
    assert drafts(counter) == ["李䶮 · 问"]


def test_f7_puts_aside_even_whom_a_key_brought(counter: Counter, person: SavedPerson) -> None:
    counter.page.open_target(Target(Place.VISIT, "person", id=person.id))
    counter.hands.press(Key.Key_F7)
    assert [link.words() for link in counter.page.parked.links] == ["李䶮 · 停放 0 分"]
    counter.hands.press(Key.Key_F7)
    assert counter.page.desk.who.person_id == person.id


def test_escape_leaves_and_keeps(counter: Counter) -> None:
    counter.hands.words("张三")
    counter.hands.press(Key.Key_Escape)
    assert counter.sent[-1] == Target(Place.WORKBENCH)
    counter.page.before_leaving()
    assert drafts(counter) == ["张三"]
    assert counter.page.desk.who.words() == "张三"


def test_a_draft_opens_in_another_page_with_text_and_cursor_as_left(
    counter: Counter, person: SavedPerson, clerk: Services
) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("一二三四五六")
    for _ in range(3):
        counter.hands.press(Key.Key_Left)
    before = counter.page.desk.state("x")
    counter.page.before_leaving()
    uuid = clerk.drafts.mine()[0].uuid

    other = VisitPage(clerk, Bus(), counter.printer)
    layout = counter.hands.window.layout()
    assert layout is not None
    layout.addWidget(other)
    counter.page.hide()
    other.show()
    other.open_target(Target(Place.VISIT, "draft", text=uuid))
    other.first_focus().setFocus()
    QApplication.processEvents()
    assert other.desk.state("x") == before
    assert other.desk.focused_key() == "matters.0.narrative"
    assert other.desk.matters.editor.narrative.textCursor().position() == 3
    assert other.desk.who.known.name.text() == "李䶮"
    assert other.desk.panel.person_id == person.id
    other.hide()


def test_a_new_person_and_two_matters_come_back_too(counter: Counter, clerk: Services) -> None:
    counter.fill_in("𬭎𠅤")
    counter.page.desk.who.new.identity.setFocus()
    counter.hands.letters("430103196811021234")
    counter.page.desk.who.new.reason.setFocus()
    counter.hands.words("旧证如此")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_2, ALT)
    counter.hands.words("第二件")
    counter.page.desk.matters.editor.materials.set_forms([MaterialForm(name="证", copies=3, original=True)])
    before = counter.page.desk.state("x")
    counter.hands.press(Key.Key_F7)
    assert counter.page.desk.state("x") != before
    counter.hands.press(Key.Key_F7)
    assert counter.page.desk.state("x") == before


def test_f7_parks_and_comes_back(counter: Counter, person: SavedPerson, clock: FixedClock) -> None:
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("说到一半")
    counter.hands.press(Key.Key_F7)
    page = counter.page
    assert page.desk.who.person_id is None
    assert counter.focused() is page.desk.who.known.lookup.edit
    clock.advance(dt.timedelta(minutes=12))
    page._on_minute()
    assert page.parked.isVisible()
    assert page.parked.words() == "停放 1： 李䶮 · 停放 12 分 F7 切换"
    counter.hands.words("王五")
    counter.hands.press(Key.Key_F7)
    assert [link.words() for link in page.parked.links] == ["李䶮 · 停放 12 分", "王五 · 停放 0 分"]
    counter.hands.press(Key.Key_F7)
    assert page.desk.who.known.name.text() == "李䶮"
    assert page.desk.matters.editor.narrative.text() == "说到一半"
    assert page.desk.focused_key() == "matters.0.narrative"
    assert [link.words() for link in page.parked.links] == ["王五 · 停放 0 分"]


def test_f7_alone_reaches_everybody_who_waits(counter: Counter, clock: FixedClock) -> None:
    for name in ("甲先生", "乙先生", "丙先生"):
        counter.hands.words(name)
        counter.hands.press(Key.Key_F7)
        clock.advance(dt.timedelta(minutes=1))
    seen = []
    for _ in range(3):
        counter.hands.press(Key.Key_F7)
        seen.append(counter.page.desk.who.words())
        counter.hands.press(Key.Key_F7)
        clock.advance(dt.timedelta(minutes=1))
    assert seen == ["甲先生", "乙先生", "丙先生"]


def test_going_to_a_parked_visitor_parks_the_one_on_the_desk(counter: Counter) -> None:
    counter.hands.words("甲先生")
    counter.hands.press(Key.Key_F7)
    counter.hands.words("乙先生")
    counter.page.parked.links[0].click()
    assert counter.page.desk.who.words() == "甲先生"
    assert [link.words() for link in counter.page.parked.links] == ["乙先生 · 停放 0 分"]


def test_two_drafts_at_once_never_mix(counter: Counter) -> None:
    for name, words in (("甲某", "甲的话"), ("乙某", "乙的话")):
        counter.fill_in(name, words)
        counter.hands.press(Key.Key_F7)
    for _ in range(4):
        counter.page.parked.links[0].click()
        counter.hands.words("，又一句")
        counter.page.before_leaving()
    rows = counter.services.drafts.mine()
    said = {}
    for row in rows:
        form = counter.services.drafts.load(row.uuid).payload["form"]
        said[form["new_person"]["name"]] = form["matters"][0]["narrative"]
    assert said == {"甲某": "甲的话" + "，又一句" * 2, "乙某": "乙的话" + "，又一句" * 2}


def test_a_new_visitor_by_f2_leaves_the_half_typed_one_in_the_strip(counter: Counter, person: SavedPerson) -> None:
    counter.hands.words("张三")
    counter.page.open_target(Target(Place.VISIT, "person", id=person.id))
    assert counter.page.desk.who.known.name.text() == "李䶮"
    assert [link.words() for link in counter.page.parked.links] == ["张三 · 停放 0 分"]
    counter.page.open_target(Target(Place.VISIT, "kind", text="assistance"))
    assert counter.page.desk.form().matters[0].kind == "assistance"
    assert len(counter.page.parked.links) == 1


def test_a_kind_may_come_with_its_person(counter: Counter, person: SavedPerson) -> None:
    counter.page.open_target(Target(Place.VISIT, "kind", id=person.id, text="petition"))
    counter.page.first_focus().setFocus()
    form = counter.page.desk.form()
    assert (form.person_id, form.matters[0].kind) == (person.id, "petition")
    assert counter.page.desk.focused_key() == "matters.0.category"


def test_coming_back_puts_the_cursor_where_it_was_if_that_is_still_there(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.hands.press(Key.Key_PageDown, CTRL)
    counter.hands.press(Key.Key_2, ALT)
    narrative = counter.page.desk.matters.editor.narrative
    counter.page.before_leaving()
    assert counter.page.first_focus() is narrative
    counter.page.before_leaving()
    counter.page.desk.matters.remove_link.click()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert counter.page.first_focus() is counter.page.desk.who.new.identity


def test_saving_removes_the_draft_and_no_late_write_brings_it_back(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.page.before_leaving()
    assert len(drafts(counter)) == 1
    counter.hands.words("，还有一句")
    counter.save()
    counter.qtbot.wait(600)
    assert drafts(counter) == []
    assert "还有一句" in counter.services.visits.detail(counter.services.visits.today()[0].id).matters[0].narrative


def test_a_draft_that_is_gone_is_said_and_the_desk_stays(counter: Counter) -> None:
    counter.hands.words("张三")
    counter.page.open_target(Target(Place.VISIT, "draft", text="1b4e28ba-2fa1-41d2-883f-0016d3cca427"))
    assert "草稿已经不在了" in counter.page.refusal.text()
    assert counter.page.desk.who.words() == "张三"


def test_while_the_disk_refuses_the_next_visitor_is_served_and_the_first_waits_in_memory(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_values: object) -> None:
        raise Trouble("磁盘已满，写不进去。", "请清理磁盘。")

    page = counter.page
    counter.hands.words("张三")
    with monkeypatch.context() as broken:
        broken.setattr(counter.services.drafts, "save", full)
        counter.hands.press(Key.Key_F7)
        assert page.desk.who.words() == ""
        assert "草稿暂时没有存上（张三）：磁盘已满" in page.refusal.text()
        counter.hands.words("李四")
        page.parked.links[0].click()
        assert page.desk.who.words() == "张三"
        page.before_leaving()
        assert "磁盘已满" in page.refusal.text()
        assert counter.services.drafts.mine() == ()
    counter.hands.words("，还有一句")
    counter.hands.press(Key.Key_F7)
    counter.qtbot.waitUntil(lambda: not page.autosave.dirty, timeout=RETRY_MS + 5000)
    assert sorted(drafts(counter)) == ["张三，还有一句", "李四"]
    assert page.refusal.text() == ""


def test_a_disk_that_hangs_holds_neither_the_lock_nor_the_next_visitor(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.set_runner(jobs.PoolRunner())
    real, gate = counter.services.drafts.save, threading.Event()

    def slow(uuid: str, **named: Any) -> dt.datetime:
        gate.wait(30)
        return real(uuid, **named)

    page = counter.page
    monkeypatch.setattr(counter.services.drafts, "save", slow)
    counter.hands.words("张三")
    page.before_leaving()
    counter.hands.press(Key.Key_F7)
    counter.hands.words("李四")
    page.before_leaving()
    assert page.desk.who.words() == "李四"
    counter.qtbot.waitUntil(lambda: len(page.parked.links) == 1)
    gate.set()
    counter.qtbot.waitUntil(lambda: not jobs.under_way())
    assert sorted(drafts(counter)) == ["张三", "李四"]
    assert [row.title for row in counter.services.drafts.mine() if row.parked_at] == ["张三"]


def test_back_and_forth_faster_than_the_disk_ends_as_the_screen_says(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.set_runner(jobs.PoolRunner())
    real = counter.services.drafts.save
    chance = random.Random(7)

    def uneven(uuid: str, **named: Any) -> dt.datetime:
        time.sleep(chance.random() / 50)
        return real(uuid, **named)

    monkeypatch.setattr(counter.services.drafts, "save", uneven)
    page = counter.page
    for name in ("甲先生", "乙先生", "丙先生"):
        counter.hands.words(name)
        counter.hands.press(Key.Key_F7)
    counter.qtbot.waitUntil(lambda: len(page.parked.links) == 3)
    for step in range(9):
        page.parked.links[step % 2].click()
        counter.hands.words("！")
    page.before_leaving()
    counter.qtbot.waitUntil(lambda: not jobs.under_way() and not page.autosave.dirty)
    rows = counter.services.drafts.mine()
    assert sum(row.title.count("！") for row in rows) == 9
    assert [row.uuid for row in rows if row.parked_at is None] == [page.keeper.uuid]


def test_two_drafts_survive_a_lock_and_a_kill_whole(
    counter: Counter, person: SavedPerson, folder: DataFolder, clock: FixedClock, tmp_path: Path
) -> None:
    jobs.set_runner(jobs.PoolRunner())
    counter.fill_in("甲某", "甲说到一半")
    counter.hands.press(Key.Key_F7)
    counter.find("ly")
    counter.qtbot.waitUntil(lambda: counter.page.desk.panel.person_id == person.id)
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("乙说到一半")
    counter.page.before_leaving()
    counter.qtbot.waitUntil(lambda: not counter.page.autosave.dirty)
    # What a kill leaves: the files as they are now, the store never closed.
    left = DataFolder(shutil.copytree(folder.root, tmp_path / "killed"))
    again = factories.log_in(left, clock, counter.services.actor.uuid, factories.CLERK_PASSWORD)
    try:
        page = VisitPage(again, Bus(), counter.printer)
        counter.qtbot.addWidget(page)
        titles = {row.title: row.uuid for row in again.drafts.mine()}
        assert sorted(titles) == ["李䶮 · 抚恤优待 乙说到一半", "甲某 · 抚恤优待 甲说到一半"]
        for title, uuid in titles.items():
            page.open_target(Target(Place.VISIT, "draft", text=uuid))
            counter.qtbot.waitUntil(lambda: not jobs.under_way())
            narrative = page.desk.form().matters[0].narrative
            assert narrative == title.split()[-1]
        counter.qtbot.waitUntil(lambda: not jobs.under_way())
    finally:
        again.close()


def test_another_operators_drafts_stay_hers(counter: Counter, station: Services) -> None:
    counter.hands.words("张三")
    counter.hands.press(Key.Key_F7)
    page = VisitPage(station, Bus(), counter.printer)
    counter.qtbot.addWidget(page)
    page.keeper.refresh()
    assert page.parked.rows == ()


def test_who_was_on_the_desk_at_a_kill_waits_in_the_strip(
    counter: Counter, person: SavedPerson, clerk: Services
) -> None:
    """Never put aside by F7, she would be found only by who looks through the drafts."""
    counter.find("ly")
    counter.hands.press(Key.Key_1, ALT)
    counter.hands.words("说到一半")
    counter.page.before_leaving()
    assert [row.parked_at for row in clerk.drafts.mine()] == [None]
    other = VisitPage(clerk, Bus(), counter.printer)
    counter.qtbot.addWidget(other)
    counter.page.hide()
    other.show()
    assert [link.words() for link in other.parked.links] == ["李䶮 · 停放 0 分"]
    other.park_button.click()
    assert other.desk.form().matters[0].narrative == "说到一半"
    assert other.parked.rows == ()
