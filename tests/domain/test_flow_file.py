"""A flow that can't work is refused when it is loaded, with the line at which it is wrong."""

import pytest

from domain.flow_file import FlowFault, flow, read_flow

GOOD = """series = "service"
once = ["promise"]

[[step]]
code = "one"
label = "受理"

[[state]]
code = "new"
label = "在办"
step = "one"
tab = "open"
tone = "plain"

[[state]]
code = "done"
label = "办结"
step = "one"
tab = "closed"
tone = "green"
end = true

[[tab]]
code = "open"
label = "在办"

[[tab]]
code = "closed"
label = "已办结"

[[reason]]
trait = "materials=complete"
words = "材料不齐"

[[field]]
code = "day"
label = "日期"
kind = "date"

[[transition]]
action = "open"
label = "受理"
from = [""]
to = "new"
who = "visit.register"
by = "desk"
starts = ["promise"]

[[transition]]
action = "close"
label = "办结"
from = ["new"]
to = "done"
who = "case.handle"
fields = ["day"]
day = "day"
needs = ["materials=complete"]
stops = ["*"]
paper = "one_time_notice"
"""
PAPERS, CLOCKS = {"one_time_notice"}, {"promise"}


def fault(text: str) -> FlowFault:
    with pytest.raises(FlowFault) as raised:
        read_flow(text, papers=PAPERS, clocks=CLOCKS)
    return raised.value


def line_of(text: str, words: str, occurrence: int = 1) -> int:
    """The line (from 1) of the row's head before the nth line that holds `words`."""
    lines = text.splitlines()
    at = [number for number, line in enumerate(lines) if words in line][occurrence - 1]
    return 1 + max(number for number, line in enumerate(lines[: at + 1]) if line.startswith("[["))


def test_the_shipped_flow_loads() -> None:
    assert flow("service").series == "service"


def test_a_good_flow_loads() -> None:
    found = read_flow(GOOD, papers=PAPERS, clocks=CLOCKS)
    assert [line.action for line in found.transitions] == ["open", "close"]
    assert found.transitions[1].day == "day"


EXTRA_STATE = """[[state]]
code = "lost"
label = "悬着"
step = "one"
tab = "open"
tone = "plain"

[[tab]]
code = "open\""""


@pytest.mark.parametrize(
    ("old", "new", "mark", "said"),
    [
        ('[[tab]]\ncode = "open"', EXTRA_STATE, 'code = "lost"', "没有哪一步能到“悬着”"),
        ('paper = "one_time_notice"', 'paper = "unknown"', 'paper = "unknown"', "没有“unknown”这种文书"),
        ('starts = ["promise"]', 'starts = ["nobody"]', 'starts = ["nobody"]', "没有“nobody”这种时限"),
        ('to = "done"', 'to = "gone"', 'to = "gone"', "没有“gone”这种状态"),
        ('from = ["new"]', 'from = ["old"]', 'from = ["old"]', "没有“old”这种状态"),
        ('who = "case.handle"', 'who = "case.dance"', 'who = "case.dance"', "没有“case.dance”这种权限"),
        ('fields = ["day"]', 'fields = ["night"]', 'fields = ["night"]', "没有“night”这种字段"),
        ('day = "day"', 'day = "night"', 'day = "night"', "不在它的字段里"),
        ('needs = ["materials=complete"]', 'needs = ["moon=full"]', 'needs = ["moon=full"]', "这种受阻原因"),
        ('by = "desk"', 'by = "ghost"', 'by = "ghost"', "没有“ghost”这种办理者"),
        ('tab = "closed"', 'tab = "cellar"', 'tab = "cellar"', "没有“cellar”这种列表"),
        ('step = "one"\ntab = "closed"', 'step = "two"\ntab = "closed"', 'step = "two"', "没有“two”这种步骤"),
        ('kind = "date"', 'kind = "smell"', 'kind = "smell"', "smell"),
        ('code = "done"', 'code = "new"', 'code = "new"', "写了两次"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(old: str, new: str, mark: str, said: str) -> None:
    text = GOOD.replace(old, new, 1)
    found = fault(text)
    assert said in found.sentence
    assert found.line == line_of(text, mark, 2 if "写了两次" in said else 1)


def test_a_dead_end_is_refused() -> None:
    text = GOOD.replace("end = true\n", "")
    found = fault(text)
    assert "走不到任何终点" in found.sentence
    assert found.line == line_of(text, 'code = "new"')


def test_an_end_that_leads_on_is_refused() -> None:
    text = GOOD.replace('from = ["new"]', 'from = ["new", "done"]')
    assert "却还有下一步" in fault(text).sentence


def test_one_action_twice_in_one_state_is_refused() -> None:
    close = GOOD[GOOD.index('[[transition]]\naction = "close"') :]
    found = fault(GOOD + "\n" + close)
    assert "写了两次" in found.sentence
    assert found.line > GOOD.count("\n")


def test_what_is_no_toml_names_its_line() -> None:
    assert fault('series = "service"\nonce = [\n\n= 3').line in (3, 4)


def test_a_clock_that_starts_once_must_exist() -> None:
    assert "没有“never”这种时限" in fault(GOOD.replace('once = ["promise"]', 'once = ["never"]')).sentence


def test_an_unknown_table_is_refused() -> None:
    assert "wish" in fault(GOOD + "\n[[wish]]\n").sentence
