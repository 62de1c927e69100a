"""What follows from a flow's table: which actions there are, why another is blocked, where each case stands."""

import pytest

from domain.case_flow import NOT_YET, choices
from domain.flow_file import flow
from domain.permissions import Permission, Role, of_role

FLOW = flow("service")
CLERK = of_role(Role.CLERK)
DISTRICT = {"route": "district", "batch": "yes", "hands_out": "yes", "materials": "complete", "fields": "complete"}
STATION = DISTRICT | {"route": "station", "batch": "no", "hands_out": "no"}


def offered(state: str, traits: dict[str, str], held: frozenset[Permission] = CLERK) -> dict[str, str]:
    """Action → why not."""
    return {choice.transition.action: choice.why_not for choice in choices(FLOW, state, traits, held)}


def test_a_case_with_all_papers_is_accepted_and_one_without_waits_for_them() -> None:
    assert FLOW.opening(DISTRICT).target == "accepted"
    assert FLOW.opening(DISTRICT | {"materials": "short"}).target == "supplement"


def test_what_goes_to_the_district_is_bundled_or_sent() -> None:
    found = offered("accepted", DISTRICT)
    assert found["bundle"] == found["submit"] == ""
    assert "finish" not in found


def test_what_the_station_does_itself_is_finished_here() -> None:
    found = offered("accepted", STATION)
    assert found["finish"] == ""
    assert not {"bundle", "submit"} & found.keys()


def test_missing_papers_block_and_say_how_to_go_on() -> None:
    found = offered("supplement", DISTRICT | {"materials": "short"})
    assert "打上钩" in found["complete"]
    assert found["withdraw"] == ""


def test_empty_fields_block_the_way_to_the_district() -> None:
    assert "必填" in offered("accepted", DISTRICT | {"fields": "short"})["submit"]


def test_what_comes_one_step_later_says_what_it_waits_for() -> None:
    assert offered("accepted", DISTRICT)["result_ok"] == "报送之后，才能登记结果"
    assert "notify" not in offered("accepted", DISTRICT)


def test_whoever_may_not_handle_is_told_so() -> None:
    found = offered("accepted", DISTRICT, frozenset({Permission.VISIT_READ}))
    assert found["submit"] == "你的岗位不能做这一步"


def test_the_suggested_step_is_never_a_refusal() -> None:
    for state in FLOW.states:
        free = [choice.transition for choice in choices(FLOW, state, DISTRICT, CLERK) if not choice.why_not]
        assert [line.quiet for line in free] == sorted(line.quiet for line in free), state
        assert not free or not free[0].quiet or all(line.quiet for line in free), state


@pytest.mark.parametrize(
    ("state", "traits", "step"),
    [
        ("accepted", DISTRICT, "submit"),
        ("accepted", STATION, "handle"),
        ("submitted", DISTRICT, "result"),
        ("notified", DISTRICT, "collect"),
        ("done", STATION, "close"),
    ],
)
def test_the_stepper_stands_at_a_mark_that_is_shown(state: str, traits: dict[str, str], step: str) -> None:
    assert FLOW.current_step(state, traits) == step
    assert step in [one.code for one in FLOW.shown_steps(traits)]


def test_every_state_stands_in_exactly_one_list() -> None:
    for state in FLOW.states:
        assert sum(state in FLOW.states_of(tab.code) for tab in FLOW.tabs) == 1, state


def test_the_buttons_are_what_the_table_says_and_nothing_else() -> None:
    """Independent of `choices`: allowed is what begins here, is done on the case, applies and lacks nothing."""
    for traits in (DISTRICT, STATION, DISTRICT | {"materials": "short"}, STATION | {"hands_out": "yes"}):
        for state in FLOW.states:
            allowed = {
                line.action
                for line in FLOW.transitions
                if state in line.sources
                and line.by == "case"
                and all(traits[one.trait] == one.value for one in (*line.when, *line.needs))
            }
            assert {action for action, why in offered(state, traits).items() if not why} == allowed


def test_an_opening_begins_nowhere_and_an_end_leads_nowhere() -> None:
    assert {line.action for line in FLOW.actions(NOT_YET)} == {"open", "open_short"}
    assert all(not list(FLOW.actions(code)) for code, state in FLOW.states.items() if state.end)
