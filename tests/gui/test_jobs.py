"""Background work: where it runs, where its answer comes back, and when nobody hears it."""

import sys
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from gui import jobs
from system.errors import Trouble


@pytest.fixture
def pool() -> Iterator[None]:
    """The real thread pool in the place of the immediate runner."""
    before = jobs.set_runner(jobs.PoolRunner())
    yield
    jobs.set_runner(before)


@pytest.fixture
def parent(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def hooked(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """What reached the crash hook."""
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: seen.append(error))
    return seen


@pytest.mark.usefixtures("pool")
def test_work_runs_elsewhere_and_answers_here(qtbot: QtBot, parent: QObject) -> None:
    threads: list[object] = []
    answers: list[int] = []
    here = QThread.currentThread()

    def work() -> int:
        threads.append(QThread.currentThread())
        return 7

    def done(result: int) -> None:
        threads.append(QThread.currentThread())
        answers.append(result)

    job = jobs.run(parent, work, done)
    qtbot.waitUntil(lambda: job.finished)
    assert answers == [7]
    assert threads[0] is not here
    assert threads[1] is here


@pytest.mark.usefixtures("pool")
def test_progress_comes_in_order_before_the_answer(qtbot: QtBot, parent: QObject) -> None:
    heard: list[object] = []

    def work(report: jobs.Report) -> str:
        for step in range(3):
            report(step)
        return "done"

    job = jobs.run(parent, work, heard.append, on_progress=heard.append)
    qtbot.waitUntil(lambda: job.finished)
    assert heard == [0, 1, 2, "done"]


@pytest.mark.usefixtures("pool")
def test_a_cancelled_job_is_not_heard_and_stops_at_its_next_report(qtbot: QtBot, parent: QObject) -> None:
    gate = threading.Event()
    steps: list[str] = []
    heard: list[object] = []

    def work(report: jobs.Report) -> None:
        steps.append("began")
        gate.wait()
        report("half")
        steps.append("went on")

    job = jobs.run(parent, work, heard.append, on_progress=heard.append)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: job.finished)
    assert job.cancelled
    assert steps == ["began"]
    assert heard == []


@pytest.mark.usefixtures("pool")
def test_an_answer_for_a_page_that_is_gone_is_dropped(qtbot: QtBot) -> None:
    gate = threading.Event()
    heard: list[int] = []
    page = QObject()

    def work() -> int:
        gate.wait()
        return 1

    job = jobs.run(page, work, heard.append)
    with qtbot.waitSignal(page.destroyed):
        page.deleteLater()
    gate.set()
    qtbot.waitUntil(lambda: job.finished)
    assert heard == []


@pytest.mark.usefixtures("pool")
def test_many_jobs_all_answer(qtbot: QtBot, parent: QObject) -> None:
    heard: list[int] = []
    running = [jobs.run(parent, partial(int, number), heard.append) for number in range(200)]
    qtbot.waitUntil(lambda: all(job.finished for job in running))
    assert sorted(heard) == list(range(200))


def test_a_refusal_goes_to_the_page(parent: QObject, hooked: list[BaseException]) -> None:
    errors: list[Exception] = []
    jobs.run(parent, _refuse, lambda _result: None, errors.append)
    assert [type(error) for error in errors] == [Trouble]
    assert hooked == []


def test_a_refusal_nobody_waits_for_goes_to_the_hook(parent: QObject, hooked: list[BaseException]) -> None:
    jobs.run(parent, _refuse, lambda _result: None)
    assert [type(error) for error in hooked] == [Trouble]


def test_a_bug_goes_to_the_hook_and_wakes_the_page(parent: QObject, hooked: list[BaseException]) -> None:
    errors: list[Exception] = []
    jobs.run(parent, lambda: 1 // 0, lambda _result: None, errors.append)
    assert [type(error) for error in hooked] == [ZeroDivisionError]
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_a_bug_is_told_even_if_the_job_was_cancelled(parent: QObject, hooked: list[BaseException]) -> None:
    held: list[jobs.Job] = []

    class Later(jobs.ImmediateRunner):
        def start(self, job: jobs.Job) -> None:
            held.append(job)

    before = jobs.set_runner(Later())
    errors: list[Exception] = []
    job = jobs.run(parent, lambda: 1 // 0, lambda _result: None, errors.append)
    jobs.set_runner(before)
    job.cancel()
    held[0].do()
    assert [type(error) for error in hooked] == [ZeroDivisionError]
    assert errors == []


def test_the_immediate_runner_answers_before_run_returns(parent: QObject) -> None:
    heard: list[int] = []
    job = jobs.run(parent, lambda: 3, heard.append)
    assert heard == [3]
    assert job.finished


def _refuse() -> None:
    raise Trouble("磁盘满了。", "请清理后再试。")


@pytest.mark.usefixtures("pool")
def test_finish_waits_for_what_is_under_way(parent: QObject) -> None:
    ended: list[int] = []
    gate = threading.Event()

    def work() -> None:
        gate.wait()
        ended.append(1)

    jobs.run(parent, work, lambda _result: None)
    gate.set()
    jobs.finish()
    assert ended == [1]
