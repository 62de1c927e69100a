"""A printer that is missing, fails or hangs: the visit is saved, it is said, the sheet comes later, all goes on."""

import pytest

from gui import jobs
from services.printers import Route
from system import printers
from tests.faults.traces import IDENTITY, NAME, PHONE, WORDS
from tests.gui.fake_cups import FakeCups
from tests.gui.program import Program, shown_words


@pytest.fixture
def at_desk(program: Program, cups: FakeCups) -> Program:
    """The window with the chief logged in, one printer beside it."""
    program.shell.start()
    program.log_in()
    return program


def register(program: Program) -> None:
    program.new_visitor(NAME, WORDS, identity=IDENTITY, phone=PHONE)


@pytest.mark.parametrize("away", ["missing", "failing"])
def test_without_a_printer_the_visit_is_saved_said_and_printed_later(
    at_desk: Program, cups: FakeCups, away: str
) -> None:
    if away == "missing":
        cups.have()
    else:
        cups.break_down()
    register(at_desk)
    at_desk.save()
    assert [row.person for row in at_desk.services.visits.today()] == [NAME]
    assert "内容已保存" in at_desk.visits.strip.words()
    assert at_desk.services.documents.issued()[0].state == "failed"
    assert cups.papers == []
    cups.have("Office")
    if away == "failing":
        cups.break_down(False)
    at_desk.driver.press("Ctrl+P", at_desk.desk)
    (paper,) = at_desk.services.documents.issued()
    assert (paper.state, paper.reprint) == ("pending", 0)
    assert cups.papers == [at_desk.services.documents.pdf(paper.id)]


def test_a_printer_that_hangs_holds_nothing_up(
    at_desk: Program, cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "_SUBMIT_SECONDS", 2)
    cups.hang()
    jobs.set_runner(jobs.PoolRunner())
    register(at_desk)
    at_desk.save()
    page = at_desk.visits
    at_desk.driver.wait(lambda: page.strip.words().endswith("正在送打印机"), "正在送打印机")
    # The next visitor is typed while the first one's sheet hangs.
    at_desk.new_visitor("李䶮", "问优待证")
    assert page.desk.matters.editor.narrative.text() == "问优待证"
    assert page.strip.words().endswith("正在送打印机")
    at_desk.driver.wait(lambda: "没有响应，内容已保存" in page.strip.words(), "打印机没有响应")
    assert at_desk.services.documents.issued()[0].state == "failed"
    assert page.desk.matters.editor.narrative.text() == "问优待证"
    cups.work()
    at_desk.driver.press("Ctrl+P", at_desk.desk)
    at_desk.driver.wait(lambda: cups.papers, "补印")


def test_leaving_while_a_printer_hangs_waits_for_it_and_the_window_lives(
    at_desk: Program, cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "_SUBMIT_SECONDS", 1)
    cups.hang()
    jobs.set_runner(jobs.PoolRunner())
    register(at_desk)
    at_desk.save()
    at_desk.driver.wait(lambda: at_desk.visits.strip.words().endswith("正在送打印机"), "正在送打印机")
    at_desk.shell.lock()
    at_desk.driver.click("换人登录")
    assert "正在收尾" in shown_words(at_desk.shell)
    at_desk.driver.wait(lambda: at_desk.shell.desk is None, "登录页")
    at_desk.log_in()
    assert at_desk.services.documents.issued()[0].state == "failed"
    at_desk.driver.wait(lambda: not jobs.under_way(), "空下来")


def test_trays_that_nobody_tells_hold_nothing_up_and_the_sheet_comes(
    at_desk: Program, cups: FakeCups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "_LOOK_SECONDS", 1)
    at_desk.services.printers.send_paper("A5", Route("Office", "Tray2"))
    cups.hide_trays()
    jobs.set_runner(jobs.PoolRunner())
    register(at_desk)
    at_desk.save()
    # The next visitor is typed while the printer is asked.
    at_desk.new_visitor("李䶮", "问优待证")
    assert at_desk.visits.desk.matters.editor.narrative.text() == "问优待证"
    at_desk.driver.wait(lambda: cups.papers, "回执")
    assert not [word for word in cups.arguments if word.startswith("InputSlot")]
    at_desk.driver.wait(lambda: "现在没有纸盒“Tray2”" in shown_words(at_desk.shell), "纸盒没有了的提示")
    assert at_desk.services.documents.issued()[0].state == "pending"


def test_a_printer_killed_in_the_middle_is_a_failure_that_names_its_reason(at_desk: Program, cups: FakeCups) -> None:
    cups.die()
    register(at_desk)
    at_desk.save()
    assert "没有收下这份文书，内容已保存" in at_desk.visits.strip.words()
    (paper,) = at_desk.services.documents.issued()
    assert (paper.state, paper.state_note) == ("failed", "打印机“Office”没有收下这份文书。")
