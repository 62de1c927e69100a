"""Nothing personal reaches the diary, whoever wrote the record, and a record is one line."""

import logging
import os
import re
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from system.errors import Invalid, Trouble
from system.logs import FILE_NAME, describe, mask, set_up

IDENTITY, PHONE, NAME = "43010319500101123X", "13812345267", "欧阳建国"

_diary = logging.getLogger("tests.diary")


@pytest.fixture
def diary(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    level, raises = root.level, logging.raiseExceptions
    handler = set_up(tmp_path / "logs")
    yield tmp_path / "logs" / FILE_NAME
    root.removeHandler(handler)
    handler.close()
    root.setLevel(level)
    logging.raiseExceptions = raises


def lines(diary: Path) -> list[str]:
    return diary.read_text(encoding="utf-8").splitlines()


def raised(error: BaseException) -> BaseException:
    """The error with a traceback, as it is caught."""
    try:
        raise error
    except BaseException as caught:
        return caught


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"id {IDENTITY} end", "id <17 digits> end"),
        (PHONE, "<11 digits>"),
        ("85550199", "<8 digits>"),
        ("1234567", "<7 digits>"),
        ("123456", "123456"),
        ("１３８１２３４５２６７", "<11 digits>"),
        ("138 1234 5267", "<11 digits>"),
        ("138-1234-5267", "<11 digits>"),
        ("430103 1950 0101 123x", "<17 digits>"),
        ("LF20261124-008", "LF<8 digits>-008"),
        ("2026-11-24 09:42:07", "2026-11-24 09:42:07"),
        ("visit 17 saved in 31 ms", "visit 17 saved in 31 ms"),
        (f"a{PHONE}b{PHONE}", "a<11 digits>b<11 digits>"),
    ],
)
def test_digit_runs_are_masked_and_short_numbers_stay(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_record_is_one_line_with_time_level_and_name(diary: Path) -> None:
    _diary.info("visit %d saved\nsecond line\r\nthird", 17)
    _diary.debug("not this")
    (line,) = lines(diary)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO tests\.diary: visit 17 saved \| second line \| third", line
    )


def test_the_second_setting_up_replaces_the_first(diary: Path, tmp_path: Path) -> None:
    handler = set_up(tmp_path / "elsewhere")
    _diary.info("once")
    assert not diary.exists()
    assert len(lines(tmp_path / "elsewhere" / FILE_NAME)) == 1
    logging.getLogger().removeHandler(handler)
    handler.close()


def test_exceptions_are_written_with_type_and_place_but_without_their_value(
    diary: Path, expected_logs: list[logging.LogRecord]
) -> None:
    try:
        os.environ[f"{NAME} {PHONE}"]
    except KeyError:
        _diary.exception("saving failed")
    _diary.error("inline: %s, %r", raised(ValueError(NAME)), raised(RuntimeError(NAME)))
    _diary.error("%(error)s", {"error": ValueError(NAME)})
    _diary.error(ValueError(NAME))
    text = diary.read_text(encoding="utf-8")
    assert NAME not in text
    assert len(lines(diary)) == 4
    assert re.search(r"saving failed \| KeyError \| system/test_logs\.py:\d+ in test_exceptions_are_written_with", text)
    assert "inline: ValueError, 'RuntimeError'" in text
    assert len(expected_logs) == 4


def test_personal_numbers_in_our_own_records_are_masked(diary: Path) -> None:
    _diary.info("person %s phone %s", IDENTITY, PHONE)
    assert lines(diary)[0].endswith("person <17 digits> phone <11 digits>")


def test_what_may_be_told_of_each_kind_of_exception() -> None:
    class RowError(Exception):
        pass

    cases: list[tuple[BaseException, str]] = [
        (ValueError(NAME), "ValueError"),
        (RowError(f"INSERT INTO person VALUES ('{NAME}')"), "RowError"),
        (Trouble("磁盘空间不够了。", f"{NAME}"), "Trouble: 磁盘空间不够了。"),
        (Trouble(f"打不开 {PHONE}。"), "Trouble: 打不开 <11 digits>。"),
        (Invalid({"phone": f"{PHONE} 少 1 位", "name": f"“{NAME}”不行"}), "Invalid: name, phone"),
        (FileNotFoundError(2, "No such file", f"/home/{NAME}.pdf"), "FileNotFoundError: ENOENT"),
        (OSError(NAME), "OSError"),
    ]
    for error, told in cases:
        text = describe(error)
        assert text.endswith(told), text
        assert NAME not in text
        assert "\n" not in text


def test_places_are_told_without_the_account_s_folder() -> None:
    first, *places = describe(raised(ValueError(NAME))).splitlines()
    assert first == "ValueError"
    assert len(places) == 1
    assert re.fullmatch(r"  system/test_logs\.py:\d+ in raised", places[0])


def test_causes_are_told_in_order_and_a_ring_ends() -> None:
    try:
        try:
            raise KeyError(NAME)
        except KeyError as inner:
            raise ValueError(NAME) from inner
    except ValueError as error:
        heads = [line for line in describe(error).splitlines() if not line.startswith("  ")]
    assert heads == ["ValueError", "caused by KeyError"]
    one, two = ValueError(), TypeError()
    one.__cause__, two.__cause__ = two, one
    assert describe(one).splitlines() == ["ValueError", "caused by TypeError"]
    hidden = Trouble("坏了。")
    hidden.__context__, hidden.__suppress_context__ = KeyError(NAME), True
    assert describe(hidden) == "system.errors.Trouble: 坏了。"


def test_the_file_turns_over_and_the_number_of_old_ones_is_bounded(diary: Path) -> None:
    chunk = "字" * 100_000
    for _ in range(40):
        _diary.info(chunk)
    sizes = [entry.stat().st_size for entry in diary.parent.iterdir()]
    assert len(sizes) == 6
    # The limit counts characters, so the record that crosses it may hang over.
    assert max(sizes) <= 1024 * 1024 + len(chunk.encode()) + 100


@pytest.mark.skipif(os.name != "posix", reason="the disk is made to refuse by RLIMIT_FSIZE")
def test_a_full_disk_neither_stops_the_work_nor_prints_the_record(
    diary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        _diary.info("about %s", NAME)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert capsys.readouterr().err == ""
    assert diary.read_bytes() == b""


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Trouble):
        set_up(tmp_path / "file" / "logs")
