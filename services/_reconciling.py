"""Ours against theirs (对账): the station's cases beside a list out of a national system, line by line.

Double keying is where numbers get lost; nothing is written here, pairs are only proposed.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.labels import NAME_NOT_LEFT
from domain.numbering import Series
from models.case import CaseFile
from models.catalogue import CatalogueVersion
from models.party import Party
from services._case_matching import by_number, by_person, same_person
from services._catalogue import item_of
from services._person_lines import shown_name

if TYPE_CHECKING:
    from exchange.official_list import OfficialRow


_TOLD_EACH = 20


@dataclass(frozen=True)
class OurLine:
    """A case of the station that is, or should be, in the national system."""

    case_id: int
    number: str
    person: str
    kind: str
    state_label: str
    official_number: str
    closed: bool


@dataclass(frozen=True)
class TheirLine:
    """A row of their list; `fault` says why it can't be compared."""

    line: int
    number: str
    name: str
    tail: str
    state: str
    fault: str


@dataclass(frozen=True)
class Pair:
    """A case and the row that is the same. `to_write`: the number isn't on the case yet."""

    ours: OurLine
    theirs: TheirLine
    to_write: bool


@dataclass(frozen=True)
class Difference:
    """A row that is near to a case or to several, and not the same; `sentence` says in what."""

    ours: tuple[OurLine, ...]
    theirs: TheirLine
    sentence: str


@dataclass(frozen=True)
class Reconciliation:
    """The whole comparison. `only_ours` are open cases that their list doesn't have."""

    matched: tuple[Pair, ...]
    only_ours: tuple[OurLine, ...]
    only_theirs: tuple[TheirLine, ...]
    differing: tuple[Difference, ...]


@dataclass
class _Sorted:
    matched: list[Pair] = field(default_factory=list)
    only_theirs: list[TheirLine] = field(default_factory=list)
    differing: list[Difference] = field(default_factory=list)

    def touched(self) -> set[int]:
        """Cases that some row of theirs speaks of."""
        pairs = {pair.ours.case_id for pair in self.matched}
        return pairs | {line.case_id for difference in self.differing for line in difference.ours}


def sites(session: Session) -> tuple[str, ...]:
    """The national systems that the matters of the catalogue name, in its order."""
    entries = (item_of(row).entry for row in session.scalars(select(CatalogueVersion).order_by(CatalogueVersion.id)))
    return tuple(dict.fromkeys(entry.handoff_site for entry in entries if entry.handoff_site))


def reconcile(
    session: Session, rows: "Sequence[OfficialRow]", site: str, progress: Callable[[int], object] | None = None
) -> Reconciliation:
    """Compare with the cases that go into `site` ("" for all national systems); `progress` is told the percent."""
    kinds = _kinds(session, site)
    sorted_rows, numbers = _Sorted(), _numbers_twice(rows)
    for place, row in enumerate(rows):
        if progress is not None and place % _TOLD_EACH == 0:
            progress(100 * place // len(rows))
        theirs = TheirLine(row.line, row.number, row.name, row.tail, row.state, row.fault)
        if row.number in numbers and not row.fault:
            sorted_rows.differing.append(Difference((), theirs, "这个受理号在名单里有好几行，请核对。"))
        elif row.fault:
            sorted_rows.only_theirs.append(theirs)
        else:
            _sort_row(session, row, theirs, kinds, sorted_rows)
    _each_case_once(sorted_rows)
    touched = sorted_rows.touched()
    return Reconciliation(
        matched=tuple(sorted_rows.matched),
        only_ours=tuple(line for line in _open_lines(session, kinds) if line.case_id not in touched),
        only_theirs=tuple(sorted_rows.only_theirs),
        differing=tuple(sorted_rows.differing),
    )


def _kinds(session: Session, site: str) -> frozenset[int]:
    """The versions of matters that are keyed into a national system, or into this one."""
    items = (item_of(row) for row in session.scalars(select(CatalogueVersion)))
    return frozenset(item.id for item in items if item.entry.handoff_site and site in ("", item.entry.handoff_site))


def _numbers_twice(rows: "Sequence[OfficialRow]") -> frozenset[str]:
    numbers = (row.number for row in rows if row.number)
    return frozenset(number for number, count in Counter(numbers).items() if count > 1)


def _sort_row(session: Session, row: "OfficialRow", theirs: TheirLine, kinds: frozenset[int], into: _Sorted) -> None:
    numbered = by_number(session, "", row.number)
    if numbered:
        ours = our_line(session, numbered[0])
        if _fits(session, numbered[0], row):
            into.matched.append(Pair(ours, theirs, to_write=False))
        else:
            into.differing.append(Difference((ours,), theirs, "受理号一样，姓名或证件号后四位不一样，请核对。"))
        return
    hers = [case for case in by_person(session, row.name, row.tail) if case.catalogue_id in kinds]
    blank = [case for case in hers if not case.official_number]
    if len(blank) == 1:
        into.matched.append(Pair(our_line(session, blank[0]), theirs, to_write=True))
    elif blank:
        lines = tuple(our_line(session, case) for case in blank)
        sentence = f"本人有 {len(lines)} 件都还没有受理号，不知道是哪一件，请到办件页写回。"
        into.differing.append(Difference(lines, theirs, sentence))
    elif hers:
        lines = tuple(our_line(session, case) for case in hers)
        into.differing.append(Difference(lines, theirs, "本站记的受理号和系统里的不一样，请核对是不是抄错了。"))
    else:
        into.only_theirs.append(theirs)


def _fits(session: Session, case: CaseFile, row: "OfficialRow") -> bool:
    party = None if case.party_id is None else session.get(Party, case.party_id)
    return party is None or same_person(party, row.name, row.tail)


def _each_case_once(into: _Sorted) -> None:
    """Two numbers of theirs for one case of ours: nobody can say which is right, so neither is proposed."""
    places: dict[int, list[Pair]] = {}
    for pair in into.matched:
        places.setdefault(pair.ours.case_id, []).append(pair)
    for pairs in (pairs for pairs in places.values() if len(pairs) > 1):
        for pair in pairs:
            into.matched.remove(pair)
            sentence = f"系统里有 {len(pairs)} 个受理号都对得上这一件，请核对是哪一个。"
            into.differing.append(Difference((pair.ours,), pair.theirs, sentence))


def _open_lines(session: Session, kinds: frozenset[int]) -> Iterator[OurLine]:
    query = select(CaseFile).where(CaseFile.closed_at.is_(None), CaseFile.catalogue_id.in_(kinds))
    return (our_line(session, case) for case in session.scalars(query.order_by(CaseFile.id)))


def our_line(session: Session, case: CaseFile) -> OurLine:
    """A case as the comparison shows it."""
    party = None if case.party_id is None else session.get(Party, case.party_id)
    kind = None if case.catalogue_id is None else session.get(CatalogueVersion, case.catalogue_id)
    return OurLine(
        case_id=case.id,
        number=case.number,
        person=NAME_NOT_LEFT if party is None else shown_name(party.name),
        kind="" if kind is None else kind.label,
        state_label=flow(Series.SERVICE.value).states[case.state].label,
        official_number=case.official_number,
        closed=case.closed_at is not None,
    )
