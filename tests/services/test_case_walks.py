"""Random lives of cases: through the table alone, and through the real services beside a slow model of them."""

import os
import random
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from domain.case_flow import NOT_YET, choices
from domain.permissions import Role, of_role
from tests.services.case_world import ACTIONS, FLOW, TABS, World

TRAITS = {"route": ("district", "station"), "batch": ("yes", "no"), "hands_out": ("yes", "no")}
CHANGING = {"materials": ("complete", "short"), "fields": ("complete", "short")}
STEPS, TOGETHER, PARTS = 12, 20, 20


def walk_the_table(dice: random.Random) -> None:
    """One case on the table alone, its papers and fields coming and going."""
    traits = {name: dice.choice(values) for name, values in (TRAITS | CHANGING).items()}
    held = of_role(Role.CLERK)
    state = FLOW.opening(traits).target
    for _ in range(60):
        assert sum(state in FLOW.states_of(tab) for tab in TABS) == 1
        traits |= {name: dice.choice(values) for name, values in CHANGING.items()}
        offers = choices(FLOW, state, traits, held)
        free = {choice.transition.action for choice in offers if not choice.why_not}
        assert len({choice.transition.action for choice in offers}) == len(offers)
        if FLOW.states[state].end:
            assert not offers
            return
        assert FLOW.current_step(state, traits) in {step.code for step in FLOW.shown_steps(traits)}
        line = FLOW.find(dice.choice(ACTIONS), state, traits)
        if line is None or FLOW.blocked(line, traits, held):
            assert line is None or line.action not in free
            continue
        assert line.by != "case" or line.action in free
        state = line.lands(state)
        assert state in FLOW.states
        assert state != NOT_YET
    reach_an_end(state, traits)


def reach_an_end(state: str, traits: dict[str, str]) -> None:
    """From wherever it got to, a case of this kind can still be ended by somebody at the window."""
    seen, waiting = {state}, [state]
    while waiting:
        here = waiting.pop()
        if FLOW.states[here].end:
            return
        # Papers and fields can always be completed, so only the kind of matter limits the way.
        lines = [line for line in FLOW.actions(here) if line.by != "desk" and line.applies(traits)]
        onward = {line.lands(here) for line in lines} - seen
        seen |= onward
        waiting += onward
    pytest.fail(f"no way out of {state} for {traits}")


def walk_together(seed: int, *, cases: int = TOGETHER) -> Counter[str]:
    """One store, its cases opened one by one while the others go on."""
    with TemporaryDirectory() as root:
        world = World(Path(root) / "data", seed)
        try:
            for _ in range(cases):
                world.open_one()
                for _ in range(STEPS):
                    world.step()
            world.agree_at_the_end()
        except Exception as error:
            error.add_note(f"seed {seed}")
            raise
        finally:
            world.close()
    return world.tally


def test_no_way_through_the_table_ends_in_the_air() -> None:
    for seed in range(500):
        walk_the_table(random.Random(seed))


@pytest.mark.parametrize("place", range(3))
def test_cases_agree_with_the_model_whatever_is_done(place: int) -> None:
    """As hypothesis does by tests/conftest.py: CI repeats itself, at home each run looks elsewhere."""
    tally = walk_together(place if os.environ.get("CI") else random.randrange(1_000_000))
    assert min(tally["act"], tally["undo"], tally["refused"]) > 0


@pytest.mark.soak
def test_no_way_through_the_table_ends_in_the_air_ten_thousand_times() -> None:
    for seed in range(10_000):
        walk_the_table(random.Random(seed))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(PARTS))
def test_ten_thousand_cases_agree_with_the_model(part: int) -> None:
    """In parts, so that each core has some."""
    for seed in range(part, 10_000 // TOGETHER, PARTS):
        walk_together(seed)
