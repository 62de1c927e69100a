"""办件信息 at the desk: filled in from the file, typed beside the form, and not lost on any way out."""

from collections.abc import Mapping

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from domain.people_rules import PersonForm
from domain.vocabulary import MatterKind
from gui.kit.lookup import WAIT_MS
from gui.kit.overlay import cover, overlays_of, uncover
from gui.navigation import Place, Target
from gui.visits.desk_draft import from_payload
from gui.visits.matter_editor import MatterEditor
from gui.visits.matter_fields import FieldsPanel
from gui.visits.page import VisitPage
from services import Services
from services.people import SavedPerson
from services.service_cases import CaseQuery, CaseView
from tests.gui.visits.conftest import ALT, CTRL, SHIFT, Counter, Key
from tests.services.case_life import ENTRIES

CARD, REPORT, RENEW = ENTRIES["card_first"], ENTRIES["report"], ENTRIES["card_renew"]
SOLDIER = PersonForm(
    name="胡望城",
    identity="430103196811021238",
    phone="13873105267",
    address="碧湘社区晏家塘 12 号",
    service_from="1987-10",
    service_to="1991-12",
)
OTHER = PersonForm(name="邓立新", phone="13900002222", service_from="1992-12")
ON_FILE = {"address": SOLDIER.address, "service_from": "1987-10", "service_to": "1991-12"}
ALWAYS = {"card_kind": "退役军人优待证", "card_request": "首次申领", "apply_place": "户籍地"}


@pytest.fixture
def soldier(clerk: Services) -> SavedPerson:
    """Somebody with a time of service on file."""
    return clerk.people.create(SOLDIER)


def editor(counter: Counter) -> MatterEditor:
    return counter.page.desk.matters.editor


def typed(counter: Counter) -> dict[str, str]:
    return dict(editor(counter).form().fields)


def take(counter: Counter, letters: str = "ydzsc") -> None:
    """A service matter, found by its letters."""
    counter.page.desk.matters.set_kind(MatterKind.SERVICE)
    editor(counter).service.lookup.edit.setFocus()
    counter.hands.letters(letters)
    counter.qtbot.wait(WAIT_MS + 50)
    counter.hands.press(Key.Key_Return)


def panel(counter: Counter) -> FieldsPanel:
    over = overlays_of(counter.page.window())[-1]
    assert isinstance(over.panel, FieldsPanel)
    return over.panel


def open_panel(counter: Counter) -> FieldsPanel:
    counter.hands.press(Key.Key_I, ALT)
    return panel(counter)


def write(counter: Counter, **texts: str) -> None:
    """Into fields of the open panel."""
    for code, words in texts.items():
        control = panel(counter).form.rows[code].control
        control.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        counter.hands.words(words)


def close(counter: Counter) -> None:
    counter.hands.press(Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert overlays_of(counter.page.window()) == []


def case(counter: Counter) -> CaseView:
    (row,) = counter.services.service_cases.page(CaseQuery(tab="all")).rows
    return counter.services.service_cases.detail(row.id)


class TestTyping:
    def test_the_file_fills_in_and_what_is_typed_reaches_the_case(self, counter: Counter, soldier: SavedPerson) -> None:
        counter.find("hwc")
        take(counter)
        assert typed(counter) == ALWAYS | ON_FILE
        shown = open_panel(counter)
        assert shown.form.rows["service_from"].text() == "1987-10"
        write(counter, bank="长沙银行", service_to="1991.11")
        close(counter)
        assert counter.focused() is editor(counter).materials.entrance()
        assert editor(counter).service.info.words() == "办件信息 7/11"
        counter.save()
        assert {code: value for code, value in case(counter).values.items() if value} == {
            **ALWAYS,
            **ON_FILE,
            "service_to": "1991-11",
            "bank": "长沙银行",
        }

    def test_the_file_may_come_after_the_matter(self, counter: Counter, soldier: SavedPerson) -> None:
        take(counter)
        assert typed(counter) == ALWAYS
        counter.page.desk.who.known.lookup.setFocus()
        counter.find("hwc")
        assert typed(counter) == ALWAYS | ON_FILE

    def test_another_visitor_brings_another_file_and_takes_no_word_of_the_clerk(
        self, counter: Counter, soldier: SavedPerson
    ) -> None:
        counter.services.people.create(OTHER)
        counter.find("hwc")
        take(counter)
        open_panel(counter)
        write(counter, bank="长沙银行")
        close(counter)
        counter.page.desk.who.known.lookup.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        counter.find("dlx")
        assert typed(counter) == ALWAYS | {"bank": "长沙银行", "service_from": "1992-12"}

    def test_somebody_new_is_her_own_file(self, counter: Counter) -> None:
        take(counter)
        counter.page.desk.who.start_new("欧阳守诚")
        counter.page.desk.who.new.person_changed.emit(PersonForm(name="欧阳守诚", address="坡子街 00 号"))
        assert typed(counter) == ALWAYS | {"address": "坡子街 00 号"}

    def test_what_is_required_and_empty_is_a_hint_and_no_obstacle(self, counter: Counter, soldier: SavedPerson) -> None:
        counter.find("hwc")
        take(counter, "tybddj")
        assert editor(counter).form().catalogue == REPORT.code
        info = editor(counter).service.info
        assert "还没有填：退役日期、安置方式" in info.accessibleName()
        open_panel(counter)
        assert counter.focused() is panel(counter).form.rows["discharged_on"].control
        close(counter)
        counter.save()
        assert counter.page.checks.shown == {}
        assert case(counter).values["discharged_on"] == ""

    def test_a_matter_without_fields_offers_none(self, counter: Counter) -> None:
        take(counter)
        assert editor(counter).service.info.isVisible()
        counter.page.desk.matters.set_kind(MatterKind.CONSULTATION)
        counter.hands.press(Key.Key_I, ALT)
        assert overlays_of(counter.page.window()) == []
        assert editor(counter).form().fields == ()


class TestRefused:
    def test_the_panel_opens_where_the_service_found_a_fault(self, counter: Counter, soldier: SavedPerson) -> None:
        counter.find("hwc")
        take(counter)
        open_panel(counter)
        write(counter, service_to="去年")
        close(counter)
        assert "有填错的" in editor(counter).service.info.accessibleName()
        counter.save()
        row = panel(counter).form.rows["service_to"]
        assert counter.focused() is row.control
        assert (row.field.state, row.text()) == ("error", "去年")
        assert list(counter.page.checks.shown) == ["matters.0.fields.service_to"]
        assert "办件信息 退役时间" in editor(counter).message.words()
        assert counter.services.visits.today() == ()
        counter.hands.press(Key.Key_A, CTRL)
        counter.hands.words("1991")
        assert counter.page.checks.shown == {}
        close(counter)
        counter.save()
        assert case(counter).values["service_to"] == "1991"

    def test_a_fault_in_the_second_matter_brings_it_to_the_front(self, counter: Counter, soldier: SavedPerson) -> None:
        counter.find("hwc")
        take(counter)
        counter.hands.press(Key.Key_PageDown, CTRL)
        take(counter, "tybddj")
        open_panel(counter)
        write(counter, discharged_on="去年")
        close(counter)
        counter.page.desk.matters.show_matter(0)
        counter.save()
        assert counter.page.desk.matters.current == 1
        assert counter.focused() is panel(counter).form.rows["discharged_on"].control
        label = counter.page.desk.matters.label("matters.1.fields.discharged_on")
        assert label == "事项 2 办件信息 退役日期"

    def test_a_matter_that_was_switched_off_meanwhile_is_told_at_its_field(
        self, counter: Counter, soldier: SavedPerson, station: Services
    ) -> None:
        counter.find("hwc")
        take(counter)
        station.service_catalogue.set_active(CARD.code, False)
        counter.save()
        assert counter.focused() is editor(counter).service.lookup.edit
        assert "已经停用" in editor(counter).message.words()


class TestKept:
    @pytest.fixture
    def half_done(self, counter: Counter, soldier: SavedPerson) -> Counter:
        """Fields half typed in the open panel, one of the file's emptied, a paper here and one owed."""
        counter.find("hwc")
        take(counter)
        counter.hands.press(Key.Key_Space)
        for _ in range(6):
            counter.hands.press(Key.Key_Down)
        counter.hands.press(Key.Key_Right)
        open_panel(counter)
        write(counter, bank="长沙银", service_from="198")
        panel(counter).form.rows["service_to"].control.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        counter.hands.press(Key.Key_Delete)
        return counter

    FIELDS: Mapping[str, str] = ALWAYS | {
        "address": SOLDIER.address,
        "bank": "长沙银",
        "service_from": "198",
        "service_to": "",
    }

    def as_left(self, counter: Counter) -> None:
        form = editor(counter).form()
        assert dict(form.fields) == self.FIELDS
        assert [paper.name for paper in form.materials] == [CARD.materials[0].name]
        assert CARD.materials[6].name in form.missing

    def test_by_a_crash_with_the_panel_open(self, half_done: Counter) -> None:
        counter = half_done
        counter.qtbot.waitUntil(lambda: not counter.page.autosave.dirty, timeout=2000)
        (row,) = counter.services.drafts.mine()
        draft = counter.services.drafts.load(row.uuid)
        (matter,) = from_payload(draft.payload, row.uuid).form.matters
        assert dict(matter.fields) == self.FIELDS
        again = VisitPage(counter.services, counter.bus, counter.printer)
        again.open_target(Target(Place.VISIT, "draft", text=row.uuid))
        assert again.desk.form().matters == (matter,)
        again.autosave.forget()
        close(counter)

    def test_by_parking(self, half_done: Counter) -> None:
        counter = half_done
        close(counter)
        counter.hands.press(Key.Key_F7)
        assert editor(counter).form().catalogue == ""
        counter.hands.press(Key.Key_F7)
        self.as_left(counter)

    def test_by_the_lock(self, half_done: Counter) -> None:
        counter = half_done
        window, held = counter.page.window(), counter.focused()
        cover(window)
        assert not panel(counter).isVisible()
        uncover(window)
        assert counter.focused() is held
        counter.hands.words("1991")
        assert typed(counter)["service_to"] == "1991"
        close(counter)

    def test_by_another_kind_and_back(self, half_done: Counter) -> None:
        counter = half_done
        close(counter)
        counter.page.desk.matters.set_kind(MatterKind.CONSULTATION)
        counter.page.desk.matters.set_kind(MatterKind.SERVICE)
        self.as_left(counter)

    def test_by_a_matter_taken_away_and_fetched_back(self, half_done: Counter) -> None:
        counter = half_done
        close(counter)
        matters = counter.page.desk.matters
        counter.hands.press(Key.Key_PageDown, CTRL)
        take(counter, "tybddj")
        matters.show_matter(0)
        matters.remove_link.click()
        matters.undo_link.click()
        self.as_left(counter)

    def test_what_another_matter_asks_for_too_goes_along(self, half_done: Counter) -> None:
        counter = half_done
        write(counter, bank="长沙银行", discharge_number="湘字 0088")
        close(counter)
        lookup = editor(counter).service.lookup.edit
        lookup.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        take(counter, "ydzhl")
        fields = typed(counter)
        assert editor(counter).form().catalogue == RENEW.code
        assert fields["bank"] == "长沙银行"
        assert fields["card_request"] == "换领"
        assert "service_from" not in fields, "which kind of card isn't chosen yet"


class TestCorrecting:
    @pytest.fixture
    def saved(self, counter: Counter, soldier: SavedPerson) -> CaseView:
        """A case with an emptied field, a paper that is here, and one owed that not everybody owes."""
        counter.find("hwc")
        take(counter)
        counter.hands.press(Key.Key_Space)
        counter.hands.press(Key.Key_Plus, SHIFT)
        for _ in range(6):
            counter.hands.press(Key.Key_Down)
        counter.hands.press(Key.Key_Right)
        open_panel(counter)
        write(counter, bank="长沙银行", address="")
        panel(counter).form.rows["address"].control.setFocus()
        counter.hands.press(Key.Key_A, CTRL)
        counter.hands.press(Key.Key_Delete)
        close(counter)
        counter.save()
        return case(counter)

    def correct(self, counter: Counter) -> None:
        visit = counter.services.visits.today()[0]
        counter.page.open_target(Target(Place.VISIT, "correct", id=visit.id))
        counter.page.first_focus().setFocus()
        counter.hands.words("少记一句")

    def test_other_words_leave_the_matter_as_it_was(self, counter: Counter, saved: CaseView) -> None:
        assert (saved.values["bank"], saved.values["address"]) == ("长沙银行", "")
        self.correct(counter)
        assert dict(editor(counter).form().fields)["bank"] == "长沙银行"
        assert editor(counter).service.info.words() == "办件信息 6/11"
        editor(counter).narrative.setFocus()
        counter.hands.words("，本人来的")
        counter.save()
        assert counter.page.checks.shown == {}
        after = case(counter)
        assert (after.values, after.materials) == (saved.values, saved.materials)
        assert [event.id for event in after.events] == [event.id for event in saved.events], "the case began only once"

    def test_what_is_corrected_in_its_fields_reaches_the_case(self, counter: Counter, saved: CaseView) -> None:
        self.correct(counter)
        open_panel(counter)
        write(counter, bank="建设银行")
        close(counter)
        editor(counter).materials.rows()[1].tick.click()
        counter.save()
        after = case(counter)
        assert after.values["bank"] == "建设银行"
        assert [one.name for one in after.materials if one.received_on] == [one.name for one in CARD.materials[:2]]
        assert after.materials[0].copies == 2
        assert [one.name for one in after.materials if one.required and one.received_on is None] == [
            one.name for one in CARD.materials[2:7]
        ]

    def test_a_case_that_went_on_keeps_its_own(self, counter: Counter, saved: CaseView) -> None:
        cases = counter.services.service_cases
        cases.set_fields(saved.id, {**saved.values, "bank": "农业银行"}, version=saved.version)
        for paper in saved.materials:
            cases.tick(saved.id, paper.id, True)
        cases.act(saved.id, "complete", {"completed_on": "="})
        self.correct(counter)
        editor(counter).narrative.setFocus()
        counter.hands.words("，本人来的")
        counter.save()
        after = case(counter)
        assert (after.state, after.values["bank"]) == ("accepted", "农业银行")
        assert all(one.received_on for one in after.materials)
