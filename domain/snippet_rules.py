"""What a snippet (常用语) must hold, how the window finds it, and which ones the program brings along.

A snippet is called up by a short code (the initials of its title, as a rule), by the sound of its title, or by words
of it. The shipped ones are data: `resources/data/snippets.toml`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

from domain.people_rules import length_fault
from domain.search_keys import person_keys, query_key
from domain.tables import limit, table
from domain.text import compact, several_lines, single_line
from domain.vocabulary import MatterKind

_CODE = re.compile(r"[a-z0-9]+")
# How well a snippet fits what was typed; the lower, the further up it stands.
EXACT, CODE, TITLE, WORDS, NOT = range(5)


@dataclass(frozen=True, kw_only=True)
class SnippetForm:
    """A snippet as typed; `kind` is the kind of matter that it suits, None for all."""

    code: str = ""
    title: str = ""
    text: str = ""
    kind: MatterKind | None = None


def tidy_snippet(form: SnippetForm) -> SnippetForm:
    """The form as it is stored: the code small and half-width, the title on one line, the text word for word."""
    return replace(form, code=compact(form.code).lower(), title=single_line(form.title), text=several_lines(form.text))


def check_snippet(form: SnippetForm) -> dict[str, str]:
    """What keeps this snippet from being saved: field → Chinese sentence (what, why, what to do)."""
    form = tidy_snippet(form)
    found = {
        "code": _code_fault(form.code),
        "title": length_fault(form.title, limit("snippet_title")) or _missing(form.title, "标题", "在列表里认它"),
        "text": length_fault(form.text, limit("narrative")) or _missing(form.text, "内容", "按 F8 填进诉求或答复"),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


@cache
def shipped_snippets() -> Mapping[str, SnippetForm]:
    """The snippets that the program brings along, by code, in their order."""
    rows = table("snippets")["snippet"]
    forms = (
        SnippetForm(
            code=row["code"],
            title=row["title"],
            text=row["text"],
            kind=MatterKind(row["kind"]) if row.get("kind") else None,
        )
        for row in rows
    )
    return MappingProxyType({form.code: form for form in forms})


def fit(query: str, code: str, title: str, text: str) -> int:
    """How well a snippet fits what was typed: by its code, the title or its sound, or words anywhere in it."""
    wanted = query_key(query)
    if not wanted:
        return NOT
    if code == wanted:
        return EXACT
    if code.startswith(wanted):
        return CODE
    if any(key.startswith(wanted) for key in _title_keys(title)):
        return TITLE
    return WORDS if wanted in query_key_of_all(title + text) else NOT


@lru_cache(maxsize=1024)
def query_key_of_all(words: str) -> str:
    """A whole text as a query is written: half-width, small letters, no blanks and marks."""
    size = limit("search_key")
    return "".join(query_key(words[start : start + size]) for start in range(0, len(words), size))


@lru_cache(maxsize=1024)
def _title_keys(title: str) -> frozenset[str]:
    return person_keys(title)


def _code_fault(code: str) -> str:
    if not code:
        return "还没有短码。请写几个字母，比如标题的拼音首字母。"
    if not _CODE.fullmatch(code):
        return "短码只能用字母和数字，好在键盘上直接打出来。"
    return length_fault(code, limit("snippet_code"))


def _missing(text: str, what: str, why: str) -> str:
    return "" if text else f"还没有写{what}。请填写，要靠它{why}。"
