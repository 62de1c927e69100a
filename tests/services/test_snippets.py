"""Snippets: the shipped ones are there, changes are versioned, nothing is lost, the used ones come first."""

import datetime as dt
from dataclasses import replace

import pytest

from domain.permissions import Role
from domain.snippet_rules import shipped_snippets
from domain.vocabulary import MatterKind
from services import Services
from services.snippets import SnippetForm, SnippetRow
from system.clock import FixedClock
from system.errors import Conflict, Denied, Invalid, NotFound
from tests.services.insight import all_audited_words, audit_of, seen_by

OWN = SnippetForm(code="byh", title="本月活动", text="本月在碧湘社区有招聘会。", kind=MatterKind.CONSULTATION)


def of_code(services: Services, code: str) -> SnippetRow:
    return next(row for row in services.snippets.all() if row.code == code)


def added(services: Services, form: SnippetForm = OWN) -> SnippetRow:
    services.snippets.add(form)
    return of_code(services, form.code)


def codes(rows: tuple[SnippetRow, ...]) -> list[str]:
    return [row.code for row in rows]


# ------------------------------------------------------------------------------------------------------------ shipped


def test_the_shipped_ones_are_there_at_the_first_look_and_filled_in_once(clerk: Services) -> None:
    assert codes(clerk.snippets.all()) == list(shipped_snippets())
    assert all(row.shipped and not row.altered and row.version == 1 for row in clerk.snippets.all())
    assert [entry.detail for entry in audit_of(clerk, "snippet.filled")] == [{"count": len(shipped_snippets())}]


def test_a_removed_shipped_one_stays_away_until_it_is_restored(clerk: Services) -> None:
    gone = clerk.snippets.all()[0]
    clerk.snippets.remove(gone.id)
    assert gone.code not in codes(clerk.snippets.all())
    assert clerk.snippets.restore_shipped().count == 1
    back = of_code(clerk, gone.code)
    assert (back.id, back.text) == (gone.id, gone.text)


def test_restoring_brings_back_the_shipped_words_and_leaves_the_station_s_own(clerk: Services) -> None:
    own = added(clerk)
    first, second, *_ = (row for row in clerk.snippets.all() if row.shipped)
    for row in (first, second):
        clerk.snippets.edit(row.id, replace(row.form, text="改过的话。"), version=row.version)
    assert of_code(clerk, first.code).altered
    restored = clerk.snippets.restore_shipped([first.id])
    assert (restored.count, restored.changes.subjects) == (1, frozenset({"snippet"}))
    assert of_code(clerk, first.code).text == first.text
    assert of_code(clerk, second.code).text == "改过的话。"
    assert clerk.snippets.restore_shipped().count == 1
    assert of_code(clerk, own.code) == own
    nothing = clerk.snippets.restore_shipped()
    assert (nothing.count, nothing.changes.subjects) == (0, frozenset())


def test_restoring_counts_the_version_up_so_that_an_open_editor_is_told(clerk: Services) -> None:
    row = clerk.snippets.all()[0]
    clerk.snippets.edit(row.id, replace(row.form, text="改过的话。"), version=1)
    clerk.snippets.restore_shipped()
    with pytest.raises(Conflict):
        clerk.snippets.edit(row.id, replace(row.form, text="又改的话。"), version=2)


def test_a_shipped_one_under_another_code_can_be_had_again_beside_it(clerk: Services) -> None:
    row = clerk.snippets.all()[0]
    clerk.snippets.edit(row.id, replace(row.form, code="x1"), version=1)
    assert {row.code, "x1"} <= set(codes(clerk.snippets.all()))


# ------------------------------------------------------------------------------------------------------------- editing


def test_an_added_one_is_found_at_once(clerk: Services) -> None:
    row = added(clerk)
    assert (row.title, row.text, row.kind, row.version, row.uses) == (OWN.title, OWN.text, OWN.kind, 1, 0)
    assert not row.shipped
    assert codes(clerk.snippets.find("ByH")) == ["byh"]
    assert codes(clerk.snippets.find("招聘会")) == ["byh"]


@pytest.mark.parametrize("text", ["长" * 10_000, "𬭎" * 10_000, "<b>&{x}%s\n\t二"])
def test_a_long_or_strange_text_is_kept_word_for_word(clerk: Services, text: str) -> None:
    assert added(clerk, replace(OWN, text=text)).text == text


def test_a_text_that_is_too_long_is_refused_with_a_sentence(clerk: Services) -> None:
    with pytest.raises(Invalid) as refused:
        clerk.snippets.add(replace(OWN, text="长" * 10_001))
    assert refused.value.fields == {"text": "有 10001 个字，最多 10000 个。请删短一些。"}
    assert "byh" not in codes(clerk.snippets.all())


def test_control_characters_are_dropped(clerk: Services) -> None:
    row = added(clerk, replace(OWN, title="本\x00月\r\n活动", text="一\x07\r\n二\u2028三"))
    assert (row.title, row.text) == ("本月 活动", "一\n二\n三")


def test_a_code_is_given_once(clerk: Services) -> None:
    row = added(clerk)
    other = added(clerk, replace(OWN, code="qt", title="其他"))
    with pytest.raises(Invalid) as by_adding:
        clerk.snippets.add(OWN)
    with pytest.raises(Invalid) as by_changing:
        clerk.snippets.edit(other.id, replace(OWN, title="其他"), version=other.version)
    for refused in (by_adding, by_changing):
        assert refused.value.fields == {"code": "短码“byh”已经给了“本月活动”，请换一个。"}
    assert of_code(clerk, "byh") == row


def test_a_change_counts_the_version_and_an_empty_one_does_not(clerk: Services) -> None:
    row = added(clerk)
    assert clerk.snippets.edit(row.id, row.form, version=1).subjects == frozenset()
    assert clerk.snippets.edit(row.id, replace(row.form, kind=None), version=1).subjects == {"snippet"}
    changed = of_code(clerk, "byh")
    assert (changed.kind, changed.version) == (None, 2)


def test_a_second_writer_is_told_who_was_first_and_loses_nothing(
    clerk: Services, station: Services, clock: FixedClock
) -> None:
    row = added(clerk)
    clock.advance(dt.timedelta(minutes=3))
    station.snippets.edit(row.id, replace(row.form, text="站长的话。"), version=1)
    with pytest.raises(Conflict, match="谢国辉在 11-24 09:45 改过这条常用语，这次没有保存。你填的内容还在"):
        clerk.snippets.edit(row.id, replace(row.form, text="窗口的话。"), version=1)
    station.snippets.remove(row.id)
    with pytest.raises(Conflict, match="谢国辉在 11-24 09:45 删除了这条常用语"):
        clerk.snippets.edit(row.id, replace(row.form, text="窗口的话。"), version=2)
    clerk.snippets.put_back(row.id)
    assert of_code(clerk, "byh").text == "站长的话。"


def test_a_removed_one_is_put_back_as_it_was(clerk: Services) -> None:
    row = added(clerk)
    clerk.snippets.used(row.id)
    clerk.snippets.remove(row.id)
    assert clerk.snippets.find("byh") == ()
    clerk.snippets.put_back(row.id)
    assert of_code(clerk, "byh") == replace(row, uses=1)


def test_a_code_that_was_removed_is_free_for_another(clerk: Services) -> None:
    row = added(clerk)
    clerk.snippets.remove(row.id)
    new = added(clerk, replace(OWN, title="本院号", text="别的话。"))
    assert (new.title, new.text, new.version) == ("本院号", "别的话。", 2)


def test_a_code_of_a_removed_one_is_not_taken_by_a_change(clerk: Services) -> None:
    row, other = added(clerk), added(clerk, replace(OWN, code="qt", title="其他"))
    clerk.snippets.remove(row.id)
    with pytest.raises(Invalid, match="属于删除了的“本月活动”"):
        clerk.snippets.edit(other.id, replace(OWN, title="其他"), version=1)


@pytest.mark.parametrize("act", ["remove", "put_back"])
def test_one_that_is_not_there_is_said(clerk: Services, act: str) -> None:
    with pytest.raises(NotFound, match="没有这条常用语"):
        getattr(clerk.snippets, act)(99)
    clerk.snippets.used(99)


# ------------------------------------------------------------------------------------------------------------- finding


def test_the_used_ones_come_first(clerk: Services) -> None:
    rows = clerk.snippets.all()
    clerk.snippets.used(rows[5].id)
    clerk.snippets.used(rows[3].id)
    clerk.snippets.used(rows[3].id)
    assert codes(clerk.snippets.all())[:3] == [rows[3].code, rows[5].code, rows[0].code]
    assert codes(clerk.snippets.find(""))[:2] == [rows[3].code, rows[5].code]


def test_the_best_fit_comes_before_the_most_used(clerk: Services) -> None:
    added(clerk, replace(OWN, code="byha", title="别的", kind=None))
    exact = added(clerk, replace(OWN, kind=None))
    for _ in range(3):
        clerk.snippets.used(of_code(clerk, "byha").id)
    assert codes(clerk.snippets.find("byh")) == [exact.code, "byha"]


def test_a_kind_shows_its_own_and_those_for_all(clerk: Services) -> None:
    rows = clerk.snippets.all(MatterKind.PETITION)
    assert {row.kind for row in rows} == {None, MatterKind.PETITION}
    assert rows == clerk.snippets.find(" ", MatterKind.PETITION)


def test_one_of_another_kind_is_found_after_the_others(clerk: Services) -> None:
    added(clerk, replace(OWN, code="xfa", kind=MatterKind.SERVICE))
    added(clerk, replace(OWN, code="xfab", kind=MatterKind.PETITION))
    assert codes(clerk.snippets.find("xfa", MatterKind.PETITION)) == ["xfab", "xfa"]
    assert codes(clerk.snippets.find("xfa", MatterKind.SERVICE)) == ["xfa", "xfab"]


@pytest.mark.parametrize("typed", ["'; DROP TABLE snippet --", "%", "_", "\x00", "长" * 500, "<b>"])
def test_whatever_is_typed_finds_nothing_and_breaks_nothing(clerk: Services, typed: str) -> None:
    assert codes(clerk.snippets.find(typed)) in ([], list(shipped_snippets()))


# ------------------------------------------------------------------------------------------------------ audit, rights


def test_the_audit_names_codes_and_no_words(clerk: Services) -> None:
    row = added(clerk, replace(OWN, text="贺晓岚的事。"))
    clerk.snippets.edit(row.id, replace(OWN, text="贺晓岚的另一件事。"), version=1)
    clerk.snippets.remove(row.id)
    clerk.snippets.put_back(row.id)
    assert "贺晓岚" not in all_audited_words(clerk)
    assert [entry.detail for entry in audit_of(clerk, "snippet.changed")] == [
        {"code": "byh", "version": 2, "fields": ["text"]}
    ]
    for action in ("added", "removed", "put_back"):
        assert len(audit_of(clerk, f"snippet.{action}")) == 1


def test_everybody_may_see_them_and_who_may_not_change_them_is_refused(clerk: Services) -> None:
    row = clerk.snippets.all()[0]
    other = seen_by(clerk, Role.ADMINISTRATOR)
    assert len(other.snippets.all()) == len(shipped_snippets())
    for act in (
        lambda: other.snippets.add(OWN),
        lambda: other.snippets.edit(row.id, row.form, version=1),
        lambda: other.snippets.remove(row.id),
        lambda: other.snippets.put_back(row.id),
        other.snippets.restore_shipped,
    ):
        with pytest.raises(Denied):
            act()
