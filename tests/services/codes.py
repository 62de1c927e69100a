"""Codes as they stand on papers of the register, and codes as a forger would make them."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.key_code import key_text, unsigned
from domain.signed_code import PaperFacts, message_of, read_signed, signed_text
from models.document import Document
from services import Services
from system import signing
from tests.services.insight import looking

# Of a station that isn't this one.
FOREIGN = bytes(range(32))
FOREIGN_NAME = "长沙市天心区裕南街街道退役军人服务站"


def code_on(services: Services, document_id: int, page: int = 1) -> str:
    """The text of the QR on a page of a sheet."""
    with looking(services) as session:
        data = session.get_one(Document, document_id).data
    text = data["qr_text"] if page == 1 else data["more_codes"][page - 2]
    assert isinstance(text, str)
    return text


def forged(code: str, private: bytes, *, human: str = "", **changes: Any) -> str:
    """The code with other facts, signed anew with `private`, which it names as its signer."""
    read = read_signed(code)
    assert read is not None
    facts = replace(read.facts, signer=signing.key_id(signing.public_key(private)), **changes)
    letters = human or read.human_code
    return signed_text(facts, letters, signing.sign(private, message_of(facts, letters)))


def own_key(services: Services) -> bytes:
    """The station's private key, which nobody outside of it has."""
    return services._context.signer.private


def foreign_code(number: str = "LF20261124-003", *, human: str = "ZZZZ-ZZZZ", private: bytes = FOREIGN) -> str:
    """The code on a paper of another station."""
    signer = signing.key_id(signing.public_key(private))
    facts = PaperFacts("430103", signer, 1, number, date(2026, 11, 24), 1, 1, bytes(8))
    return signed_text(facts, human, signing.sign(private, message_of(facts, human)))


def foreign_key(name: str = FOREIGN_NAME, region: str = "430103", private: bytes = FOREIGN) -> str:
    """The QR by which that station introduces itself."""
    public = signing.public_key(private)
    return key_text(region, name, public, signing.sign(private, unsigned(region, name, public)))
