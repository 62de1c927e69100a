"""Moments and waiting times as the window says them (DESIGN 4): 09:42, 昨天 17:26, 11-20 17:26, 等候 7 分."""

import datetime as dt

from domain.dates import short_date, weekday_words


def moment_words(at: dt.datetime, now: dt.datetime) -> str:
    """The hour of today; with 昨天 or the date before it for any other day."""
    hour = f"{at:%H:%M}"
    days = (now.date() - at.date()).days
    if days == 0:
        return hour
    return f"昨天 {hour}" if days == 1 else f"{short_date(at.date(), now.date())} {hour}"


def day_words(day: dt.date) -> str:
    """The date beside a page's title: 11 月 24 日 星期二."""
    return f"{day.month} 月 {day.day} 日 {weekday_words(day)}"


def waiting_words(since: dt.datetime, now: dt.datetime) -> str:
    """How long somebody waits: 7 分, 1 小时 5 分, 2 天. A clock set back counts as no time."""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    hours, rest = divmod(minutes, 60)
    if hours >= 24:
        return f"{hours // 24} 天"
    return f"{hours} 小时 {rest} 分" if hours else f"{rest} 分"
