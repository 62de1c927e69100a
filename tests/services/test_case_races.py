"""Two windows act on one case in the same moment: one of them does it, the other is told, and nothing is lost."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from domain.case_flow import STAYS
from services import Services
from services.service_cases import CaseView
from system.errors import Conflict
from tests import factories
from tests.printing import hostile
from tests.services.case_life import matter, open_case, view
from tests.services.case_world import FLOW

ROUNDS = 20
NAMES = {factories.CHIEF.name, factories.CLERK.name}
Deed = Callable[[], object]


def at_once(*deeds: Deed) -> list[Exception | None]:
    """Do all of them in the same moment; what each was refused with, None where it was done."""
    gate = threading.Barrier(len(deeds))
    said: list[Exception | None] = [None] * len(deeds)

    def run(place: int, deed: Deed) -> None:
        gate.wait(timeout=30)
        try:
            deed()
        except Exception as error:
            said[place] = error

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return said


def submit(services: Services, case_id: int, version: int | None) -> Deed:
    typed = {"sent_on": "=", "sent_way": "送达"}
    return partial(services.service_cases.act, case_id, "submit", typed, version=version)


def withdraw(services: Services, case_id: int, version: int | None) -> Deed:
    typed = {"withdrawn_on": "=", "reason": "不办了"}
    return partial(services.service_cases.act, case_id, "withdraw", typed, version=version)


def actions(found: CaseView) -> Counter[str]:
    return Counter(one.action for one in found.events)


@pytest.fixture
def both(station: Services, clerk: Services) -> tuple[Services, Services]:
    """The chief and the clerk, each with a session of her own on the same store."""
    return station, clerk


def test_one_of_two_steps_is_done_and_the_other_told_what_happened(both: tuple[Services, Services]) -> None:
    chief, clerk = both
    for round_ in range(ROUNDS):
        case_id = open_case(chief, matter("card_first"))
        seen = view(chief, case_id).version
        said = at_once(submit(chief, case_id, seen), withdraw(clerk, case_id, seen))
        assert sorted(error is None for error in said) == [False, True], (round_, said)
        winner, loser = ("submit", said[1]) if said[0] is None else ("withdraw", said[0])
        found = view(chief, case_id)
        assert isinstance(loser, Conflict)
        label = next(line.label for line in FLOW.transitions if line.action == winner)
        assert f"已经做了“{label}”" in str(loser)
        assert found.events[0].operator in NAMES
        assert f"{found.number}：{found.events[0].operator}在" in str(loser)
        assert actions(found) == {"open": 1, winner: 1}
        assert found.version == seen + 1
        landed = FLOW.find(winner, "accepted", {"route": "district"})
        assert landed is not None
        assert landed.target != STAYS
        assert found.state == landed.target
    assert chief.audit.verify() == ()


def test_the_same_click_twice_is_one_step(both: tuple[Services, Services]) -> None:
    """Without a version too: the flow itself lets only one through."""
    chief, clerk = both
    for _ in range(ROUNDS):
        case_id = open_case(clerk, matter("card_first"))
        said = at_once(submit(chief, case_id, None), submit(clerk, case_id, None))
        (refused,) = filter(None, said)
        assert isinstance(refused, Conflict)
        assert "不能做这一步" in str(refused)
        found = view(chief, case_id)
        assert (found.state, actions(found)) == ("submitted", {"open": 1, "submit": 1})


def test_a_step_and_its_undo_leave_one_truth(both: tuple[Services, Services]) -> None:
    chief, clerk = both
    for _ in range(ROUNDS // 2):
        case_id = open_case(clerk, matter("card_first"))
        submit(clerk, case_id, None)()
        seen = view(chief, case_id).version
        result = {"result_on": "="}
        said = at_once(
            partial(chief.service_cases.undo, case_id, version=seen),
            partial(clerk.service_cases.act, case_id, "result_ok", result, version=seen),
        )
        assert sorted(error is None for error in said) == [False, True]
        found = view(chief, case_id)
        assert found.state == ("accepted" if said[0] is None else "returned")
        live = {one.rule.code for one in found.clocks if one.state == "running"}
        assert live == ({"promise"} if said[0] is None else {"promise", "notify"})


def test_notes_ticks_and_files_of_two_windows_are_all_kept(both: tuple[Services, Services]) -> None:
    chief, clerk = both
    for _ in range(ROUNDS // 2):
        case_id = open_case(chief, matter("card_first", complete=False))
        before = view(chief, case_id)
        first, second, *_ = [one.id for one in before.materials if one.received_on is None]
        deeds: list[Deed] = [
            partial(chief.service_cases.note, case_id, "站长记的"),
            partial(clerk.service_cases.note, case_id, "王静记的"),
            partial(chief.service_cases.tick, case_id, first, True),
            partial(clerk.service_cases.tick, case_id, second, True),
            partial(chief.attachments.add, case_id, "甲.png", hostile.picture(size=(60, 40))),
            partial(clerk.attachments.add, case_id, "乙.png", hostile.picture(size=(80, 40))),
        ]
        assert at_once(*deeds) == [None] * len(deeds)
        found = view(clerk, case_id)
        assert {one.words for one in found.events if one.action == "note"} == {"站长记的", "王静记的"}
        had = {one.id for one in found.materials if one.received_on is not None}
        assert had == {one.id for one in before.materials if one.received_on is not None} | {first, second}
        assert {one.name for one in chief.attachments.lines(case_id)} == {"甲.png", "乙.png"}
        assert actions(found) == {"open_short": 1, "note": 2, "materials": 2, "attach": 2}
        assert found.version == before.version + len(deeds)


def test_two_cases_opened_at_once_have_two_numbers(both: tuple[Services, Services]) -> None:
    chief, clerk = both
    ids: list[int] = []
    for _ in range(ROUNDS // 2):
        deeds: list[Deed] = [
            lambda: ids.append(open_case(chief, matter("card_first"), "胡望城")),
            lambda: ids.append(open_case(clerk, matter("report"), "李建军")),
        ]
        assert at_once(*deeds) == [None, None]
    numbers = {view(chief, one).number for one in ids}
    assert len(numbers) == ROUNDS


def test_one_of_two_windows_gets_the_number_of_the_national_system(both: tuple[Services, Services]) -> None:
    chief, clerk = both
    for round_ in range(ROUNDS // 2):
        first, second = open_case(chief, matter("card_first")), open_case(clerk, matter("card_first"), "李建军")
        number = f"YDZ-{round_}"
        said = at_once(
            partial(chief.service_cases.set_official_number, first, number),
            partial(clerk.service_cases.set_official_number, second, number),
        )
        assert sorted(error is None for error in said) == [False, True]
        assert sorted(view(chief, one).official_number for one in (first, second)) == ["", number]


def test_a_stale_window_is_told_of_a_corrected_visit(both: tuple[Services, Services]) -> None:
    """The matter of a case can be another one after a correction; who still sees the old one must not act on it."""
    chief, clerk = both
    case_id = open_case(chief, matter("card_first"))
    seen = view(clerk, case_id)
    saved = chief.visit_changes.form_of(seen.visits[0].id)
    other = replace(saved.form.matters[0], catalogue="card_replace", materials=(), fields=())
    changed = replace(saved.form, matters=(other,))
    chief.visit_changes.correct(seen.visits[0].id, changed, reason="事项选错了", corrections=saved.corrections)
    with pytest.raises(Conflict, match="已经做了“受理，告知补正”"):
        submit(clerk, case_id, seen.version)()
    assert view(clerk, case_id).entry.code == "card_replace"
    again = chief.visit_changes.form_of(seen.visits[0].id)
    back = replace(again.form.matters[0], catalogue="card_loss")
    changed = replace(again.form, matters=(back,))
    chief.visit_changes.correct(seen.visits[0].id, changed, reason="又选错了", corrections=again.corrections)
    assert view(clerk, case_id).entry.code == "card_loss"
