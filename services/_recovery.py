"""The recovery sheets: the draft that lives in memory until its paper was read back, and the rows that remember them.

The master key of a store never changes. A sheet only wraps it, so a new sheet opens every backup of the store for which
some key file can be opened with it: the one inside the backup, the live one, or the one in a newer backup beside it.
The code of each sheet also stays in the store, sealed under the master key, so that no backup of its day is ever lost.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.operator import RecoverySheet
from system.crypto import derive, seal
from system.keyfile import KeyFile
from system.recovery_code import GROUP_LENGTH, GROUPS, RecoveryCode, clean, new_code

ASKED_GROUPS = 2


@dataclass(frozen=True)
class RecoveryDraft:
    """A sheet that is not valid yet. The code is nowhere but here; no log, audit or temporary file ever sees it.

    `asked` are the two groups to be typed back from the paper, numbered from 1 as they are printed.
    """

    code: RecoveryCode = field(repr=False)
    sheet_no: int
    made_at: datetime
    asked: tuple[int, int]

    @property
    def groups(self) -> tuple[str, ...]:
        """The eight groups, for the first showing on the screen."""
        return self.code.groups

    def faults(self, typed: Mapping[int, str]) -> dict[str, str]:
        """What is wrong with the typed groups (number from 1 → text): "groups.3" → sentence. Never quotes the code."""
        found = {}
        for number in self.asked:
            letters = clean(typed.get(number, ""))
            if len(letters) < GROUP_LENGTH:
                found[f"groups.{number}"] = f"还差 {GROUP_LENGTH - len(letters)} 位，不分大小写。"
            elif not self.code.matches(number - 1, letters):
                found[f"groups.{number}"] = f"和纸上的第 {number} 组对不上。请照着纸再看一遍。"
        return found


def new_draft(sheet_no: int, made_at: datetime) -> RecoveryDraft:
    """A fresh code, and two different groups at random to be typed back, in their order on the paper."""
    first, second = sorted(secrets.SystemRandom().sample(range(1, GROUPS + 1), ASKED_GROUPS))
    return RecoveryDraft(new_code(), sheet_no, made_at, (first, second))


def next_sheet_no(session: Session, keyfile: KeyFile) -> int:
    """The number of the sheet to be printed next; a number is never given twice."""
    return max(session.scalar(select(func.max(RecoverySheet.sheet_no))) or 0, keyfile.recovery_sheet) + 1


def void_all(session: Session, now: datetime) -> None:
    """No earlier sheet counts from `now` on."""
    session.execute(update(RecoverySheet).where(RecoverySheet.voided_at.is_(None)).values(voided_at=now))


def remember(
    session: Session, master: bytes, code: RecoveryCode, sheet_no: int, *, issued_at: datetime
) -> RecoverySheet:
    """The row of a sheet, with its code sealed."""
    key = derive(master, "recovery sheets")
    row = RecoverySheet(
        sheet_no=sheet_no, sealed_code=seal(key, code.letters.encode(), _context(sheet_no)), issued_at=issued_at
    )
    session.add(row)
    return row


def _context(sheet_no: int) -> bytes:
    return f"sheet:{sheet_no}".encode()
