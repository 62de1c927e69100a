"""The few ways in which a click can end badly, so that every page can answer them in the same way.

Three families: `Invalid` (the user can mend what was typed), `Denied` / `NotFound` / `Conflict` (the state of things
says no), `Trouble` (disk, lock, printer, password: the world says no). Anything else that is raised is a bug and goes
to the crash window. `str()` of each is plain Chinese, ready for the person at the window.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType


class Refusal(Exception):
    """What all of them share: one sentence, ready to be shown."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class Invalid(Refusal):
    """Something typed can't be taken. `fields` maps a field's key ("phone", "matters.0.narrative") to its sentence."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        if not fields:
            raise ValueError("Invalid needs at least one field")
        self.fields: Mapping[str, str] = MappingProxyType(dict(fields))
        super().__init__("；".join(dict.fromkeys(sentence.rstrip("。") for sentence in self.fields.values())) + "。")


class Denied(Refusal):
    """The operator's roles don't allow it."""


class NotFound(Refusal):
    """The thing asked for isn't there (any more)."""


class Conflict(Refusal):
    """Somebody else, or another window, changed it in the meantime, or it can't be done in this state."""


class Trouble(Refusal):
    """The world doesn't play along. `message` says what and why, `advice` what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice

    def __str__(self) -> str:
        return self.message + self.advice


class WrongPassword(Trouble):
    """`remaining` is the number of tries left before the lock-out."""

    def __init__(self, remaining: int) -> None:
        self.remaining = remaining
        super().__init__("密码不对。", f"还可以再试 {remaining} 次，请看清大小写后重新输入。")


class LockedOut(Trouble):
    """Too many wrong passwords. `until` is the aware moment from which a try is taken again."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        # Rounded up to the minute: a try at the minute shown must be taken.
        shown = until if not (until.second or until.microsecond) else _next_minute(until)
        super().__init__(
            "密码连续输错，这个账号暂时锁定。",
            f"请在 {shown:%H:%M} 之后再试，或者请站长在“设置 › 工作人员”中解锁。",
        )


class NewerDatabase(Trouble):
    """A file was written by a later version of the program; it is left untouched."""

    def __init__(self, what: str = "数据库") -> None:
        super().__init__(
            f"{what}是由更新版本的程序写的，这个版本看不懂，没有改动它。",
            "请安装新版本的程序后再打开，或者换用对应的数据文件夹。",
        )


class DamagedStore(Trouble):
    """A file of the data folder is missing or can't be read; it is left as it is."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(
            message, advice or "文件没有被改动。请不要删除数据文件夹，用最近的备份恢复，或者联系维护人员。"
        )


def _next_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
