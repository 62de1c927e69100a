"""The wording of papers: drafts that keep every word, versions that keep every paper, and a way back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.permissions import Role
from printing import wording
from printing.wording import Wording, shipped
from services import Services, _wordings
from services.entry import Entry
from services.loose_papers import QUEUE_SLIP
from system import paths
from system.errors import Conflict, Denied, Invalid, Trouble
from tests import factories
from tests.gui.visitors import visit
from tests.services.insight import all_audited_words, audit_of, seen_by

RECEIPT = "visit_receipt"
READERS = (wording.shipped, wording.facts, wording._table)


def forget_files() -> None:
    for read in READERS:
        read.cache_clear()


def edit(services: Services, note: str = "", **sentences: str) -> int:
    """Save a draft of the receipt's sentences; returns its count of edits."""
    view = services.wordings.view(RECEIPT)
    return services.wordings.save_draft(RECEIPT, sentences, note, edits=view.edits).edits


def use(services: Services, **sentences: str) -> None:
    services.wordings.activate(RECEIPT, edits=edit(services, **sentences))


def text_of(services: Services, key: str, kind: str = RECEIPT) -> str:
    return next(one.text for one in services.wordings.view(kind).sentences if one.key == key)


# ---------------------------------------------------------------------------------------------------------- versions


def test_every_kind_is_there_as_shipped_from_the_first_login(station: Services) -> None:
    kinds = station.wordings.kinds()
    assert len(kinds) >= 17
    assert all(kind.shipped and kind.draft is None for kind in kinds)
    receipt = next(kind for kind in kinds if kind.kind == RECEIPT)
    assert (receipt.title, receipt.number) == ("来访登记回执", len(shipped(RECEIPT)))
    assert station.wordings.damaged() == ()


def test_a_draft_keeps_whatever_was_typed_over_a_restart(station: Services, entry: Entry) -> None:
    edits = edit(station, note="  试试 ", query_text="拨打{phone", title="")
    station.close()
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    view = again.wordings.view(RECEIPT)
    assert (text_of(again, "query_text"), text_of(again, "title"), view.note) == ("拨打{phone", "", "试试")
    assert (view.edits, view.number, view.saved_by) == (edits, view.active + 1, again.actor.name)
    assert next(kind for kind in again.wordings.kinds() if kind.kind == RECEIPT).draft == view.number
    again.close()


def test_what_is_activated_is_printed_and_counted(station: Services) -> None:
    first = visit(station).document.id
    use(station, query_text="带本回执来，或打{phone}。", title="来访回执")
    second = visit(station).document.id
    rows = station.wordings.versions(RECEIPT)
    assert [(row.state, row.sheets, row.shipped) for row in rows[:2]] == [("active", 1, False), ("retired", 1, True)]
    assert rows[0].note == "改了标题、怎样查询：内容"
    assert rows[0].by == station.actor.name
    assert station.documents.pdf(first) != station.documents.pdf(second)
    (entry,) = audit_of(station, "wording.activated")
    assert entry.detail == {
        "kind": RECEIPT, "number": rows[0].number, "before": rows[1].number, "sentences": ["title", "query_text"],
    }  # fmt: skip
    assert "带本回执来" not in all_audited_words(station)


def test_an_old_paper_has_the_words_of_its_day_whatever_came_after(
    station: Services, entry: Entry, put_files: "PutFiles"
) -> None:
    paper = visit(station).document.id
    before = station.documents.pdf(paper)
    use(station, title="第一次改")
    middle = visit(station).document.id
    between = station.documents.pdf(middle)
    use(station, title="第二次改")
    station.close()
    newest = len(shipped(RECEIPT)) + 1
    put_files(RECEIPT, lambda text: f'{text}\n[[version]]\nnumber = {newest}\n[version.text]\ntitle = "新出厂"\n')
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert again.documents.pdf(paper) == before
    assert again.documents.pdf(middle) == between
    # The station's own words go on until she asks for the shipped ones.
    assert text_of(again, "title") == "第二次改"
    again.wordings.restore_shipped(RECEIPT)
    assert text_of(again, "title") == "新出厂"
    assert (again.documents.pdf(paper), again.documents.pdf(middle)) == (before, between)
    again.close()


def test_a_newer_shipped_version_is_printed_with_where_the_station_wrote_none(
    station: Services, entry: Entry, put_files: "PutFiles"
) -> None:
    station.close()
    newest = len(shipped(RECEIPT)) + 1
    put_files(RECEIPT, lambda text: f'{text}\n[[version]]\nnumber = {newest}\n[version.text]\nextra = "新的一句"\n')
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert [row.state for row in again.wordings.versions(RECEIPT)[:2]] == ["active", "retired"]
    again.close()


def test_a_sentence_that_the_program_got_later_is_there_for_the_stations_own_version(
    station: Services, entry: Entry, put_files: "PutFiles"
) -> None:
    use(station, title="本站的")
    station.close()
    newest = len(shipped(RECEIPT)) + 1
    put_files(RECEIPT, lambda text: f'{text}\n[[version]]\nnumber = {newest}\n[version.text]\nextra = "新的一句"\n')
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    with again.wordings.look(None) as session:
        words = _wordings.active(session, RECEIPT)
    assert (words["title"], words["extra"]) == ("本站的", "新的一句")
    again.close()


def test_the_way_back_to_the_shipped_words_loses_nothing(station: Services) -> None:
    use(station, title="本站的")
    edits = edit(station, title="还没写完")
    own = station.wordings.view(RECEIPT).active
    assert station.wordings.restore_shipped(RECEIPT).subjects == {"wording"}
    view = station.wordings.view(RECEIPT)
    assert view.shipped
    assert view.edits == edits
    assert text_of(station, "title") == "还没写完"
    assert station.wordings.sentences(RECEIPT, own)["title"] == "本站的"
    assert station.wordings.restore_shipped(RECEIPT).subjects == frozenset()
    assert len(audit_of(station, "wording.restored")) == 1


def test_versions_are_compared_sentence_by_sentence(station: Services) -> None:
    old = text_of(station, "title")
    use(station, title="本站的")
    own = station.wordings.view(RECEIPT).active
    edit(station, seal="（公章）", operator="经手：{operator}")
    (change,) = station.wordings.compare(RECEIPT, own)
    assert (change.label, change.old, change.new) == ("标题", old, "本站的")
    first, second = station.wordings.compare(RECEIPT, own + 1)
    assert (first.label, first.old, first.new) == ("页脚：经办人", "经办人：{经办人}", "经手：{经办人}")
    assert (second.label, second.old, second.new) == ("盖章处", "（盖章）", "（公章）")
    assert station.wordings.compare(RECEIPT, 1) == ()
    with pytest.raises(ValueError, match="没有第"):
        station.wordings.compare(RECEIPT, 99)


def test_a_discarded_draft_is_gone_and_its_number_free(station: Services) -> None:
    edits = edit(station, title="不要了")
    number = station.wordings.view(RECEIPT).number
    station.wordings.discard_draft(RECEIPT, edits=edits)
    view = station.wordings.view(RECEIPT)
    assert (view.edits, view.number, text_of(station, "title")) == (0, number, "来访登记回执")
    with pytest.raises(Conflict):
        station.wordings.discard_draft(RECEIPT, edits=edits)


# ------------------------------------------------------------------------------------------------------- two writers


def test_the_second_of_two_sessions_is_told_and_may_save_over(station: Services) -> None:
    other = seen_by(station, Role.CHIEF)
    mine, theirs = station.wordings.view(RECEIPT), other.wordings.view(RECEIPT)
    other.wordings.save_draft(RECEIPT, {"title": "她的"}, edits=theirs.edits)
    with pytest.raises(Conflict, match="09:42 也改了这份草稿"):
        station.wordings.save_draft(RECEIPT, {"title": "我的"}, edits=mine.edits)
    now = station.wordings.view(RECEIPT)
    with pytest.raises(Conflict):
        station.wordings.activate(RECEIPT, edits=mine.edits)
    station.wordings.save_draft(RECEIPT, {"title": "我的"}, edits=now.edits)
    assert text_of(other, "title") == "我的"


def test_a_draft_that_changes_nothing_is_not_activated(station: Services) -> None:
    with pytest.raises(Conflict, match="一样"):
        station.wordings.activate(RECEIPT, edits=edit(station, title="来访登记回执"))
    with pytest.raises(Conflict):
        station.wordings.activate(QUEUE_SLIP, edits=0)


@pytest.mark.parametrize("role", [Role.CLERK, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_the_chief_sees_and_changes_the_words(station: Services, role: Role) -> None:
    somebody = seen_by(station, role)
    for act in (
        somebody.wordings.kinds,
        somebody.wordings.damaged,
        lambda: somebody.wordings.view(RECEIPT),
        lambda: somebody.wordings.versions(RECEIPT),
        lambda: somebody.wordings.preview(RECEIPT, {}),
        lambda: somebody.wordings.save_draft(RECEIPT, {}, edits=0),
        lambda: somebody.wordings.activate(RECEIPT, edits=0),
        lambda: somebody.wordings.discard_draft(RECEIPT, edits=0),
        lambda: somebody.wordings.restore_shipped(RECEIPT),
    ):
        with pytest.raises(Denied):
            act()


# ----------------------------------------------------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "空着"),
        (" \u3000\n", "空着"),
        ("拨打{phone", "花括号"),
        ("拨打{phone}}", "花括号"),
        ("{phone}{0}", "花括号"),
        ("{phone}{}", "花括号"),
        ("{phone.__class__}", "花括号"),
        ("{phone!r}", "花括号"),
        ("{phone:>1000000}", "花括号"),
        ("{phone}{查询}", "花括号"),
        ("{phone}报{number}", "填不了"),
        ("拨打电话", "少了必须有的“查询电话”"),
        ("拨打{{phone}}", "少了必须有的“查询电话”"),
        ("{phone}" + "长" * 200, "太长"),
        ("{phone}\n再一行", "一行"),
        ("{phone}\x00", "控制字符"),
        ("{phone}\u202e倒过来", "控制字符"),
    ],
)
def test_what_can_not_be_printed_is_named_and_not_activated(station: Services, text: str, words: str) -> None:
    assert words in station.wordings.check(RECEIPT, {"query_text": text}).faults["query_text"]
    edits = edit(station, query_text=text)
    with pytest.raises(Invalid) as raised:
        station.wordings.activate(RECEIPT, edits=edits)
    assert words in raised.value.fields["query_text"]
    assert station.wordings.view(RECEIPT).shipped
    # The specimen is drawn all the same, with the words of now in the faulty place.
    assert station.wordings.preview(RECEIPT, {"query_text": text}).startswith(b"%PDF")


def test_doubled_braces_are_printed_and_rare_characters_only_warned_of(station: Services) -> None:
    checked = station.wordings.check(RECEIPT, {"query_text": "{{拨打}}{phone}\U0003134a", "seal": "（公章）"})
    assert checked.faults == {}
    assert "U+3134A" in checked.warnings["query_text"]


def test_what_leaves_the_page_is_found_by_drawing_it(station: Services) -> None:
    proof = station.wordings.proof(RECEIPT, {"stub": "存根" * 10, "query": "查询" * 10, "seal": "（公章）"})
    assert (set(proof.checked.faults), set(proof.checked.warnings)) == ({"stub"}, {"query"})
    assert "纸边外面" in proof.checked.faults["stub"]
    assert "叠在一起" in proof.checked.warnings["query"]
    with pytest.raises(Invalid) as raised:
        station.wordings.activate(RECEIPT, edits=edit(station, stub="存根" * 10, query="查询" * 10))
    assert set(raised.value.fields) == {"stub"}
    # A warning stops nothing.
    use(station, stub="存根", query="查询" * 10)
    assert text_of(station, "query") == "查询" * 10


def test_what_is_too_long_to_be_kept_is_refused(station: Services) -> None:
    with pytest.raises(Invalid) as raised:
        station.wordings.save_draft(RECEIPT, {"title": "长" * 10_001}, "说" * 101, edits=0)
    assert set(raised.value.fields) == {"title", "note"}


def test_sentences_of_the_frame_are_not_the_chiefs(station: Services) -> None:
    edits = edit(station, void="有效", title="回执")
    station.wordings.activate(RECEIPT, edits=edits)
    with station.wordings.look(None) as session:
        assert _wordings.active(session, RECEIPT)["void"] == "作废"


def test_a_loose_paper_takes_the_stations_words(station: Services) -> None:
    before = station.loose_papers.sample_slip()
    view = station.wordings.view(QUEUE_SLIP)
    saved = station.wordings.save_draft(QUEUE_SLIP, {"title": "候号单"}, edits=view.edits)
    station.wordings.activate(QUEUE_SLIP, edits=saved.edits)
    assert station.loose_papers.sample_slip() != before


# ---------------------------------------------------------------------------------------------------- damaged files

PutFiles = Callable[[str, Callable[[str], str]], None]


@pytest.fixture
def put_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PutFiles]:
    """Lets forms have another file than the shipped one: `put_files("visit_receipt", lambda text: …)`."""
    changed: dict[str, Path] = {}

    def resource(*parts: str) -> Path:
        return changed.get(parts[-1], paths.resource(*parts))

    def put(form: str, change: Callable[[str], str]) -> None:
        name = f"{form}.toml"
        text = paths.resource("forms", name).read_text(encoding="utf-8")
        changed[name] = tmp_path / name
        changed[name].write_text(change(text), encoding="utf-8")
        forget_files()

    monkeypatch.setattr(wording, "resource", resource)
    yield put
    monkeypatch.undo()
    forget_files()


def damage(text: str) -> str:
    """Somebody took a quotation mark away in the third line."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("title"))
    lines[at] = lines[at].rstrip('"')
    return "\n".join(lines)


def test_a_damaged_file_is_named_with_its_line_and_harms_no_paper(
    station: Services,
    entry: Entry,
    put_files: PutFiles,
    expected_logs: list[object],
) -> None:
    paper = visit(station).document.id
    before = station.documents.pdf(paper)
    use(station, title="本站的")
    edits = edit(station, seal="（公章）")
    station.close()
    for kind in (RECEIPT, QUEUE_SLIP, "printer_test", "recovery_sheet"):
        put_files(kind, damage)
    again = entry.login(factories.founded().chief, factories.CHIEF_PASSWORD)
    assert len(expected_logs) == 4
    found = {file.kind: file for file in again.wordings.damaged()}
    line = damage(paths.resource("forms", f"{RECEIPT}.toml").read_text(encoding="utf-8")).splitlines()
    assert set(found) == {RECEIPT, QUEUE_SLIP, "printer_test", "recovery_sheet"}
    assert line[(found[RECEIPT].line or 0) - 1].startswith("title")
    assert f"resources/forms/{RECEIPT}.toml”第 {found[RECEIPT].line} 行" in found[RECEIPT].sentence
    # Everything goes on with what lies in the store.
    assert again.documents.pdf(paper) == before
    fresh = visit(again).document
    assert again.documents.pdf(fresh.id)
    assert fresh.title == "来访登记回执"
    assert again.loose_papers.sample_slip()
    assert again.documents.printer_test("HP")
    again.documents.warm_up()
    assert again.search.everywhere(fresh.number)
    # Looked at, but not edited, and the draft is still there.
    view = again.wordings.view(RECEIPT)
    assert view.damaged == found[RECEIPT]
    assert again.wordings.proof(RECEIPT, {"title": ""}).checked.faults == {}
    assert (view.sentences, view.edits) == ((), edits)
    with pytest.raises(Conflict, match="修好之前不能改"):
        again.wordings.save_draft(RECEIPT, {"title": "改"}, edits=edits)
    assert [row.state for row in again.wordings.versions(RECEIPT)[:2]] == ["draft", "active"]
    assert again.wordings.compare(RECEIPT, view.active)
    assert again.wordings.restore_shipped(RECEIPT).subjects
    assert len(expected_logs) == 4
    again.close()


def test_a_damaged_file_with_nothing_in_the_store_is_a_clear_trouble(station: Services, put_files: PutFiles) -> None:
    with station.wordings.change(None) as change:
        for row in change.session.scalars(_wordings.rows_of(QUEUE_SLIP)):
            change.session.delete(row)
    put_files(QUEUE_SLIP, damage)
    with pytest.raises(Trouble, match=r"《排队号》的文书文字读不出来：resources/forms/queue_slip\.toml 第 \d+ 行"):
        station.loose_papers.sample_slip()


def test_only_plain_names_reach_the_paper_even_from_an_altered_store(station: Services) -> None:
    """Whoever writes into the store by hand gets braces on paper, not the inside of the program."""
    words = Wording(9, {"query_text": "{phone.__class__}{phone!r}{phone:>1000000}"})
    assert words.say("query_text", phone="0731") == words["query_text"]
