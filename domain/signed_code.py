"""The signed code in the QR of a paper: facts that anybody with the station's public key can check without a network.

"TYJR2:" + base45 (RFC 9285) of a CBOR body (RFC 8949) and its Ed25519 signature + ":" + the human code that stands
under the QR. All of it lies in the alphanumeric alphabet of ISO/IEC 18004, so the picture stays small. No name and no
identity number is in it. The human code at the end is signed as well; it also shows whether a scan came in whole.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from domain.paper_code import PaperCode, plain_letters, read_qr, with_dash
from domain.text import in_one_line, shortened, single_line
from system.recovery_code import ALPHABET

PREFIX = "TYJR2"
MOST_BODY_BYTES = 100
DIGEST_BYTES = 8
_FORMAT = 2
_SIGNATURE_BYTES = 64
# Kinds, copies and pages: more than any paper has, and within what a database counts.
_MOST_COUNT = 99_999
_EPOCH = date(2000, 1, 1)
_LETTERS = 8
_SHAPE = re.compile(rf"{PREFIX}:(.+):([{ALPHABET}]{{{_LETTERS}}})", re.DOTALL)
# What a Chinese input method makes of three of base45's marks.
_TYPED_IN_CHINESE = str.maketrans("¥。、", "$./")


@dataclass(frozen=True)
class PaperFacts:
    """What a code says of its paper.

    `signer` is the 4-byte id of the key, `kind` the number of the kind of paper, `copy` 1 for the original and n + 1
    for reprint n, `page` counts from 1, `digest` is 8 bytes of the content's SHA-256.
    """

    region: str
    signer: bytes
    kind: int
    number: str
    day: date
    copy: int
    page: int
    digest: bytes


@dataclass(frozen=True)
class SignedCode:
    """A code as it was read; nothing in it is to be believed before `signature` was checked over `message`."""

    facts: PaperFacts
    human_code: str
    message: bytes
    signature: bytes


def message_of(facts: PaperFacts, human_code: str) -> bytes:
    """What is signed: the body and the human code. Raises ValueError where the body is longer than 100 bytes."""
    return _body(facts) + plain_letters(human_code).encode("ascii")


def signed_text(facts: PaperFacts, human_code: str, signature: bytes) -> str:
    """The text of the QR."""
    from base45 import b45encode

    packed = b45encode(_body(facts) + signature).decode("ascii")
    return f"{PREFIX}:{packed}:{plain_letters(human_code)}"


def read_signed(text: str) -> SignedCode | None:
    """What a scanned text says, or None when it isn't a whole, well-formed code of this form.

    Full-width characters, small letters (Caps Lock at the scanner) and blanks around it are understood; blanks inside
    belong to it, base45 uses them.
    """
    from base45 import b45decode
    from cbor2 import CBORDecodeError, loads

    found = _SHAPE.fullmatch(halfwidth(text))
    if found is None:
        return None
    try:
        packed = b45decode(found[1].encode("ascii"))
        body, signature = packed[:-_SIGNATURE_BYTES], packed[-_SIGNATURE_BYTES:]
        if not 0 < len(body) <= MOST_BODY_BYTES:
            return None
        facts = _facts(loads(body))
        if facts is None or _body(facts) != body:
            return None
    except (ValueError, OverflowError, CBORDecodeError):
        return None
    human = with_dash(found[2])
    return SignedCode(facts, human, message_of(facts, human), signature)


def code_in(text: str) -> PaperCode | None:
    """What a scanned code says, signed or of the old form; nothing of it is proven."""
    signed = read_signed(text)
    if signed is None:
        return read_qr(text)
    return PaperCode(signed.facts.region, signed.facts.number, signed.facts.copy, signed.human_code)


def halfwidth(text: str) -> str:
    """A scan in the alphabet of the codes: half-width capitals, without control characters, blanks kept inside."""
    plain = unicodedata.normalize("NFKC", text).translate(_TYPED_IN_CHINESE)
    visible = "".join(mark for mark in plain if mark == " " or unicodedata.category(mark)[0] not in "CZ")
    return visible.strip().upper()


def shown(text: str, most: int) -> str:
    """A text out of a code that anybody may have made: one line, nothing invisible in it, at most `most` characters."""
    visible = "".join(mark for mark in single_line(text) if unicodedata.category(mark)[0] != "C")
    return shortened(in_one_line(visible), most)


def _body(facts: PaperFacts) -> bytes:
    from cbor2 import dumps

    days = (facts.day - _EPOCH).days
    values = [_FORMAT, int(facts.region), facts.signer, facts.kind, facts.number, days, facts.copy, facts.page]
    body: bytes = dumps([*values, facts.digest], canonical=True)
    if len(body) > MOST_BODY_BYTES:
        raise ValueError(f"the body of a code has {len(body)} bytes, at most {MOST_BODY_BYTES} go into a QR")
    return body


def _facts(values: object) -> PaperFacts | None:
    """The facts in a decoded body, None for anything that this program wouldn't have written."""
    if not isinstance(values, list) or [type(value) for value in values] != [
        int, int, bytes, int, str, int, int, int, bytes
    ]:  # fmt: skip
        return None
    form, region, signer, kind, number, days, copy, page, digest = values
    counted = all(0 < count <= _MOST_COUNT for count in (kind, copy, page))
    whole = form == _FORMAT and 0 <= region <= 999_999 and counted
    if not whole or len(signer) != 4 or len(digest) != DIGEST_BYTES:
        return None
    return PaperFacts(f"{region:06d}", signer, kind, number, _EPOCH + timedelta(days=days), copy, page, digest)
