"""What a verdict on a paper is made of, and what a code itself says, cleaned: anybody may have made it."""

from dataclasses import dataclass
from enum import StrEnum

from domain.code_check import StationKey
from domain.dates import date_words
from domain.signed_code import SignedCode, shown
from domain.tables import table
from services.search import Hit

NUMBER_LENGTH = 60


class Finding(StrEnum):
    """What came of it."""

    EMPTY = "empty"
    INCOMPLETE = "incomplete"
    GENUINE = "genuine"
    REPRINT = "reprint"
    OLDER = "older"
    VOID = "void"
    SPOILED = "spoiled"
    UNPRINTED = "unprinted"
    BAD_SIGNATURE = "bad_signature"
    DIFFERS = "differs"
    PEER = "peer"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"
    PERSON = "person"
    STRANGER = "stranger"
    VISIT = "visit"
    CASE = "case"
    SEVERAL = "several"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Judgement:
    """The verdict: a word, a sentence, facts as (label, value).

    `signature` and `content` (the digest against the register) are None where there was nothing to check. `number` is
    the sheet's number as far as it is known, `document_id` the archived sheet, `hit` what the paper is about, `compare`
    what to look at with one's own eyes.
    """

    finding: Finding
    title: str
    words: str
    facts: tuple[tuple[str, str], ...] = ()
    signature: bool | None = None
    content: bool | None = None
    number: str = ""
    document_id: int | None = None
    hit: Hit | None = None
    compare: tuple[str, ...] = ()


def of_peer(code: SignedCode, key: StationKey, *, valid: bool) -> Judgement:
    """A paper of a station whose key is here; only that station's register knows the rest."""
    number, facts = clean_number(code.facts.number), (("出具的站", key.name), *coded_facts(code))
    if not valid:
        words = f"码上说是{key.name}的密钥签的，用它的公钥却验不过：码被改过，或者是仿造的。请打电话向那个站核实。"
        return Judgement(Finding.BAD_SIGNATURE, "签名不符", words, facts, signature=False, number=number)
    words = (
        f"{key.name}的公钥验过，码是它签的。有没有作废、字改没改，只有那个站的登记知道："
        "复印后改字，码照样是真的，要紧的请打电话核对。"
    )
    terms = ("姓名", f"编号 {number}", f"日期 {date_words(code.facts.day)}", *table("compare")["always"])
    return Judgement(Finding.PEER, "外站・真", words, facts, signature=True, number=number, compare=terms)


def coded_title(number: int) -> str:
    """What a kind of paper is called by the number of it in a code; a newer program may know more kinds."""
    from printing import catalogue

    titles = (kind.title for kind in catalogue.KINDS.values() if kind.number == number)
    return next(titles, f"第 {number} 种文书，本程序还不认识")


def coded_facts(code: SignedCode) -> tuple[tuple[str, str], ...]:
    """What the code itself says, which is to be believed only as far as its signature is good."""
    facts = code.facts
    copy = "原件" if facts.copy == 1 else f"补印 {facts.copy - 1}"
    return (
        ("文书", coded_title(facts.kind)),
        ("编号", clean_number(facts.number)),
        ("日期", date_words(facts.day)),
        ("份次", f"{copy}，第 {facts.page} 页"),
        ("校验码", code.human_code),
    )


def clean_number(text: str) -> str:
    """A number as a code gives it, fit to be shown and kept."""
    return shown(text, NUMBER_LENGTH)
