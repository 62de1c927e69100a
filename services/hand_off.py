"""Keying a case into a national system (照抄): box by box as on its page, the number back, ours against theirs.

There is no line to those systems: a person copies each value. What is secret leaves this service in clear only to be
copied, one value at a time, by whoever may see it, and the look goes into the audit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from domain.permissions import Permission
from domain.tables import limit as most
from domain.text import single_line
from models.case import CaseFile
from models.party import Party
from services._base import Change, Changes, Service
from services._case_engine import standing
from services._hand_off_lines import FilledBox, filled_boxes
from services._official_number import write_number
from services._reconciling import Difference, OurLine, Pair, Reconciliation, TheirLine, reconcile, sites
from system.errors import Conflict, Invalid, NotFound

if TYPE_CHECKING:
    from exchange.official_list import OfficialRow

Progress = Callable[[int], object]
"""Takes how far it is, in percent."""

__all__ = [
    "Difference",
    "HandOff",
    "HandOffLineView",
    "HandOffView",
    "OurLine",
    "Pair",
    "Reconciliation",
    "TheirLine",
    "Written",
]


@dataclass(frozen=True)
class HandOffLineView:
    """One box of the page. `shown` is masked where `secret`; "" where nothing is known."""

    code: str
    label: str
    shown: str
    secret: bool
    copied: bool


@dataclass(frozen=True)
class HandOffView:
    """The panel of one case; no `site` and no lines where its matter isn't keyed anywhere."""

    site: str
    lines: tuple[HandOffLineView, ...]
    official_number: str

    @property
    def copied(self) -> int:
        """How many boxes are done."""
        return sum(line.copied for line in self.lines)


@dataclass(frozen=True)
class Written:
    """Numbers that are safely on their cases (numbers of the cases), and what was refused: (case, why)."""

    changes: Changes
    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


class HandOff(Service):
    """What is copied into the national systems, and what comes back of it."""

    def panel(self, case_id: int) -> HandOffView:
        """The boxes of one case; raises NotFound."""
        with self.look(Permission.VISIT_READ) as session:
            at = standing(session, case_id)
            lines = tuple(
                HandOffLineView(box.code, box.label, box.shown, box.secret, box.code in at.case.copied)
                for box in _boxes(session, case_id)
            )
            return HandOffView(at.entry.handoff_site, lines, at.case.official_number)

    def value(self, case_id: int, code: str) -> str:
        """What goes into one box, in clear, for the clipboard; the look at a secret one is audited.

        Raises NotFound, and Denied where a secret is asked for by whoever may not see it.
        """
        with self.look(Permission.VISIT_READ) as session:
            box = _box(session, case_id, code)
        if not box.secret:
            return box.value
        with self.change(Permission.PERSON_REVEAL) as change:
            # Read anew: between the two looks the record may have been corrected.
            box = _box(change.session, case_id, code)
            case = change.session.get_one(CaseFile, case_id)
            party = None if case.party_id is None else change.session.get(Party, case.party_id)
            whose = ("case", case.uuid) if party is None else ("person", party.uuid)
            detail = {
                "field": box.field or box.code,
                "print": change.fingerprint(box.value),
                "case": case.number,
            }
            change.audit("person.revealed", *whose, detail)
        return box.value

    def tick(self, case_id: int, code: str, copied: bool) -> Changes:
        """Say that a box is done, or isn't; raises NotFound. Two windows may tick one page at the same time."""
        with self.change(Permission.CASE_HANDLE) as change:
            box = _box(change.session, case_id, code)
            case = change.session.get_one(CaseFile, case_id)
            if (box.code in case.copied) != copied:
                kept = [one for one in case.copied if one != box.code]
                case.copied = [*kept, box.code] if copied else kept
                detail = {"number": case.number, "box": box.code, "copied": copied}
                change.audit("case.copied", "case", case.uuid, detail)
        return self.changed("case", row=case_id)

    # ---- ours against theirs

    def sites(self) -> tuple[str, ...]:
        """The national systems into which matters of the catalogue are keyed."""
        with self.look(Permission.VISIT_READ) as session:
            return sites(session)

    def compare_file(self, path: Path, site: str = "", *, progress: Progress | None = None) -> Reconciliation:
        """Compare a list out of a national system (.xlsx, .xls, .csv) with our cases; nothing is changed.

        `progress` is told the percent, and may raise to stop it. Raises Trouble.
        """
        from exchange.official_list import read_official_list

        self.require(Permission.VISIT_READ)
        return self.compare(read_official_list(path), site, progress=progress)

    def compare(
        self, rows: "Sequence[OfficialRow]", site: str = "", *, progress: Progress | None = None
    ) -> Reconciliation:
        """Compare these rows with the cases that go into `site` ("" for all national systems)."""
        with self.look(Permission.VISIT_READ) as session:
            return reconcile(session, rows, site, progress)

    def write_back(self, pairs: Iterable[tuple[int, str]]) -> Written:
        """Write numbers onto their cases: (case id, number), confirmed by a person. Raises Invalid where too many.

        A case that has another number already, or a number that another case has, is named in `refused` and unchanged.
        """
        wanted = tuple(pairs)
        if len(wanted) > most("cases_at_once"):
            raise Invalid({"pairs": f"一次最多写回 {most('cases_at_once')} 件，请分几次确认。"})
        done: list[str] = []
        refused: list[tuple[str, str]] = []
        with self.change(Permission.CASE_HANDLE) as change:
            for case_id, number in wanted:
                try:
                    done.append(_write(change, case_id, single_line(number)))
                except (Conflict, NotFound) as refusal:
                    case = change.session.get(CaseFile, case_id)
                    refused.append(("" if case is None else case.number, str(refusal)))
        return Written(self.changed(*(["case"] if done else [])), tuple(done), tuple(refused))


def _boxes(session: Session, case_id: int) -> tuple[FilledBox, ...]:
    at = standing(session, case_id)
    party = None if at.case.party_id is None else session.get(Party, at.case.party_id)
    return tuple(filled_boxes(at.case, at.entry, party))


def _box(session: Session, case_id: int, code: str) -> FilledBox:
    found = next((box for box in _boxes(session, case_id) if box.code == code), None)
    if found is None:
        raise NotFound("这一栏已经不在这个事项里了，请重新打开这一件。")
    return found


def _write(change: Change, case_id: int, number: str) -> str:
    """The case's own number, once the other one stands on it."""
    case = standing(change.session, case_id).case
    if not number:
        raise Conflict(f"{case.number}没有要写的受理号。")
    if case.voided:
        raise Conflict(f"{case.number}已经作废，不再写受理号。")
    if case.official_number not in ("", number):
        raise Conflict(f"{case.number}已经记了别的受理号，没有改。要改请到办件页写回。")
    fault = write_number(change, case, number)
    if fault:
        raise Conflict(fault)
    return case.number
