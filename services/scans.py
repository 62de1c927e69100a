"""What a scanned or typed text is: a paper of ours, a person, a visit, a case, half a code, or nothing of this station.

What a paper's code is worth is judged by `services._verdicts`, here as on the page where papers are checked.
"""

import datetime as dt
from dataclasses import asdict, dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.identity import mask_identity, read_identity, same_identity, to_15, to_18
from domain.numbering import read_number_query
from domain.permissions import Permission
from domain.phones import mask_phone
from domain.scan_rules import ScannerSettings, check_scanner, clean_scan, settings_from
from models.case import CaseFile
from models.party import Party
from services import _settings, _verdicts
from services._base import Changes, Service
from services._judgement import Finding
from services._person_lines import shown_name
from services.search import Hit, by_number
from system.errors import Invalid

__all__ = ["Finding", "Scanned", "Scans"]

SETTING = "scanner"
# Under so many digits a number is no cut-off identity number, just a number.
_LEAST_DIGITS = 8


@dataclass(frozen=True)
class Scanned:
    """The verdict: a word, a sentence, facts as (label, value), what Enter opens, and the sheet to compare with."""

    finding: Finding
    title: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    hit: Hit | None = None
    document_id: int | None = None


class Scans(Service):
    """Looks a scan up, and keeps how the station's scanner is set up."""

    def settings(self) -> ScannerSettings:
        """The scanner's settings; every operator's window needs them."""
        with self.look(None) as session:
            return settings_from(_settings.get(session, SETTING))

    def set_settings(self, settings: ScannerSettings) -> Changes:
        """Keep other settings. Raises Invalid (field → sentence), Denied."""
        self.require(Permission.STATION_SETTINGS)
        faults = check_scanner(settings)
        if faults:
            raise Invalid(faults)
        with self.change(Permission.STATION_SETTINGS) as change:
            old, new = _settings.get(change.session, SETTING), asdict(settings)
            if old != new:
                _settings.put(change.session, SETTING, new)
                change.audit("setting.changed", "station", SETTING, {"old": old, "new": new})
        return self.changed("station")

    def look_up(self, text: str) -> Scanned:
        """What the text is. Control characters, full-width characters and the scanner's prefix don't matter."""
        with self.look(Permission.VISIT_READ) as session:
            plain = clean_scan(text, settings_from(_settings.get(session, SETTING)).prefix)
            found = _verdicts.judge(self._context, session, plain)
            if found is not None:
                return Scanned(found.finding, found.title, found.words, found.facts, found.hit, found.document_id)
            return self._other(session, plain)

    # ---- people and numbers

    def _other(self, session: Session, plain: str) -> Scanned:
        today = self._context.clock.today()
        known = Permission.PERSON_READ in self.actor.permissions
        people = _people_of(session, plain, today) if known else []
        if len(people) == 1:
            return _person(people[0], _open_cases(session, people[0]))
        hits = by_number(session, plain, today, known=known)
        if len(hits) == 1:
            return _numbered(hits[0])
        if people or hits:
            names = "、".join([*(shown_name(person.name) for person in people), *(hit.title for hit in hits)])
            return Scanned(Finding.SEVERAL, "不止一个", f"“{plain}”对得上：{names}。请写全编号再查，比如“信47”。")
        return _not_found(plain, today)


def _people_of(session: Session, plain: str, today: dt.date) -> list[Party]:
    """Who has exactly this identity or card number; the short and the long form of one number are the same."""
    number = read_identity(plain, today)
    identities = _both_lengths(number.text) if number.state in ("ok", "bad_check") else set()
    rows = session.scalars(
        select(Party).where(or_(Party.identity.in_(identities), Party.card_number == plain)).limit(3)
    ).all()
    return [row for row in rows if row.card_number == plain or same_identity(row.identity, number.text)]


def _both_lengths(number: str) -> set[str]:
    """A citizen's number as today's files and as old ones hold it."""
    other = to_18(number) if len(number) == 15 and number.isdecimal() else to_15(number)
    return {number, other or number}


def _open_cases(session: Session, person: Party) -> int:
    query = select(func.count()).where(CaseFile.party_id == person.id, CaseFile.closed_at.is_(None))
    return session.scalar(query) or 0


def _person(person: Party, open_cases: int) -> Scanned:
    facts = (
        ("姓名", shown_name(person.name)),
        ("证件号", mask_identity(person.identity)),
        ("电话", mask_phone(person.phone)),
        ("社区", person.community),
        ("在办", f"{open_cases} 件" if open_cases else "没有"),
    )
    hit = Hit("person", person.id, shown_name(person.name), "")
    kept = tuple((label, value) for label, value in facts if value)
    return Scanned(Finding.PERSON, f"查到 {hit.title}", "按 Enter 打开档案，按 F2 登记来访。", kept, hit)


def _numbered(hit: Hit) -> Scanned:
    finding = Finding.VISIT if hit.kind == "visit" else Finding.CASE
    facts = (("编号", hit.title), ("内容", hit.subtitle), ("状态", hit.chip))
    kept = tuple((label, value) for label, value in facts if value)
    return Scanned(finding, f"查到 {hit.title}", "按 Enter 打开。", kept, hit)


def _not_found(plain: str, today: dt.date) -> Scanned:
    if read_number_query(plain, today) is not None:
        return Scanned(Finding.UNKNOWN, "没有登记", f"没有编号 {plain} 的来访或办理件，请核对年份和号。")
    number = read_identity(plain, today)
    if number.state == "incomplete" and sum(mark.isdigit() for mark in plain) >= _LEAST_DIGITS:
        words = f"像是证件号，但只有 {len(number.text)} 位，{number.message}。请再扫一次，或者对着证件输全。"
        return Scanned(Finding.INCOMPLETE, "没有扫全", words)
    if number.state in ("ok", "bad_check"):
        words = f"证件号 {mask_identity(number.text)} 还没有建档。按 F2 登记来访，一并建档。"
        return Scanned(Finding.STRANGER, "还没有建档", words)
    words = "这不是本站文书上的码，也不是证件号、来访编号或案件编号。请换一张码，或者按 Ctrl+K 查找。"
    return Scanned(Finding.NOTHING, "不是本站的", words)
