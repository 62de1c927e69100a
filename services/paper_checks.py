"""Checking papers that somebody holds in hand: each look is written down, with what the clerk saw beside the code.

The verdict is that of `services._verdicts`. A row of `paper_check` and the audit hold the finding and the number of the
sheet, never what was typed or scanned: somebody may hold an identity card under the scanner.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from domain.permissions import Permission
from domain.scan_rules import clean_scan, settings_from
from domain.text import in_one_line, shortened, single_line
from models.document import Document, PaperCheck
from models.operator import Operator
from services import _settings, _verdicts
from services._base import Changes, Service
from services._judgement import Finding, Judgement
from services.scans import SETTING
from services.search import Hit
from system.errors import Invalid, NotFound

__all__ = ["CheckRow", "Finding", "PaperChecks", "Verdict"]

WORDS_LENGTH = NOTE_LENGTH = 200
_NOT_A_PAPER = Judgement(
    Finding.NOTHING,
    "不是文书上的码",
    "这不是文书上的二维码，也不是 8 位校验码。请扫纸上的码，或者照着二维码下面的 8 个字母输入。",
)


@dataclass(frozen=True)
class Verdict:
    """What came of one look at a paper.

    `facts` are (label, value). `signature`: whether the code's signature is good; `content`: whether its digest agrees
    with the register; both None where that can't be told. `document_id` is the archived sheet to lie beside it, `hit`
    what the paper is about, `compare` what to look at by eye. `check_id` names the look, for a note; 0 where nothing
    came at all.
    """

    finding: Finding
    title: str
    words: str
    facts: tuple[tuple[str, str], ...]
    signature: bool | None
    content: bool | None
    document_id: int | None
    hit: Hit | None
    check_id: int
    compare: tuple[str, ...]


@dataclass(frozen=True)
class CheckRow:
    """One look of today. `title` is short, for a chip; `note` is what didn't fit, "" where nobody wrote anything."""

    id: int
    at: dt.datetime
    finding: Finding
    title: str
    number: str
    words: str
    operator: str
    note: str
    document_id: int | None


class PaperChecks(Service):
    """Looks at papers, and the list of them."""

    def check(self, text: str) -> Verdict:
        """Look at a paper by its scanned code or its eight typed letters; written down and audited. Raises Denied."""
        with self.look(Permission.DOCUMENT_PRINT) as session:
            plain = clean_scan(text, settings_from(_settings.get(session, SETTING)).prefix)
            judged = _verdicts.judge(self._context, session, plain) or _NOT_A_PAPER
        return _verdict(judged, 0 if judged.finding is Finding.EMPTY else self._written_down(judged))

    def _written_down(self, judged: Judgement) -> int:
        """Keep the look; its row's id."""
        with self.change(Permission.DOCUMENT_PRINT) as change:
            row = PaperCheck(
                day=change.now.date(),
                at=change.now,
                operator_id=change.actor.id,
                finding=judged.finding,
                document_id=judged.document_id,
                number=judged.number,
                words=_short_words(judged),
            )
            change.session.add(row)
            change.session.flush()
            # A number that nobody's signature vouches for may be any text.
            known = judged.document_id is not None or judged.signature
            detail = {"finding": judged.finding.value, "number": judged.number if known else ""}
            change.audit("paper.checked", "paper_check", row.uuid, detail)
            return row.id

    def today(self) -> tuple[CheckRow, ...]:
        """Today's looks, newest first."""
        query = (
            select(PaperCheck, Operator.name, Document.reprint)
            .join(Operator, Operator.id == PaperCheck.operator_id)
            .outerjoin(Document, Document.id == PaperCheck.document_id)
            .where(PaperCheck.day == self._context.clock.today())
            .order_by(PaperCheck.id.desc())
        )
        with self.look(Permission.DOCUMENT_PRINT) as session:
            return tuple(_row(*row) for row in session.execute(query))

    def note(self, check_id: int, words: str) -> Changes:
        """Write down what in the paper didn't fit its archived page; a second note stands behind the first.

        Raises Invalid (words), NotFound, Denied.
        """
        words = single_line(in_one_line(words))
        if not words:
            raise Invalid({"words": "请写明哪里对不上，比如“期限写成了 2028 年”。"})
        with self.change(Permission.DOCUMENT_PRINT) as change:
            row = change.session.get(PaperCheck, check_id)
            if row is None:
                raise NotFound("没有这次查验。")
            note = "；".join(filter(None, (row.note, words)))
            if len(note) > NOTE_LENGTH:
                raise Invalid({"words": f"连同已记的一共 {len(note)} 字，最多 {NOTE_LENGTH} 字，请写短一些。"})
            row.note = note
            change.audit("paper.noted", "paper_check", row.uuid, {"number": row.number, "length": len(words)})
        return self.changed("paper_check", row=check_id)


# What a finding is called in the list.
_LABELS: Mapping[Finding, str] = {
    Finding.INCOMPLETE: "没扫全",
    Finding.GENUINE: "真・原件",
    Finding.REPRINT: "补印",
    Finding.OLDER: "较早一份",
    Finding.VOID: "已作废",
    Finding.SPOILED: "已损坏",
    Finding.UNPRINTED: "未印成",
    Finding.BAD_SIGNATURE: "签名不符",
    Finding.DIFFERS: "与登记不符",
    Finding.PEER: "外站・真",
    Finding.FOREIGN: "外站",
    Finding.UNKNOWN: "查无",
    Finding.NOTHING: "不是文书",
}


def _verdict(judged: Judgement, check_id: int) -> Verdict:
    return Verdict(
        judged.finding,
        judged.title,
        judged.words,
        judged.facts,
        judged.signature,
        judged.content,
        judged.document_id,
        judged.hit,
        check_id,
        judged.compare,
    )


def _short_words(judged: Judgement) -> str:
    """One line for the list: what paper it is and for whom, else the verdict's first sentence."""
    facts = dict(judged.facts)
    about = "，".join(filter(None, (facts.get("出具的站"), facts.get("文书"), facts.get("当事人"))))
    first, _, _ = judged.words.partition("。")
    return shortened(about if judged.document_id is not None and about else first, WORDS_LENGTH)


def _row(check: PaperCheck, operator: str, reprint: int | None) -> CheckRow:
    finding = Finding(check.finding)
    title = _LABELS[finding] + (f" {reprint}" if finding is Finding.REPRINT and reprint else "")
    return CheckRow(
        check.id, check.at, finding, title, check.number, check.words, operator, check.note, check.document_id
    )
