"""Versions of the fixed sentences."""

from pathlib import Path

import pytest

from printing import wording


def test_a_later_version_names_only_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "letter.toml").write_text(
        '[[version]]\nnumber = 1\n[version.text]\ntitle = "旧题"\nfoot = "第{page}页"\n'
        '[[version]]\nnumber = 2\n[version.text]\ntitle = "新题"\n',
        encoding="utf-8",
    )
    monkeypatch.setattr(wording, "resource", lambda *parts: tmp_path / parts[-1])
    first, newest = wording.wording("letter", 1), wording.wording("letter")
    assert (first.version, first["title"], first.say("foot", page=3)) == (1, "旧题", "第3页")
    assert (newest.version, newest["title"], newest.say("foot", page="{page}")) == (2, "新题", "第{page}页")


def test_a_gap_in_the_versions_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gap.toml").write_text("[[version]]\nnumber = 2\n[version.text]\n", encoding="utf-8")
    monkeypatch.setattr(wording, "resource", lambda *parts: tmp_path / parts[-1])
    with pytest.raises(ValueError, match="版本号"):
        wording.wording("gap")


@pytest.mark.parametrize("version", [-1, 99])
def test_a_version_that_is_not_there_is_refused(version: int) -> None:
    with pytest.raises(ValueError, match="没有第"):
        wording.wording("visit_receipt", version)
