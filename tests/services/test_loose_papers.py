"""Sheets outside the register: drawn from data, audited, never for what belongs into the register."""

import tomllib

import pytest

from domain.permissions import Role
from printing import readback
from services import Services
from services.loose_papers import QUEUE_SLIP, QUICK_CARD
from system.errors import Denied
from system.paths import resource
from system.version import VERSION
from tests import factories
from tests.services.insight import all_audited_words, audit_of, seen_by


def words(pdf: bytes) -> str:
    return readback.words(pdf).replace("\r\n", "")


def test_a_slip_from_the_queue_is_drawn_and_audited_without_a_name(clerk: Services) -> None:
    taken = clerk.queue.take(name="李龚", note="家住晏家塘")
    text = words(clerk.loose_papers.pdf(QUEUE_SLIP, taken.slip))
    assert "001" in text
    assert "前面等候" in text
    assert "李" not in text
    assert [entry.detail for entry in audit_of(clerk, "loose.drawn")] == [{"number": "001"}]
    assert "李龚" not in all_audited_words(clerk)
    assert clerk.documents.issued() == ()


def test_the_card_gets_the_station_the_day_and_the_version(clerk: Services) -> None:
    rows = tomllib.loads(resource("help", "keys.toml").read_text(encoding="utf-8"))["keys"]
    keys = [{part: row[part] for part in ("key", "words", "group")} for row in rows if row.get("card")]
    text = words(clerk.loose_papers.pdf(QUICK_CARD, {"keys": keys}))
    for part in (factories.STATION.name, VERSION, "2026年11月24日", "什么都能找", "PgDn"):
        assert part in text


def test_the_sample_is_no_number_of_anybody(clerk: Services) -> None:
    assert "000" in words(clerk.loose_papers.sample_slip())
    assert clerk.queue.take().row.number == "001"


def test_a_paper_of_the_register_is_no_loose_sheet(clerk: Services) -> None:
    with pytest.raises(ValueError, match="要编号存档"):
        clerk.loose_papers.pdf("visit_receipt", {})
    with pytest.raises(ValueError, match="没有“letter”"):
        clerk.loose_papers.pdf("letter", {})
    with pytest.raises(ValueError, match="缺少"):
        clerk.loose_papers.pdf(QUEUE_SLIP, {"number": "001"})
    assert audit_of(clerk, "loose.drawn") == []


def test_each_kind_has_its_title(clerk: Services) -> None:
    assert (clerk.loose_papers.title(QUEUE_SLIP), clerk.loose_papers.title(QUICK_CARD)) == ("排队号", "窗口一页操作卡")


def test_who_may_not_print_is_refused(clerk: Services) -> None:
    with pytest.raises(Denied):
        seen_by(clerk, Role.AUDITOR).loose_papers.sample_slip()
