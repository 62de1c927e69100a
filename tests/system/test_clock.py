"""Time comes through one door and is always China's."""

from datetime import UTC, date, datetime, timedelta

from system.clock import CHINA, Clock, FixedClock


def test_the_machine_s_clock_is_aware_and_in_china() -> None:
    before = datetime.now(UTC)
    now = Clock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.utcoffset() == timedelta(hours=8)


def test_the_day_is_the_station_s_day_not_greenwich_s() -> None:
    clock = FixedClock(datetime(2026, 11, 23, 16, 30, tzinfo=UTC))
    assert clock.now().isoformat() == "2026-11-24T00:30:00+08:00"
    assert clock.today() == date(2026, 11, 24)


def test_a_fixed_clock_moves_only_when_told() -> None:
    clock = FixedClock(datetime.fromisoformat("2026-11-24T09:42"))
    assert clock.now() == clock.now() == datetime(2026, 11, 24, 9, 42, tzinfo=CHINA)
    clock.advance(timedelta(hours=15))
    assert clock.today() == date(2026, 11, 25)
    clock.set(datetime(2025, 1, 1, tzinfo=CHINA))
    assert clock.now() == datetime(2025, 1, 1, tzinfo=CHINA)
