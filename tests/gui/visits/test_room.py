"""One screen and no scrolling at 1366×768, whatever is asked for and whatever strips are on show."""

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from domain.vocabulary import Outcome
from gui.kit.scroll import Scroll
from gui.theme import theme
from services import Services
from services.people import SavedPerson
from tests.gui.visitors import PETITION, visit
from tests.gui.visits.conftest import Counter, Key


def scroll(counter: Counter) -> QScrollArea:
    """What the desk stands in."""
    around: QWidget | None = counter.page.desk
    while around is not None and not isinstance(around, Scroll):
        around = around.parentWidget()
    assert around is not None
    return around


def assert_all_in_sight(counter: Counter) -> None:
    for _ in range(5):
        QApplication.processEvents()
    assert scroll(counter).verticalScrollBar().maximum() == 0
    assert counter.page.size().toTuple() == (1278, 612)
    desk = counter.page.desk
    for control in desk.controls().values():
        if control.isVisible():
            least = min(control.minimumSizeHint().height(), control.maximumHeight())
            assert control.height() >= least, control.accessibleName()
            corner = control.mapTo(desk, control.rect().bottomRight())
            assert desk.rect().contains(corner), control.accessibleName()


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
