"""What holds for all that a case page is made of: no window of its own, names for the keyboard, nothing cut."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from gui.kit.clock_card import ClockCard
from gui.kit.derivation import DerivationView
from gui.kit.field_form import FieldForm
from gui.kit.hand_off import HandOffCard, HandOffLine
from gui.kit.material_ticks import MaterialLine, MaterialTicks
from gui.kit.next_actions import ActionChoice, NextActions
from gui.kit.scroll import Scroll
from gui.kit.stepper import Stepper
from gui.theme import theme
from gui.tokens import Look
from tests.gui.kit.stand import children, settle, stand
from tests.gui.kit.test_all import WindowWatch
from tests.gui.kit.test_clock_card import LATER, SOON
from tests.gui.kit.test_derivation import FACE
from tests.gui.kit.test_field_form import SPECS
from tests.gui.kit.test_stepper import STEPS
from tests.gui.layout_check import faults

LONG = "家庭成员上一年度收入声明以及居住地社区出具的困难证明材料"


def clocks() -> QWidget:
    made = ClockCard()
    made.set_faces([SOON, LATER, LATER])
    return made


def actions() -> QWidget:
    made = NextActions()
    made.set_choices([ActionChoice("a", LONG, "print"), ActionChoice("b", LONG, "people", why_not=f"{LONG}还没有交。")])
    return made


def form() -> QWidget:
    made = FieldForm(SPECS, today=date(2026, 11, 24))
    made.show_faults({"unit": "还没有写“办理单位”，请填写。", "how": "还没有选“告知方式”，请选一个。"})
    return made


def derivation() -> QWidget:
    made = DerivationView()
    made.set_face(FACE)
    return made


def hand_off() -> QWidget:
    made = HandOffCard()
    made.set_lines([HandOffLine(f"c{at}", "退出现役证件号码", LONG * 2, at == 1, at == 2) for at in range(4)])
    made.show_fault("还没有写系统受理号，请照网页上的抄回来。")
    return made


def materials() -> QWidget:
    made = MaterialTicks()
    lines = [(True, True), (False, True), (False, False)]
    made.set_lines(
        [MaterialLine(at, LONG, "", given, must, False, given) for at, (given, must) in enumerate(lines)],
    )
    return made


# what is made, and the narrowest column (at 100 %) it has to stand in
MAKES: dict[str, tuple[Callable[[], QWidget], int]] = {
    "stepper": (lambda: Stepper(STEPS), 320),
    "clocks": (clocks, 300),
    "actions": (actions, 300),
    "form": (form, 320),
    "derivation": (derivation, 400),
    "hand off": (hand_off, 400),
    "materials": (materials, 300),
}


@pytest.fixture(params=list(MAKES))
def made(request: pytest.FixtureRequest, qapp: QApplication, window: QWidget) -> tuple[QWidget, int]:
    """One of them on the screen, which was no window for a moment; and its narrowest column."""
    make, least = MAKES[request.param]
    watch = WindowWatch()
    qapp.installEventFilter(watch)
    widget = make()
    inside = widget if isinstance(widget, DerivationView | HandOffCard) else Scroll(widget)
    stand(window, inside)
    qapp.removeEventFilter(watch)
    assert watch.seen == []
    return widget, least


def test_whatever_takes_the_keyboard_has_a_name(made: tuple[QWidget, int]) -> None:
    stops = [part for part in children(made[0], QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    nameless = [part for part in stops if not part.accessibleName() and part.focusProxy() is None]
    assert [part for part in nameless if part.isVisible()] == []


@pytest.mark.parametrize("zoom", [90, 100, 150])
@pytest.mark.parametrize("dark", [False, True])
def test_nothing_is_cut_or_astray(window: QWidget, made: tuple[QWidget, int], zoom: int, dark: bool) -> None:
    theme().set_look(Look(dark=dark, zoom=zoom))
    for width in (made[1], made[1] + 150, 900):
        window.setFixedSize(theme().size(width) + 2 * theme().space("xl"), theme().size(700))
        for _ in range(3):
            settle(window)
        assert faults(window) == [], width
