"""One screen and no scrolling at 1366×768, whatever is asked for and whatever strips are on show."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from domain.guest_rules import GuestForm, UnitForm
from domain.vocabulary import GuestRole, Outcome
from gui.kit.label import Label
from gui.kit.scroll import Scroll
from gui.navigation import Place, Target
from gui.theme import theme
from services import Services
from services.people import SavedPerson
from tests.gui.kit.stand import children
from tests.gui.visitors import PETITION, visit
from tests.gui.visits.conftest import ALT, CTRL, Counter, Key


def scroll(counter: Counter) -> QScrollArea:
    """What the desk stands in."""
    around: QWidget | None = counter.page.desk
    while around is not None and not isinstance(around, Scroll):
        around = around.parentWidget()
    assert around is not None
    return around


def assert_fits(counter: Counter) -> None:
    for _ in range(5):
        QApplication.processEvents()
    assert scroll(counter).verticalScrollBar().maximum() == 0
    assert counter.page.size().toTuple() == (1278, 612)


def assert_all_in_sight(counter: Counter) -> None:
    assert_fits(counter)
    desk = counter.page.desk
    for control in desk.controls().values():
        if control.isVisible():
            least = min(control.minimumSizeHint().height(), control.maximumHeight())
            assert control.height() >= least, control.accessibleName()
            corner = control.mapTo(counter.page, control.rect().bottomRight())
            assert counter.page.rect().contains(corner), control.accessibleName()


def test_the_known_visitor(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    assert_all_in_sight(counter)
    visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.find("ly")
    assert_all_in_sight(counter)


def test_the_new_visitor_under_both_strips(counter: Counter) -> None:
    counter.fill_in("张三")
    counter.save()
    counter.hands.words("李四")
    counter.hands.press(Key.Key_F7)
    counter.page.desk.who.start_new("430103196811021234")
    desk = counter.page.desk
    desk.matters.editor.kind.buttons()[2].click()
    desk.matters.editor.rows.outcome.buttons()[list(Outcome).index(Outcome.REFERRED)].click()
    assert counter.page.parked.isVisible()
    assert counter.page.strip.isVisible()
    assert desk.who.new.reason.isVisible()
    assert_all_in_sight(counter)
    counter.page.refusal.say("来访没有保存")
    assert_all_in_sight(counter)
    counter.page.refusal.put_away()
    assert counter.page.strip.isVisible()


def test_the_group_with_its_representatives_under_the_parked(counter: Counter, person: SavedPerson) -> None:
    counter.hands.words("李四")
    counter.hands.press(Key.Key_F7)
    counter.find("ly")
    desk = counter.page.desk
    desk.matters.editor.kind.buttons()[2].click()
    desk.who.count.setFocus()
    counter.hands.letters("12")
    desk.who.group.common.click()
    assert_all_in_sight(counter)
    desk.who.group.toggle()
    unit, guests = desk.who.group.parts
    guests.show_forms([GuestForm(role=GuestRole.REPRESENTATIVE, name=f"来访人甲{at}") for at in range(5)])
    unit.show_form(UnitForm(name="某单位"))
    assert_fits(counter)
    assert all(row.name.visibleRegion().boundingRect().height() == row.name.height() for row in guests.rows)
    head = [label for label in children(guests, Label) if label.text()]
    for row in (guests.rows[0], guests.free):
        for control, label in zip(row.controls().values(), head, strict=True):
            at = (part.mapTo(desk, QPoint(0, 0)).x() for part in (control, label))
            assert next(at) == next(at), label.text()


def test_a_late_entry_under_the_parked(counter: Counter, person: SavedPerson) -> None:
    counter.hands.words("李四")
    counter.hands.press(Key.Key_F7)
    counter.find("ly")
    counter.page.desk.matters.editor.kind.buttons()[2].click()
    counter.hands.press(Key.Key_D, CTRL)
    counter.save()
    assert_all_in_sight(counter)


def test_a_correction_under_the_parked(counter: Counter, person: SavedPerson, clerk: Services) -> None:
    saved = visit(clerk, PETITION, new_person=None, person_id=person.id, address="碧湘社区")
    counter.hands.words("李四")
    counter.page.open_target(Target(Place.VISIT, "correct", id=saved.id))
    assert counter.page.parked.isVisible()
    assert counter.page.desk.correction.isVisible()
    assert_all_in_sight(counter)


def test_a_large_zoom_scrolls_and_keeps_the_buttons(counter: Counter) -> None:
    theme().set_zoom(150)
    for _ in range(5):
        QApplication.processEvents()
    assert scroll(counter).verticalScrollBar().maximum() > 0
    bar = counter.page.bar
    assert bar.mapTo(counter.page, bar.rect().bottomLeft()).y() == counter.page.height() - 1


def test_the_narrowest_window_keeps_each_choice_on_one_line(counter: Counter) -> None:
    counter.page.window().resize(1192, 564)
    for _ in range(5):
        QApplication.processEvents()
    editor = counter.page.desk.matters.editor
    for pills in (editor.category, editor.rows.outcome):
        assert len({button.y() for button in pills.buttons()}) == 1, pills.accessibleName()
        assert pills.buttons()[-1].geometry().right() < pills.width()


def narrow(counter: Counter) -> None:
    counter.page.window().resize(1000, 564)
    for _ in range(5):
        QApplication.processEvents()


def test_on_a_narrow_desk_the_card_is_a_drawer_whose_handle_tells_what_to_mind(
    counter: Counter, person: SavedPerson
) -> None:
    narrow(counter)
    drawer = counter.page.desk.drawer
    assert drawer.is_folded
    assert drawer.handle.accessibleDescription() == ""
    counter.find("ly")
    assert "接待提示" in drawer.handle.accessibleDescription()
    narrative = counter.page.desk.matters.editor.narrative
    narrative.setFocus()
    counter.hands.words("问抚恤金")
    counter.hands.press(Key.Key_H, ALT)
    assert counter.page.desk.panel.isVisible()
    counter.hands.press(Key.Key_Escape)
    assert not counter.page.desk.panel.isVisible()
    assert counter.sent == []
    assert narrative.text() == "问抚恤金"
    counter.page.desk.who.unclear.setChecked(True)
    QApplication.processEvents()
    assert drawer.handle.accessibleDescription() == ""


def test_going_on_typing_puts_the_drawer_away(counter: Counter, person: SavedPerson) -> None:
    narrow(counter)
    counter.find("ly")
    counter.hands.press(Key.Key_H, ALT)
    assert counter.page.desk.panel.isVisible()
    counter.page.desk.go_to("phone")
    counter.page.desk.matters.editor.narrative.setFocus()
    assert not counter.page.desk.panel.isVisible()
