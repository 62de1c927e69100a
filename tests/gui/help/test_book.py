"""The help: a page for every place, and a table of keys that leaves out none that is bound."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.help.book import EVERYWHERE, FORM, bar_keys, card_data, group_titles, key_lines, keys_of, page_help
from gui.navigation import Place
from services import Services

GUI = Path(__file__).parents[3] / "gui"
# Before a login there is no help; the tour presses keys, it binds none.
ELSEWHERE = {"login", "tour"}
# The keys of a folder stand in its own group, or in those that hold everywhere.
GROUPS = {
    "visits": {"visit"},
    "queue": {"queue"},
    "service_cases": {"service_cases"},
    "workbench": {"workbench"},
    "people": {"people"},
    "print_center": {"print_center"},
    "paper_check": {"paper_check"},
    "settings": {"settings"},
    "search": {"search"},
    "help": {"help"},
    "scan_panel.py": {"scan"},
}
ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def as_shown(sequence: str) -> str:
    """The key as the table writes it: "Ctrl+Return" → "Ctrl+Enter", "Alt+Left" → "Alt+←"."""
    plain = sequence.replace("Return", "Enter").replace("PgDown", "PgDn").replace("Ctrl++", "Ctrl+=")
    return "+".join(ARROWS.get(part, part) for part in plain.split("+")) if plain != "Ctrl+=" else plain


def constants(tree: ast.Module) -> dict[str, list[str]]:
    """The strings that a name of the module stands for; several where it is a table of keys."""
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value, name = node.value, node.targets[0].id
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[name] = [value.value]
            elif isinstance(value, ast.Dict):
                found[name] = [str(key.value) for key in value.keys if isinstance(key, ast.Constant)]
    return found


def written(node: ast.expr, known: dict[str, list[str]]) -> list[str]:
    """The sequences that an argument stands for; a digit put in later is 1…9."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if node.value else []
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [f"{node.values[0].value!s}1…9"]
    return known.get(node.id, []) if isinstance(node, ast.Name) else []


def bound() -> Iterator[tuple[str, str, str]]:
    """(file, folder, key) for each key that the desk binds."""
    for path in sorted(GUI.rglob("*.py")):
        parts = path.relative_to(GUI).parts
        if parts[0] in ELSEWHERE or parts[:2] == ("kit", "setup"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            given = [word.value for word in node.keywords if word.arg == "shortcut"]
            if isinstance(node.func, ast.Name) and node.func.id == "bind":
                given += node.args[1:2]
            for argument in given:
                for key in written(argument, known):
                    yield path.relative_to(GUI.parent).as_posix(), parts[0], as_shown(key)


@pytest.mark.parametrize("place", Place)
def test_every_page_has_its_help(place: Place) -> None:
    words = page_help(place)
    assert words.title
    assert words.purpose.endswith("。")
    assert 3 <= len(words.steps) <= 9
    assert all(sentence.endswith("。") for sentence in (*words.steps, *words.notes))
    assert place.value in group_titles()


def test_every_key_that_is_bound_stands_in_the_sheet() -> None:
    sheet = {(line.group, line.key) for line in key_lines()} | {("settings", f"Alt+{at}") for at in range(1, 5)}
    missing = []
    for file, folder, key in bound():
        groups = GROUPS.get(folder, set(group_titles())) | {EVERYWHERE, FORM}
        if not any((group, key) in sheet for group in groups):
            missing.append(f"{file}: {key}")
    assert missing == []


def test_the_search_for_bound_keys_sees_each_way_of_binding() -> None:
    keys = {key for _, _, key in bound()}
    assert {"F1", "F2", "F6", "F7", "Ctrl+K", "Ctrl+L", "Ctrl+Enter", "Alt+1…9", "Ctrl+1…9", "Alt+←", "Esc"} <= keys


def test_no_key_means_two_things_in_one_group_and_every_group_has_a_title() -> None:
    pairs = [(line.group, line.key) for line in key_lines()]
    assert len(pairs) == len(set(pairs))
    assert {group for group, _ in pairs} <= set(group_titles())
    assert all(line.words and not line.words.endswith("。") for line in key_lines())


def test_the_bar_names_few_keys_and_all_of_them_work_everywhere() -> None:
    assert bar_keys() == (("F1", "帮助"), ("F2", "来访登记"), ("Ctrl+K", "查找"), ("Ctrl+L", "锁屏"))
    assert {key for key, _ in bar_keys()} <= {line.key for line in keys_of(EVERYWHERE)}


def test_the_card_has_room_for_its_keys_and_can_be_drawn(clerk: Services) -> None:
    groups = [key["group"] == EVERYWHERE for key in card_data()["keys"]]
    assert groups.count(True) == groups.count(False) == 8
    assert clerk.loose_papers.pdf("quick_card", card_data()).startswith(b"%PDF")
