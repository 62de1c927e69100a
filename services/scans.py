"""What a scanned or typed text is: a paper of ours, a person, a visit, a case, half a code, or nothing of this station.

A paper's verdict says whether its code belongs to the register, never more: a photocopy with changed ink carries a good
code, so whoever asks is shown the archived page beside it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.dates import short_date
from domain.identity import mask_identity, read_identity, same_identity, to_15, to_18
from domain.names import mask_name
from domain.numbering import read_number_query
from domain.paper_code import PaperCode, read_human_code, read_qr
from domain.permissions import Permission
from domain.phones import mask_phone
from domain.scan_rules import ScannerSettings, Shape, check_scanner, clean_scan, settings_from, shape_of
from models.case import CaseFile
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.visit import Visit
from printing.wording import wording
from services import _settings
from services._base import Changes, Service
from services._papers import carries_its_code
from services._person_lines import shown_name
from services.documents import SheetState
from services.search import Hit, by_number
from system.errors import Invalid

SETTING = "scanner"
# Under so many digits a number is no cut-off identity number, just a number.
_LEAST_DIGITS = 8
_AGAIN = "请把码放平，离扫码枪 10 到 15 厘米，再扫一次。"
_FACING = "码是真的，不等于字没改过：复印后改字，码照样是真的，请和存档原样逐字对照。"


class Finding(StrEnum):
    """What came of it."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    GENUINE = "genuine"
    REPRINT = "reprint"
    VOID = "void"
    SPOILED = "spoiled"
    UNPRINTED = "unprinted"
    DIFFERS = "differs"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    PERSON = "person"
    STRANGER = "stranger"
    VISIT = "visit"
    CASE = "case"
    SEVERAL = "several"
    NOTHING = "nothing"


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
            shape = shape_of(plain)
            if shape in _HALF:
                return Scanned(*_HALF[shape])
            if shape is Shape.PAPER:
                return self._paper(session, plain)
            return self._other(session, plain)

    # ---- papers

    def _paper(self, session: Session, plain: str) -> Scanned:
        code = read_qr(plain)
        human = code.code if code is not None else read_human_code(plain)
        query = select(Document).where(Document.human_code == human).order_by(Document.id.desc())
        if code is not None:
            # With Caps Lock on, a scanner sends small letters.
            query = query.where(func.upper(Document.number) == code.number.upper())
        document = session.scalars(query.limit(1)).first()
        if document is None:
            return _no_such_paper(session, code, human or "")
        hit = _about(session, document)
        printed = Permission.DOCUMENT_PRINT in self.actor.permissions
        finding, title, words = self._verdict(session, document, code)
        return Scanned(finding, title, words, _facts(session, document), hit, document.id if printed else None)

    def _verdict(self, session: Session, document: Document, code: PaperCode | None) -> tuple[Finding, str, str]:
        if not carries_its_code(self._context.paper_key, document):
            return Finding.DIFFERS, "与登记不符", "底档的内容和码对不上，登记可能被改过。请告诉站长，先不要据此办理。"
        if code is not None and code.copy != document.reprint + 1:
            words = f"码上写的是第 {code.copy} 份，登记里是第 {document.reprint + 1} 份。请和存档原样对照。"
            return Finding.DIFFERS, "与登记不符", words
        if document.state in _SHEETS:
            finding, title, words = _SHEETS[SheetState(document.state)]
            note = f"原因：{document.state_note}。" if document.state_note else ""
            return finding, title, words + note
        later = session.scalar(_later_sheets(document)) or 0
        more = f"之后又补印过 {later} 次。" if later else ""
        today = self._context.clock.today()
        issued = f"本站 {short_date(document.issued_day, today)} 出具，登记在册，没有作废。{more}{_FACING}"
        if document.reprint:
            return Finding.REPRINT, f"真・补印 {document.reprint}", issued
        return Finding.GENUINE, "真・原件", issued

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


# What only half came; the sentence says which half.
_HALF: Mapping[Shape, tuple[Finding, str, str]] = {
    Shape.EMPTY: (Finding.EMPTY, "没有扫到内容", f"扫码枪没有送来文字。{_AGAIN}"),
    Shape.BEGINNING: (Finding.INCOMPLETE, "没有扫全", f"只扫到码的前半截，后面的断了。{_AGAIN}"),
    Shape.END: (Finding.INCOMPLETE, "没有扫全", f"只扫到码的后半截，前面的断了。{_AGAIN}"),
}
# Sheets that are no good any more, whatever their code says.
_SHEETS: Mapping[str, tuple[Finding, str, str]] = {
    SheetState.VOID: (
        Finding.VOID,
        "已作废",
        "这张是本站出具的，后来作废了，不能再用。有更正后的新文书时，以新的为准。",
    ),
    SheetState.SPOILED: (Finding.SPOILED, "已记为损坏", "这张当时记为损坏，应当已经收回，不能再用。请核对从哪里来的。"),
    SheetState.FAILED: (
        Finding.UNPRINTED,
        "没有印出来过",
        "登记里这张没有打印成功，手里却有一张。请和存档原样对照，并告诉站长。",
    ),
}


def _no_such_paper(session: Session, code: PaperCode | None, human: str) -> Scanned:
    if code is None:
        words = f"校验码 {human} 没有登记。请核对有没有看错字，码里没有 0、O、1、I。"
        return Scanned(Finding.UNKNOWN, "没有登记", words)
    facts = (("编号", code.number), ("校验码", code.code))
    if code.region != _settings.station(session).region_code:
        words = f"这是别的站（区划代码 {code.region}）出的文书，本站没有它的底档，查不了真假。请向那个站核实。"
        return Scanned(Finding.FOREIGN, "外站的文书", words, facts)
    if session.scalar(select(Document.id).where(Document.number == code.number).limit(1)) is not None:
        words = f"编号 {code.number} 本站出过，但码对不上，这张不是本站打印的，或者码被改过。请告诉站长。"
        return Scanned(Finding.DIFFERS, "与登记不符", words, facts)
    return Scanned(Finding.UNKNOWN, "没有登记", f"本站没有出过编号 {code.number} 的文书。请和来访人核实。", facts)


def _about(session: Session, document: Document) -> Hit:
    """What the paper is about: its visit, where it belongs to one, else the sheet itself."""
    if document.visit_id is not None:
        number = session.scalar(select(Visit.number).where(Visit.id == document.visit_id))
        return Hit("visit", document.visit_id, str(number), "")
    return Hit("document", document.id, document.number, "")


def _facts(session: Session, document: Document) -> tuple[tuple[str, str], ...]:
    person = session.scalar(select(Party.name).where(Party.id == document.party_id)) if document.party_id else ""
    operator = session.scalar(select(Operator.name).where(Operator.id == document.operator_id))
    correction = int(document.data.get("correction") or 0)
    copy = f"补印 {document.reprint}" if document.reprint else "第 1 份"
    return (
        ("文书", str(wording(document.kind)["title"])),
        ("编号", document.number),
        ("当事人", mask_name(person) if person else "未写姓名"),
        ("份次", f"{copy}，更正 {correction}" if correction else copy),
        ("经办", f"{operator} {document.issued_at:%Y-%m-%d %H:%M}"),
        ("校验码", document.human_code),
    )


def _later_sheets(document: Document) -> Select[int]:
    return select(func.count()).where(
        Document.number == document.number, Document.kind == document.kind, Document.id > document.id
    )


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
