"""Versions of the fixed sentences, and what the page of wordings knows of them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.labels import PAPER_LABELS
from domain.wording_rules import places_in, rule_of, sentence_fault, sentence_warning, tidy_sentence
from printing import catalogue, wording
from printing.wording import DamagedWording, Wording

PutFile = Callable[[str], None]


@pytest.fixture
def put_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PutFile]:
    """Lets the form "letter" have a file with this text."""
    monkeypatch.setattr(wording, "resource", lambda *parts: tmp_path / parts[-1])

    def put(text: str) -> None:
        (tmp_path / "letter.toml").write_text(text, encoding="utf-8")
        for read in (wording.shipped, wording.facts, wording._table):
            read.cache_clear()

    yield put
    for read in (wording.shipped, wording.facts, wording._table):
        read.cache_clear()


def test_a_later_version_names_only_what_changed(put_file: PutFile) -> None:
    put_file(
        '[[version]]\nnumber = 1\n[version.text]\ntitle = "旧题"\nfoot = "第{page}页"\n'
        '[[version]]\nnumber = 2\n[version.text]\ntitle = "新题"\n'
    )
    first, newest = wording.wording("letter", 1), wording.wording("letter")
    assert (first.version, first["title"], first.say("foot", page=3)) == (1, "旧题", "第3页")
    assert (newest.version, newest["title"], newest.say("foot", page="{page}")) == (2, "新题", "第{page}页")


@pytest.mark.parametrize("version", [-1, 99])
def test_a_version_that_is_not_there_is_refused(version: int) -> None:
    with pytest.raises(ValueError, match="没有第"):
        wording.wording("visit_receipt", version)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[version]]\nnumber = 1\n[version.text]\ntitle = "没有收尾\nfoot = "x"\n', 4, "写法不对"),
        ('[[version]]\nnumber = 1\n[version.text]\ntitle = "没有收尾', 4, "写法不对"),
        ("number 1\n", 1, "写法不对"),
        ("[[version]]\nnumber = 2\n[version.text]\n", None, "版本号"),
        ("[[version]]\nnumber = 1\n[version.text]\ntitle = 5\n", None, "不是文字"),
        ("version = 1\n", None, "须写成"),
        ("", None, "一版用语也没有"),
    ],
)
def test_a_damaged_file_is_named_with_the_line(put_file: PutFile, text: str, line: int | None, words: str) -> None:
    put_file(text)
    with pytest.raises(DamagedWording, match=words) as raised:
        wording.shipped("letter")
    assert (raised.value.form, raised.value.line) == ("letter", line)
    assert "resources/forms/letter.toml" in str(raised.value)


def test_a_file_that_is_no_text_or_gone_is_damaged(put_file: PutFile, tmp_path: Path) -> None:
    with pytest.raises(DamagedWording, match="读不出来"):
        wording.shipped("letter")
    (tmp_path / "letter.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DamagedWording, match="读不出来"):
        wording.shipped("letter")


@pytest.mark.parametrize(
    "text", ["labels = 5\n", "[labels]\ntitle = 5\n", "[places]\na = []\n", "[required]\ntitle = 5\n", "required = 1\n"]
)
def test_facts_of_the_wrong_shape_are_damage(put_file: PutFile, text: str) -> None:
    put_file(text)
    with pytest.raises(DamagedWording):
        wording.facts("letter")


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("拨打{phone}", "拨打0731"),
        ("{{phone}}", "{phone}"),
        ("{{{phone}}}", "{0731}"),
        ("{phone.__class__}", "{phone.__class__}"),
        ("{phone!r}", "{phone!r}"),
        ("{phone:>1000000}", "{phone:>1000000}"),
        ("{0}{}", "{0}{}"),
        ("} {", "} {"),
    ],
)
def test_only_a_plain_name_is_filled(sentence: str, said: str) -> None:
    assert Wording(1, {"text": sentence}).say("text", phone="0731") == said


def test_a_place_without_a_value_is_a_bug() -> None:
    with pytest.raises(KeyError):
        Wording(1, {"text": "{other}"}).say("text", phone="0731")


# ------------------------------------------------------------------------------------------------- every form


def test_each_kind_of_paper_is_called_what_its_shipped_title_says() -> None:
    assert {code: wording.wording(code)["title"] for code in catalogue.KINDS} == dict(PAPER_LABELS)


@pytest.mark.parametrize("form", catalogue.KINDS)
def test_labels_places_and_required_agree_with_the_sentences(form: str) -> None:
    facts, newest = wording.facts(form), wording.wording(form)
    assert facts.labels
    assert all(facts.labels.values())
    assert set(facts.labels) <= set(newest.sentences)
    assert set(facts.required) <= set(facts.labels)
    assert len(set(facts.labels.values())) == len(facts.labels), "two sentences stand in one place"
    assert {name for key in facts.labels for name in places_in(newest[key])} <= set(facts.places)
    for key, names in facts.required.items():
        assert set(names) <= set(places_in(newest[key])), f"{key} asks for what it doesn't hold"


@pytest.mark.parametrize("form", catalogue.KINDS)
def test_every_shipped_sentence_passes_its_own_rule(form: str) -> None:
    facts, newest = wording.facts(form), wording.wording(form)
    for key in facts.labels:
        rule = rule_of(newest[key], facts.places, facts.required.get(key, ()))
        assert sentence_fault(newest[key], rule) == ""
        assert sentence_warning(newest[key]) == ""
        assert tidy_sentence(newest[key]) == newest[key]
        assert len(set(rule.places.values())) == len(rule.places), f"{key}: two places with the same words"


@pytest.mark.parametrize("form", catalogue.KINDS)
def test_wordings_go_into_the_store_as_they_are(form: str) -> None:
    for version in wording.shipped(form):
        assert json.loads(json.dumps(dict(version.sentences), ensure_ascii=False)) == dict(version.sentences)
