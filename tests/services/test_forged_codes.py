"""Codes forged and altered in a thousand ways: none of them passes as genuine, and each is told for what it is."""

import random
import string
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.paper_code import qr_text
from domain.people_rules import PersonForm
from domain.permissions import Permission
from domain.signed_code import read_signed, signed_text
from models.document import Document
from services import Services
from services.paper_checks import Finding
from services.visits import SavedVisit
from system import signing
from tests.services.codes import FOREIGN, code_on, forged, own_key
from tests.services.test_scans import save

BASE45 = string.digits + string.ascii_uppercase + " $%*+-./:"
GENUINE = {Finding.GENUINE, Finding.REPRINT, Finding.OLDER}


@pytest.fixture
def person(station: Services) -> int:
    return station.people.create(PersonForm(name="李龑")).id


@pytest.fixture
def saved(station: Services, person: int) -> SavedVisit:
    return save(station, person, 1)


@pytest.fixture
def code(station: Services, saved: SavedVisit) -> str:
    """What stands on the receipt."""
    return code_on(station, saved.document.id)


def as_old(station: Services, document_id: int, number: str, human: str) -> str:
    """Make a sheet of the register one from before there was a signature; returns the code that it carried."""
    text = qr_text("430103", number, 1, human)
    with station.documents.change(Permission.DOCUMENT_PRINT) as change:
        document = change.session.get_one(Document, document_id)
        document.digest, document.data = "", document.data | {"qr_text": text}
    return text


def altered(code: str, chance: random.Random) -> str:
    place = chance.randrange(len(code))
    mark = chance.choice([one for one in BASE45 if one != code[place]])
    return code[:place] + mark + code[place + 1 :]


def forgeries(station: Services, sheets: list[str], old: str, count: int) -> Iterator[str]:
    """Codes that a forger who has papers of the station could make, one way after the other."""
    chance = random.Random(20261124)
    reads = [read for read in map(read_signed, sheets) if read is not None]
    for turn in range(count):
        code, other = chance.sample(sheets, 2)
        one, two = chance.sample(reads, 2)
        ways = (
            lambda code=code: altered(code, chance),
            lambda code=code: altered(altered(code, chance), chance),
            # Parts of two good codes.
            lambda code=code, other=other: code[:-8] + other[-8:],
            lambda one=one, two=two: signed_text(one.facts, one.human_code, two.signature),
            lambda one=one, two=two: signed_text(two.facts, one.human_code, one.signature),
            # Cut off, and doubled.
            lambda code=code: code[: chance.randrange(1, len(code))],
            lambda code=code: code[chance.randrange(1, len(code) - 9) :],
            lambda code=code, other=other: code + other,
            # A key of the forger's own, the station's id in it or not.
            lambda code=code: forged(code, FOREIGN),
            lambda one=one: signed_text(one.facts, one.human_code, signing.sign(FOREIGN, one.message)),
            # Other facts under the old signature.
            lambda one=one, turn=turn: signed_text(
                replace(one.facts, number=f"LF20261124-{turn:03d}x"), one.human_code, one.signature
            ),
            lambda one=one: signed_text(replace(one.facts, copy=2), one.human_code, one.signature),
            lambda one=one: signed_text(replace(one.facts, page=2), one.human_code, one.signature),
            lambda one=one: signed_text(replace(one.facts, digest=chance.randbytes(8)), one.human_code, one.signature),
            # The old form, whose letters can be read off the paper, for a sheet that was signed; and one changed.
            lambda one=one: qr_text("430103", one.facts.number, 1, one.human_code),
            lambda: altered(old, chance),
        )
        yield ways[turn % len(ways)]()


def test_a_thousand_forged_codes_and_none_is_genuine(station: Services, person: int) -> None:
    papers = [save(station, person, number) for number in range(1, 9)]
    sheets = [code_on(station, paper.document.id) for paper in papers[1:]]
    first = papers[0]
    old = as_old(station, first.document.id, first.number, first.document.human_code)
    assert station.scans.look_up(old).finding is Finding.GENUINE
    good = {*sheets, old}
    found = [
        (text, station.scans.look_up(text).finding)
        for text in forgeries(station, sheets, old, 1000)
        if text not in good
    ]
    assert len(found) >= 990
    assert [text for text, finding in found if finding in GENUINE | {Finding.PEER}] == []
    assert {finding for _, finding in found} >= {Finding.BAD_SIGNATURE, Finding.INCOMPLETE, Finding.DIFFERS}
    for sheet in sheets:
        assert station.scans.look_up(sheet).finding is Finding.GENUINE


def test_even_the_station_s_own_key_makes_no_sheet_that_is_not_in_the_register(station: Services, code: str) -> None:
    key = own_key(station)
    for changes in (
        {"number": "LF20261124-777"},
        {"copy": 5},
        {"page": 2},
        {"digest": bytes(8)},
        {"kind": 2},
        {"kind": 999},
        {"day": date(2026, 11, 23)},
        {"human": "ABCD-EFGH"},
        {"copy": 99_999},
    ):
        found = station.paper_checks.check(forged(code, key, **changes))
        assert found.finding in (Finding.DIFFERS, Finding.UNKNOWN), changes
        assert found.signature is True


@pytest.mark.parametrize("changes", [{"copy": 2**63 + 5}, {"page": 2**64 - 1}, {"kind": 100_000}])
def test_counts_that_no_paper_has_are_no_code_of_ours(station: Services, code: str, changes: dict[str, Any]) -> None:
    assert station.paper_checks.check(forged(code, own_key(station), **changes)).finding is Finding.BAD_SIGNATURE


def test_half_a_scan_is_no_verdict(station: Services, code: str) -> None:
    for half in (code[:90], code[90:]):
        found = station.paper_checks.check(half)
        assert (found.finding, found.signature) == (Finding.INCOMPLETE, None)
        assert "再扫一次" in found.words


def test_an_old_code_holds_for_an_old_sheet_alone(station: Services, saved: SavedVisit, code: str) -> None:
    downgraded = qr_text("430103", saved.number, 1, saved.document.human_code)
    refused = station.paper_checks.check(downgraded)
    assert (refused.finding, refused.signature) == (Finding.BAD_SIGNATURE, False)
    old = as_old(station, saved.document.id, saved.number, saved.document.human_code)
    found = station.paper_checks.check(old)
    assert (found.finding, found.signature) == (Finding.GENUINE, None)
    assert station.paper_checks.check(old.replace("430103", "430104")).finding is Finding.DIFFERS
