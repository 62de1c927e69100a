"""What a paper's code is worth: its signature by the key it names, its sheet in the register, that sheet's state.

One judgement for the scan panel and for the page where papers are checked. It never says more than the code can prove:
a photocopy with changed ink carries a good code, so the archived page is always named for a look by eye. What stands in
a code that another made is cleaned and cut before it is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from domain.code_check import Signature, check_signature
from domain.dates import date_words, short_date
from domain.labels import PAPER_LABELS
from domain.names import mask_name
from domain.paper_code import PaperCode, read_human_code, read_qr
from domain.permissions import Permission
from domain.scan_rules import Shape, shape_of
from domain.signed_code import PaperFacts, SignedCode, read_signed
from domain.tables import table
from models.case import CaseFile
from models.document import Document
from models.operator import Operator
from models.party import Party
from models.station import PeerStation
from models.visit import Visit
from services import _settings, _station_keys
from services._base import Context
from services._judgement import Finding, Judgement, clean_number, coded_facts, of_peer
from services._papers import CODE_FIELDS, carries_its_code, content_digest
from services._person_lines import UNIT
from services.documents import SheetState
from services.search import Hit
from system.signing import key_id

# What a reprint may say otherwise than its original, besides the codes.
_OF_ONE_COPY = frozenset({"reprint", "wording"})
_AGAIN = "请把码放平，离扫码枪 10 到 15 厘米，再扫一次。"
_FACING = "码是真的，不等于字没改过：复印后改字，码照样是真的，请和存档原样逐字对照。"
_STOP = "请留下这张纸，告诉站长，先不要据此办理。"


def judge(context: Context, session: Session, plain: str) -> Judgement | None:
    """The verdict on a cleaned text; None where it has nothing to do with a paper."""
    shape = shape_of(plain)
    if shape in _NO_CODE:
        return Judgement(*_NO_CODE[shape], signature=False if shape is Shape.BROKEN else None)
    if shape is not Shape.PAPER:
        return None
    bench = _Bench(context, session)
    signed = read_signed(plain)
    if signed is not None:
        return bench.signed(signed)
    old = read_qr(plain)
    return bench.old(old) if old is not None else bench.typed(read_human_code(plain) or "")


# What only half came, can't be read, or is a code of another kind.
_NO_CODE: Mapping[Shape, tuple[Finding, str, str]] = {
    Shape.EMPTY: (Finding.EMPTY, "没有扫到内容", f"扫码枪没有送来文字。{_AGAIN}"),
    Shape.BEGINNING: (Finding.INCOMPLETE, "没有扫全", f"只扫到码的前半截，后面的断了。{_AGAIN}"),
    Shape.END: (Finding.INCOMPLETE, "没有扫全", f"只扫到码的后半截，前面的断了。{_AGAIN}"),
    Shape.BROKEN: (
        Finding.BAD_SIGNATURE,
        "签名不符",
        f"码的样子是文书上的，内容却读不通：没有扫清，或者被改过。{_AGAIN}还是这样，就不要凭这张纸办事。",
    ),
    Shape.KEY: (
        Finding.NOTHING,
        "外站的公钥",
        "这是别的站交换公钥用的码，不是文书上的码。要用它查验那个站的文书，请到“设置 › 本站公钥与外站”里扫它。",
    ),
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


@dataclass(frozen=True)
class _Bench:
    """Where one paper is looked at: the open store and one read of it."""

    context: Context
    session: Session

    # ---- a signed code

    def signed(self, code: SignedCode) -> Judgement:
        state, key = check_signature(code, _station_keys.known(self.session, self.context.signer))
        if key is None:
            return self._unknown_key(code)
        if not key.own:
            return of_peer(code, key, valid=state is Signature.VALID)
        if state is Signature.BAD:
            words = f"码上的签名不是本站密钥签出来的：码被改过，或者不是本站打印的。{_STOP}"
            return self._beside(code, Finding.BAD_SIGNATURE, "签名不符", words, signature=False)
        return self._own(code)

    def _own(self, code: SignedCode) -> Judgement:
        """A code that this station signed, against the register."""
        facts = code.facts
        document = self._row(code)
        if document is None:
            finding, title, words = self._not_in_register(facts)
            return self._beside(code, finding, title, words, signature=True)
        fault = self._difference(document, facts)
        if fault:
            same = self._is_whole(document) and document.digest == facts.digest.hex()
            return replace(self._about(document, Finding.DIFFERS, "与登记不符", fault), signature=True, content=same)
        found = replace(self._standing(document), signature=True, content=True)
        if document.pages > 1:
            page = ("页", f"第 {facts.page} 页，共 {document.pages} 页")
            first = f"这是第 {facts.page} 页的码，只证明这一页，共 {document.pages} 页。"
            found = replace(found, facts=(*found.facts, page), words=f"{found.words}{first}")
        return found

    def _row(self, code: SignedCode) -> Document | None:
        """The sheet with this code; corrected sheets share kind, number and copy, so the human code decides."""
        facts = code.facts
        query = _same(facts).where(Document.reprint == facts.copy - 1, Document.human_code == code.human_code)
        return self.session.scalars(query.limit(1)).first()

    def _not_in_register(self, facts: PaperFacts) -> tuple[Finding, str, str]:
        if self.session.scalars(_same(facts).limit(1)).first() is not None:
            words = f"签名是本站的，登记里却没有内容相同的第 {facts.copy} 份：登记被改过，或者恢复过更早的备份。"
            return Finding.DIFFERS, "与登记不符", words + _STOP
        words = "签名是本站的，登记里却没有这张：可能恢复过打印之前的备份。是否作废、内容改没改都查不了，请告诉站长。"
        return Finding.UNKNOWN, "登记里没有", words

    def _difference(self, document: Document, facts: PaperFacts) -> str:
        """How the register's row contradicts the code or itself, "" where it doesn't."""
        if not self._is_whole(document):
            return f"登记里这张的内容和它自己的校验码对不上，登记可能被改过。{_STOP}"
        if document.digest != facts.digest.hex():
            return f"码里的内容摘要和登记里的不一样。{_STOP}"
        if document.issued_day != facts.day:
            return f"码上的出具日期是 {facts.day.isoformat()}，登记里是 {document.issued_day.isoformat()}。{_STOP}"
        if facts.page > document.pages:
            return f"码上写的是第 {facts.page} 页，登记里只有 {document.pages} 页。{_STOP}"
        return ""

    def _is_whole(self, document: Document) -> bool:
        """Whether the register's row still is what its codes were made for."""
        if not carries_its_code(self.context.paper_key, document):
            return False
        content = {name: value for name, value in document.data.items() if name not in CODE_FIELDS}
        return document.digest in ("", content_digest(document.kind, document.number, content).hex())

    def _unknown_key(self, code: SignedCode) -> Judgement:
        ours = select(Document).where(Document.human_code == code.human_code)
        if self.session.scalars(ours.limit(1)).first() is not None:
            words = f"校验码是本站的，签名却不是本站的密钥签的：码是仿造的。{_STOP}"
            return self._beside(code, Finding.BAD_SIGNATURE, "签名不符", words, signature=False)
        known = self._removed(code.facts.signer)
        words = (
            f"码是用本站不认识的密钥签的（密钥号 {code.facts.signer.hex().upper()}，区划代码 {code.facts.region}），"
            "查不了真假：可能是别的站出的，也可能是仿造的。请打电话向出具的站核实；那个站常有文书来，请站长导入它的公钥。"
        )
        number = clean_number(code.facts.number)
        return Judgement(Finding.FOREIGN, "外站，查不了", words + known, coded_facts(code), number=number)

    def _removed(self, signer: bytes) -> str:
        """A sentence where the key was here once and was taken out of use."""
        rows = self.session.scalars(select(PeerStation).where(PeerStation.removed_at.is_not(None)))
        names = [row.name for row in rows if key_id(row.public_key) == signer]
        return f"“{names[0]}”用过这个密钥号，它的公钥已经移除。" if names else ""

    def _beside(self, code: SignedCode, finding: Finding, title: str, words: str, *, signature: bool) -> Judgement:
        """A verdict on a code without a sheet of its own: the sheet with this human code or number lies beside it."""
        first = Document.human_code == code.human_code
        sheet = self.session.scalars(select(Document).where(first).limit(1)).first()
        sheet = sheet or self.session.scalars(_same(code.facts).order_by(Document.id.desc()).limit(1)).first()
        judged = Judgement(finding, title, words, coded_facts(code), signature, number=clean_number(code.facts.number))
        if sheet is None:
            return judged
        about = self._about(sheet, finding, title, words)
        return replace(judged, document_id=about.document_id, hit=about.hit, compare=about.compare)

    # ---- an old code, and letters typed

    def old(self, code: PaperCode) -> Judgement:
        """A code from before there was a signature: its human code is all that this station alone could make."""
        # With Caps Lock on, a scanner sends small letters.
        same = func.upper(Document.number) == code.number.upper()
        query = select(Document).where(Document.human_code == code.code, same).order_by(Document.id.desc())
        document = self.session.scalars(query.limit(1)).first()
        if document is None:
            return self._no_such_old(code)
        fault = self._old_difference(document, code)
        if fault:
            if _was_signed(document):
                return replace(self._about(document, Finding.BAD_SIGNATURE, "签名不符", fault), signature=False)
            return self._about(document, Finding.DIFFERS, "与登记不符", fault)
        return self._standing(document)

    def _old_difference(self, document: Document, code: PaperCode) -> str:
        if _was_signed(document):
            return f"本站这张文书上印的是带签名的码，手里这个却没有签名：码不是本站打印的。{_STOP}"
        if not self._is_whole(document):
            return f"登记里这张的内容和它自己的校验码对不上，登记可能被改过。{_STOP}"
        # Its copies were counted together with corrections; what was printed stands in its data.
        printed = read_qr(str(document.data.get("qr_text", "")))
        copy = printed.copy if printed is not None else document.reprint + 1
        if code.copy != copy:
            return f"码上写的是第 {code.copy} 份，登记里这张印的是第 {copy} 份。{_STOP}"
        region = printed.region if printed is not None else _settings.station(self.session).region_code
        if code.region != region:
            return f"码上的区划代码是 {code.region}，登记里这张印的是 {region}。{_STOP}"
        return ""

    def _no_such_old(self, code: PaperCode) -> Judgement:
        number = clean_number(code.number)
        facts = (("编号", number), ("校验码", code.code))
        if code.region != _settings.station(self.session).region_code:
            words = f"这是别的站（区划代码 {code.region}）出的文书，本站没有它的底档，查不了真假。请向那个站核实。"
            return Judgement(Finding.FOREIGN, "外站，查不了", words, facts, number=number)
        if self.session.scalar(select(Document.id).where(Document.number == code.number).limit(1)) is not None:
            words = f"编号 {number} 本站出过，但码对不上，这张不是本站打印的，或者码被改过。{_STOP}"
            return Judgement(Finding.DIFFERS, "与登记不符", words, facts, number=number)
        words = f"本站没有出过编号 {number} 的文书。请和来访人核实。"
        return Judgement(Finding.UNKNOWN, "没有登记", words, facts, number=number)

    def typed(self, human: str) -> Judgement:
        """Eight letters alone: the register knows them or not; no signature was seen."""
        query = select(Document).where(Document.human_code == human).order_by(Document.id.desc())
        document = self.session.scalars(query.limit(1)).first()
        if document is None:
            words = f"校验码 {human} 没有登记。请核对有没有看错字，码里没有 0、O、1、I。"
            return Judgement(Finding.UNKNOWN, "没有登记", words, (("校验码", human),))
        if not self._is_whole(document):
            words = f"登记里这张的内容和它自己的校验码对不上，登记可能被改过。{_STOP}"
            return replace(self._about(document, Finding.DIFFERS, "与登记不符", words), content=False)
        return replace(self._standing(document), content=True)

    # ---- the sheet in the register

    def _standing(self, document: Document) -> Judgement:
        """How the sheet stands, its code being good."""
        if document.state in _SHEETS:
            finding, title, words = _SHEETS[SheetState(document.state)]
            note = f"原因：{document.state_note}。" if document.state_note else ""
            return self._about(document, finding, title, words + note)
        copy = f"补印 {document.reprint}" if document.reprint else "原件"
        issued = f"本站 {short_date(document.issued_day, self.context.clock.today())} 出具，登记在册，没有作废。"
        later = self._later(document)
        if later:
            words = f"{issued}之后又补印过 {later} 次，手里这张是较早的一份。{_FACING}"
            return self._about(document, Finding.OLDER, f"真・{copy}，较早的一份", words)
        finding = Finding.REPRINT if document.reprint else Finding.GENUINE
        return self._about(document, finding, f"真・{copy}", issued + _FACING)

    def _about(self, document: Document, finding: Finding, title: str, words: str) -> Judgement:
        printed = Permission.DOCUMENT_PRINT in self.context.actor.permissions
        return Judgement(
            finding,
            title,
            words,
            self._facts(document),
            number=document.number,
            document_id=document.id if printed else None,
            hit=self._hit(document),
            compare=self._compare(document),
        )

    def _hit(self, document: Document) -> Hit:
        """What the paper is about: its visit or its case, where it belongs to one, else the sheet itself."""
        if document.visit_id is not None and Permission.VISIT_READ in self.context.actor.permissions:
            number = self.session.scalar(select(Visit.number).where(Visit.id == document.visit_id))
            return Hit("visit", document.visit_id, str(number), "")
        if document.case_id is not None and Permission.VISIT_READ in self.context.actor.permissions:
            case = self.session.get_one(CaseFile, document.case_id)
            return Hit("case", case.id, case.number, "", series=case.series)
        return Hit("document", document.id, document.number, "")

    def _facts(self, document: Document) -> tuple[tuple[str, str], ...]:
        operator = self.session.scalar(select(Operator.name).where(Operator.id == document.operator_id))
        printed = f"，{document.printer}" if document.printer else ""
        person = self._person(document) or ("未写姓名" if document.visit_id is not None else "")
        return (
            ("文书", PAPER_LABELS[document.kind]),
            ("编号", document.number),
            *((("当事人", person),) if person else ()),
            ("份次", self._copy(document)),
            ("经办", f"{operator} {document.issued_at:%Y-%m-%d %H:%M}{printed}"),
            ("校验码", document.human_code),
        )

    def _person(self, document: Document) -> str:
        """For whom the sheet is, masked where it is a person."""
        if document.party_id is None:
            return document.recipient
        party = self.session.get_one(Party, document.party_id)
        return party.name if party.kind == UNIT else mask_name(party.name)

    def _copy(self, document: Document) -> str:
        parts = [f"补印 {document.reprint}" if document.reprint else "原件"]
        parts += [f"更正 {correction}"] if (correction := int(document.data.get("correction") or 0)) else []
        parts += [f"共 {document.copies} 份"] if document.copies > 1 else []
        later = self._later(document)
        return "，".join([*parts, f"之后补印过 {later} 次" if later else "之后没有补印"])

    def _later(self, document: Document) -> int:
        """How many reprints of it hold that were made after this copy.

        A visit may have several sheets of one kind under its number, say slips to two offices: the content decides.
        """
        held = Document.state.in_((SheetState.PENDING, SheetState.GOOD))
        same = (Document.number == document.number, Document.kind == document.kind)
        rows = self.session.scalars(select(Document).where(*same, held, Document.reprint > document.reprint))
        return sum(_said_by(row) == _said_by(document) for row in rows)

    def _compare(self, document: Document) -> tuple[str, ...]:
        person, label = self._person(document), "姓名" if document.party_id is not None else "收件人"
        terms = table("compare")["terms"].get(document.kind, table("compare")["always"])
        who = (f"{label} {person}",) if person else ()
        return (*who, f"编号 {document.number}", f"日期 {date_words(document.issued_day)}", *terms)


def _said_by(document: Document) -> dict[str, Any]:
    """What a sheet and its reprints have in common."""
    return {name: value for name, value in document.data.items() if name not in CODE_FIELDS | _OF_ONE_COPY}


def _was_signed(document: Document) -> bool:
    """Whether the sheet was printed with a signed code."""
    return bool(document.digest) or read_signed(str(document.data.get("qr_text", ""))) is not None


def _same(facts: PaperFacts) -> Select[Document]:
    from printing import catalogue

    kind = next((kind.code for kind in catalogue.KINDS.values() if kind.number == facts.kind), "")
    return select(Document).where(Document.kind == kind, Document.number == facts.number)
