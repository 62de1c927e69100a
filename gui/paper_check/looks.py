"""How each finding looks, and what the page says of a paper: a verdict of now, or a look of earlier today."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.numbering import Series
from gui.navigation import Place, Target
from gui.tokens import ChipTone
from services.paper_checks import CheckRow, Finding, Verdict
from services.search import Hit


@dataclass(frozen=True)
class Look:
    """The colour and the icon of a finding; its words say the same."""

    tone: ChipTone
    icon: str


LOOKS: Mapping[Finding, Look] = {
    Finding.GENUINE: Look("green", "shield_checkmark"),
    Finding.REPRINT: Look("blue", "copy"),
    Finding.OLDER: Look("blue", "history"),
    Finding.PEER: Look("blue", "shield_checkmark"),
    Finding.FOREIGN: Look("blue", "info"),
    Finding.VOID: Look("red", "dismiss"),
    Finding.SPOILED: Look("red", "dismiss"),
    Finding.UNPRINTED: Look("red", "warning"),
    Finding.BAD_SIGNATURE: Look("red", "error_circle"),
    Finding.DIFFERS: Look("red", "warning"),
}
_GREY = Look("grey", "search")
_HALF = Look("grey", "barcode_scanner")
# The code is good: what is left to be doubted is the ink.
_GOOD = (Finding.GENUINE, Finding.REPRINT, Finding.OLDER, Finding.PEER)
_ROADS: Mapping[str, tuple[str, Place]] = {
    "visit": ("打开来访", Place.WORKBENCH),
    "case": ("打开案件", Place.WORKBENCH),
    "document": ("打开登记", Place.PRINT_CENTER),
}
# The services say this behind each good verdict; here it stands in its own place, above the ticks.
_FACING = "码是真的，不等于字没改过"
FACING = f"{_FACING}。复印后改字，码照样是真的，请和左边逐字对照"
_NO_PAPER = (Finding.EMPTY, Finding.INCOMPLETE, Finding.NOTHING)
_NO_ARCHIVE = "没有存档可以对照。看着可疑的，把纸留下，记一笔"
_DIFFERENT = "请和左边逐字对照，看哪里不一样"
_ELSEWHERE = f"{_FACING}。复印后改字，码照样是真的，要紧的请打电话向出具的站核对"


@dataclass(frozen=True)
class Shown:
    """One paper as the page shows it. `note` is what was written down that did not fit."""

    check_id: int
    finding: Finding
    title: str
    words: str
    facts: tuple[tuple[str, str], ...]
    signature: bool | None
    content: bool | None
    document_id: int | None
    hit: Hit | None
    compare: tuple[str, ...]
    note: str = ""

    @property
    def look(self) -> Look:
        """Its colour and icon."""
        half = self.finding in (Finding.EMPTY, Finding.INCOMPLETE)
        return LOOKS.get(self.finding, _HALF if half else _GREY)

    @property
    def advice(self) -> str:
        """What stands above the ticks, "" where there is no paper to speak of yet."""
        if self.finding in _NO_PAPER:
            return ""
        if self.finding is Finding.PEER:
            return _ELSEWHERE
        if self.document_id is None:
            return _NO_ARCHIVE
        return FACING if self.finding in _GOOD else _DIFFERENT

    @property
    def signature_words(self) -> str:
        """What came of the signature."""
        if self.signature is None:
            return "没有验：这个码不带签名" if self.document_id is not None else "验不了：没有可用的公钥"
        if not self.signature:
            return "不对，不能算数"
        return "外站公钥验过，有效" if self.finding is Finding.PEER else "本站密钥，有效"

    @property
    def content_words(self) -> str:
        """What came of the digest against the register."""
        if self.finding is Finding.PEER:
            return "要问出具的站，登记在那里"
        if self.content is None:
            return "没有可比的登记" if self.document_id is None else "没有比：这个码不作数"
        return "摘要与登记一致" if self.content else "和登记对不上"


def of_verdict(verdict: Verdict) -> Shown:
    """A verdict of now."""
    return Shown(
        check_id=verdict.check_id,
        finding=verdict.finding,
        title=verdict.title,
        words=_own_words(verdict.words),
        facts=verdict.facts,
        signature=verdict.signature,
        content=verdict.content,
        document_id=verdict.document_id,
        hit=verdict.hit,
        compare=verdict.compare,
    )


def of_row(row: CheckRow) -> Shown:
    """A look that another made, or that was made before this page was opened: as much as was written down."""
    told = (("编号", row.number), ("查验", f"{row.at:%H:%M} {row.operator}"))
    hit = Hit("document", row.document_id, row.number, "") if row.document_id is not None else None
    return Shown(
        check_id=row.id,
        finding=row.finding,
        title=row.title,
        words=row.words,
        facts=tuple(fact for fact in told if fact[1]),
        signature=None,
        content=None,
        document_id=row.document_id,
        hit=hit,
        compare=(),
        note=row.note,
    )


def open_words(hit: Hit | None) -> str:
    """What the button says that opens what the paper is about."""
    return _ROADS[hit.kind][0] if hit is not None else "打开"


def road(hit: Hit) -> Target:
    """Where that is."""
    own = hit.kind == "case" and hit.series == Series.SERVICE
    return Target(Place.SERVICE_CASES if own else _ROADS[hit.kind][1], hit.kind, id=hit.id)


def _own_words(words: str) -> str:
    """The verdict's sentences without the one that stands above the ticks."""
    sentences = [f"{sentence}。" for sentence in words.split("。") if sentence]
    return "".join(sentence for sentence in sentences if not sentence.startswith(_FACING))
