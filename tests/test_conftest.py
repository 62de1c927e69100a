"""The tests' own strictness, tried: what should fail a test does, and what is allowed does not."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

TRIED = """
import logging
import threading
import warnings

import pytest
from hypothesis import given, strategies
from PySide6.QtCore import qWarning

log = logging.getLogger("station")


def test_quiet():
    log.info("nothing to see")


def test_log_warning():
    log.warning("the disk is nearly full")


def test_log_error_in_a_thread():
    thread = threading.Thread(target=log.error, args=("the printer is gone",))
    thread.start()
    thread.join()


@pytest.fixture
def leaves_a_warning():
    yield
    log.warning("not closed")


def test_log_in_a_fixture(leaves_a_warning):
    pass


def test_expected(expected_logs):
    log.error("as foreseen")
    assert [record.getMessage() for record in expected_logs] == ["as foreseen"]


def test_expected_in_vain(expected_logs):
    pass


def test_python_warning():
    warnings.warn("old way", DeprecationWarning)


def test_qt_warning():
    qWarning("QPainter: not active")


def test_offscreen_limits_are_no_fault():
    qWarning("This plugin does not support raise()")


@given(strategies.integers())
def test_property(number):
    assert number + 0 == number


@pytest.mark.soak
def test_long():
    pass
"""
PASSES = {"test_quiet", "test_expected", "test_offscreen_limits_are_no_fault", "test_property"}
FAILS = {
    "test_log_warning",
    "test_log_error_in_a_thread",
    "test_log_in_a_fixture",
    "test_expected_in_vain",
    "test_python_warning",
    "test_qt_warning",
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the tests above under this project's settings and conftest."""
    folder = tmp_path_factory.mktemp("tried")
    (folder / "tests").mkdir()
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    (folder / "tests" / "test_tried.py").write_text(TRIED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider"]
    ours = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=ours).stdout


def named(outcome: str, *words: str) -> set[str]:
    return set(re.findall(rf"^(?:{'|'.join(words)}) tests/test_tried\.py::(\w+)", outcome, re.MULTILINE))


def test_what_nobody_expected_fails(outcome: str) -> None:
    assert named(outcome, "FAILED", "ERROR") == FAILS


def test_what_is_expected_or_harmless_passes(outcome: str) -> None:
    assert named(outcome, "PASSED") - FAILS == PASSES


def test_the_record_is_shown(outcome: str) -> None:
    assert "WARNING station: the disk is nearly full" in outcome


def test_the_long_tests_wait_for_soak(outcome: str) -> None:
    assert "1 deselected" in outcome
    assert "test_long" not in outcome
