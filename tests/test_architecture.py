"""The house rules as data, and a checker that says in a sentence which line breaks which rule.

Rooms know only the rooms beneath them and each outside library has one room: that is what lets the paper change without
the tables, or the windows without the law. Imports hidden inside functions count as well. The last tests plant one
violation of each kind, so that a checker gone blind is noticed.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Room:
    """What a room may import: rooms of ours besides itself, and outside libraries besides the standard one."""

    own: frozenset[str]
    outside: frozenset[str]


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def room(own: str, outside: str) -> Room:
    return Room(frozenset(words(own)), frozenset(words(outside)))


ROOMS = {
    "system": room("", "platformdirs serial argon2 cryptography"),
    "domain": room("system", "pypinyin chinese_calendar base45 cbor2"),
    "models": room("domain system", "sqlalchemy alembic sqlcipher3"),
    "printing": room("domain system", "reportlab qrcode pypdfium2 zxingcpp PIL"),
    "exchange": room("domain system", "python_calamine xlsxwriter pyrage"),
    "services": room("models printing exchange domain system", "sqlalchemy"),
    "gui": room("services domain system", "PySide6 shiboken6"),
    "main": room("gui services models printing exchange domain system", "PySide6"),
}
# Not rooms, and no room may lean on them.
BESIDE = {"tests", "tools", "benchmarks"}

# A service uses only those before it. "__init__" composes them; after it comes what hands out the whole composition.
SERVICES_ORDER = words(
    """
    _chain _signing _base _settings _keys _numbers _operators _recovery _archive _wordings _wording_checks _papers
    _people_search _people_order _people_match _people_rows _person_lines _person_card _duplicates _units _call_backs
    _catalogue _work_calendar _clocks _case_engine _case_opening _case_batches _case_matching
    _official_number _hand_off_lines _reconciling hand_off
    _visit_rows _receipt _receipt_promises _visit_papers _visit_views
    _visit_form _visit_diff _visit_events _visit_cases _visit_correct
    pictures audit _station_keys station accounts _register _redrawing documents _tally tally
    _tally_paper _ledger _station_sheets station_papers drafts
    loose_papers printers queue call_backs snippets wordings
    people units visits visit_changes
    _case_facts _fill_case_notice _fill_case_collection _fill_case_rejection _fill_case_forms
    _case_papers _case_steps _case_views _case_lists _case_plan service_cases saved_filters
    _batch_views _batch_results _fill_submission_list batches
    _case_ledger_rows _case_ledger_columns case_ledgers
    _case_derivation _fill_clock_sheet case_clocks _case_file attachments _calendar_edit calendar service_catalogue
    _visit_facts _visit_words _paper_words _fill_visit_sheet _fill_group_sheet _fill_oral_record
    _fill_one_time_notice _fill_referral_slip _fill_material_list _fill_rating_sheet visit_papers
    search _judgement _verdicts scans paper_checks peer_stations backups
    __init__ _restore_source _restoring _founding _opening entry
    _demo_people _demo_comers _demo_lives _demo_case_forms _demo_case_lives _demo_cases _demo_desk _demo_queue
    demo self_test verify_text
    """
)

# The window that holds the pages and what drives it, modules or folders; whatever else stands straight under gui/ knows
# no page.
GUI_SHELL = {"shell", "main_window", "tour", "self_test"}
GUI_KIT = "kit"

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 60
COLOUR_HOMES = {"gui/theme.py", "gui/tokens.py"}
NAMES_THAT_SAY_NOTHING = {"utils", "util", "misc", "helpers", "helper", "manager", "common", "legacy"}
# Alembic reads these files one by one; they are no package.
FOLDERS_OF_SCRIPTS = {"models/migrations/versions"}
# The hour is asked of system/clock.py, so that tests, tour and demo can set it.
CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# Put together, so that this file does not hold the words itself.
UNFINISHED = re.compile(r"\b(TO" + "DO|FIX" + "ME|XX" + r"X|HA" + r"CK)\b")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}([0-9a-fA-F]{2})?\b|^#[0-9a-fA-F]{3}$")
QT_COLOUR = re.compile(r"\bGlobalColor\.(?!transparent)\w+$")


# ---------------------------------------------------------------- reading the house


@dataclass(frozen=True)
class Source:
    """One file of Python: where it stands from the top of the house, its text and its tree."""

    path: Path
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All of the tree, walked once for all rules."""
        return tuple(ast.walk(self.tree))

    @property
    def name(self) -> str:
        return self.path.as_posix()

    @property
    def module(self) -> tuple[str, ...]:
        return self.path.with_suffix("").parts

    @property
    def room(self) -> str:
        return self.module[0]


@dataclass(frozen=True)
class Import:
    """One imported module by its full name ("*" when it is computed), and the line where it stands."""

    module: str
    line: int


def sources(root: Path, *folders: str) -> list[Source]:
    """Every file of Python in these top folders (or top modules), in order."""
    found: list[Source] = []
    for folder in folders:
        files = sorted((root / folder).rglob("*.py")) + sorted(root.glob(f"{folder}.py"))
        found += [read(root, file) for file in files]
    return found


@cache
def read(root: Path, file: Path) -> Source:
    """One file, parsed once for all rules; nobody changes it while they look."""
    text = file.read_text(encoding="utf-8")
    return Source(file.relative_to(root), text, ast.parse(text, filename=str(file)))


def product(root: Path) -> list[Source]:
    return sources(root, *ROOMS)


@cache
def imports(root: Path, source: Source) -> tuple[Import, ...]:
    """All imports of a file, those inside functions and those by name (`import_module("…")`) too."""
    return tuple(_imports(root, source))


def _imports(root: Path, source: Source) -> Iterator[Import]:
    for node in source.nodes:
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = source.module[: -node.level] if node.level else ()
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (Import(submodule(root, stem, alias.name), node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and call_name(node).split(".")[-1] in ("import_module", "__import__"):
            wanted = node.args[0] if node.args else None
            name = wanted.value if isinstance(wanted, ast.Constant) and isinstance(wanted.value, str) else "*"
            yield Import(name, node.lineno)


def submodule(root: Path, stem: str, name: str) -> str:
    """`from stem import name` as a module of ours: stem.name where that is a file or folder, else stem itself."""
    folder = root.joinpath(*stem.split("."))
    is_module = (folder / f"{name}.py").is_file() or (folder / name).is_dir()
    return f"{stem}.{name}" if is_module else stem


def call_name(node: ast.Call) -> str:
    """The dotted name that is called, or "" where it is no plain name."""
    return ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""


# ---------------------------------------------------------------- the rules: each yields plain sentences


def rule_directions(root: Path) -> Iterator[str]:
    """Rooms import only the rooms beneath them; nothing computes what it imports."""
    for source in product(root):
        allowed = ROOMS[source.room].own | {source.room}
        for found in imports(root, source):
            top = found.module.split(".")[0]
            if top == "*":
                yield f"{source.name} line {found.line} computes what it imports, so nobody can check it."
            elif top in ROOMS.keys() | BESIDE and top not in allowed:
                can = ", ".join(sorted(ROOMS[source.room].own)) or "no other room"
                yield f"{source.name} line {found.line} imports {found.module}, but {source.room} may use only: {can}."


def rule_outside_libraries(root: Path) -> Iterator[str]:
    """Each outside library has its rooms."""
    known = sys.stdlib_module_names | ROOMS.keys() | BESIDE | {"*"}
    for source in product(root):
        allowed = ROOMS[source.room].outside
        for found in imports(root, source):
            top = found.module.split(".")[0]
            if top not in known and top not in allowed:
                can = ", ".join(sorted(allowed)) or "the standard library"
                yield f"{source.name} line {found.line} imports {top} from outside; {source.room} may use only: {can}."


def rule_services_in_order(root: Path) -> Iterator[str]:
    """A service uses only those listed before it, and each has its place in the list."""
    place = {name: index for index, name in enumerate(SERVICES_ORDER)}
    for source in sources(root, "services"):
        name = source.module[1]
        if name not in place:
            yield f"{source.name} has no place in SERVICES_ORDER: put it after the services it uses."
            continue
        for found in imports(root, source):
            parts = found.module.split(".")
            used = parts[1] if len(parts) > 1 else "__init__"
            if parts[0] == "services" and used != name and place.get(used, -1) >= place[name]:
                yield f"{source.name} line {found.line} uses services.{used}, which comes after it in SERVICES_ORDER."


def gui_page(module: tuple[str, ...], root: Path) -> str:
    """The page a module of gui/ belongs to, or "" for the kit and what stands straight under gui/."""
    is_page = len(module) > 1 and module[1] not in GUI_SHELL | {GUI_KIT} and (root / "gui" / module[1]).is_dir()
    return module[1] if is_page else ""


def rule_pages_apart(root: Path) -> Iterator[str]:
    """Pages never import pages nor the window around them; only the shell does."""
    for source in sources(root, "gui"):
        page = gui_page(source.module, root)
        in_shell = source.module[1] in GUI_SHELL
        for found in imports(root, source):
            target = tuple(found.module.split("."))
            if target[0] != "gui" or in_shell:
                continue
            other = gui_page(target, root)
            if other and other != page:
                yield f"{source.name} line {found.line} imports the page {found.module}; emit navigate_requested."
            elif len(target) > 1 and target[1] in GUI_SHELL:
                yield f"{source.name} line {found.line} imports {found.module}, the shell that stands above it."


def rule_sizes(root: Path) -> Iterator[str]:
    """A long file or function means that a noun is missing."""
    for source in sources(root, *ROOMS, "tools", "benchmarks"):
        count = len(source.text.splitlines())
        if count > MAX_FILE_LINES:
            yield f"{source.name} has {count} lines; more than {MAX_FILE_LINES} means that a noun is missing."
        for node in source.nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                count = node.end_lineno - node.lineno + 1
                if count > MAX_FUNCTION_LINES:
                    yield f"{source.name} line {node.lineno}: {node.name} has {count} lines, over {MAX_FUNCTION_LINES}."


def rule_colours(root: Path) -> Iterator[str]:
    """One theme gives all colours."""
    for source in product(root):
        if source.name in COLOUR_HOMES:
            continue
        for node in source.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.search(node.value):
                yield f"{source.name} line {node.lineno} holds a colour; colours live in gui/theme.py, resources/style."
            elif isinstance(node, ast.Call) and call_name(node).endswith("QColor") and node.args:
                if all(isinstance(argument, ast.Constant) for argument in node.args):
                    yield f"{source.name} line {node.lineno} makes a colour of its own; ask the theme for it."
            elif isinstance(node, ast.Attribute) and QT_COLOUR.search(ast.unparse(node)):
                yield f"{source.name} line {node.lineno} uses Qt's {node.attr}; ask the theme for a colour."


def rule_clock(root: Path) -> Iterator[str]:
    """Today is passed in; only the clock looks at the machine's."""
    for source in product(root):
        if source.name == "system/clock.py":
            continue
        for node in source.nodes:
            if isinstance(node, ast.Call) and ".".join(call_name(node).split(".")[-2:]) in CLOCK_CALLS:
                yield f"{source.name} line {node.lineno} asks the machine for the time; take a Clock or a day instead."


def rule_names(root: Path) -> Iterator[str]:
    """A file is named after what it knows."""
    for source in sources(root, *ROOMS, "tools", "tests", "benchmarks"):
        empty = NAMES_THAT_SAY_NOTHING & set(source.module)
        if empty:
            yield f"{source.name} is named {empty.pop()}, which says nothing: name it after what it knows."


def rule_packages(root: Path) -> Iterator[str]:
    """Every folder of a room is a package whose __init__ says why it exists and does nothing (services composes)."""
    for source in product(root):
        init = (root / source.path).parent / "__init__.py"
        folder = source.path.parent.as_posix()
        if len(source.module) > 1 and folder not in FOLDERS_OF_SCRIPTS and not init.is_file():
            yield f"{folder} has no __init__.py that says why it exists."
        if source.path.name == "__init__.py":
            if not ast.get_docstring(source.tree):
                yield f"{source.name} does not say why the package exists."
            if source.room not in ("services", "models") and len(source.tree.body) > 1:
                yield f"{source.name} does more than say why the package exists; nothing may happen on import."


def rule_nothing_unfinished(root: Path) -> Iterator[str]:
    """What is not done is not there."""
    files = [*root.glob("*.md"), *root.glob("*.toml"), *root.glob("*.spec"), *root.glob("Makefile")]
    for folder in (*ROOMS, *BESIDE, "resources", "requirements"):
        texts = [file for file in (root / folder).rglob("*") if file.suffix in (".py", ".toml", ".in", ".qss", ".md")]
        files += texts
    for file in [*files, *root.glob("*.py")]:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            word = UNFINISHED.search(line)
            if word:
                name = file.relative_to(root).as_posix()
                yield f"{name} line {number} says {word.group()}: finish it or leave it out."


RULES: tuple[Callable[[Path], Iterator[str]], ...] = (
    rule_directions,
    rule_outside_libraries,
    rule_services_in_order,
    rule_pages_apart,
    rule_sizes,
    rule_colours,
    rule_clock,
    rule_names,
    rule_packages,
    rule_nothing_unfinished,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__.removeprefix("rule_"))
def test_the_house_keeps_its_rules(rule: Callable[[Path], Iterator[str]]) -> None:
    sentences = list(dict.fromkeys(rule(ROOT)))
    assert not sentences, "\n" + "\n".join(sentences)


def test_every_room_is_built_on_the_rooms_beneath_it() -> None:
    """The table itself has no circle: what a room may import may not import that room."""
    for name, rules in ROOMS.items():
        for beneath in rules.own:
            assert name not in ROOMS[beneath].own, f"{name} and {beneath} may import each other."


# ---------------------------------------------------------------- the checker checked

LONG_FUNCTION = "def long():\n" + "    print()\n" * MAX_FUNCTION_LINES
PLANTED = (
    (rule_directions, "gui/visits/page.py", "from models.person import Person", "imports models.person"),
    (rule_directions, "gui/visits/page.py", "def late():\n    import printing.sheet", "line 2 imports printing.sheet"),
    (rule_directions, "domain/names.py", "from services import people", "imports services.people"),
    (rule_directions, "system/clock.py", "import tests.factories", "no other room"),
    (rule_directions, "models/person.py", "import importlib\nimportlib.import_module('gui.app')", "imports gui.app"),
    (rule_directions, "models/person.py", "import importlib\nimportlib.import_module(name)", "computes"),
    (rule_directions, "printing/sheet.py", "if TYPE_CHECKING:\n    import models", "imports models"),
    (rule_outside_libraries, "gui/visits/page.py", "def late():\n    import sqlalchemy", "imports sqlalchemy"),
    (rule_outside_libraries, "services/people.py", "from PySide6.QtCore import QObject", "imports PySide6"),
    (rule_outside_libraries, "domain/names.py", "import requests", "imports requests"),
    (rule_services_in_order, "services/_base.py", "from services import people", "services.people"),
    (rule_services_in_order, "services/people.py", "from . import Services", "services.__init__"),
    (rule_services_in_order, "services/newcomer.py", "", "no place in SERVICES_ORDER"),
    (rule_pages_apart, "gui/visits/page.py", "from gui.people.page import PeoplePage", "gui.people.page"),
    (rule_pages_apart, "gui/visits/page.py", "from ..people import page", "gui.people.page"),
    (rule_pages_apart, "gui/kit/table.py", "import gui.people.page", "navigate_requested"),
    (rule_pages_apart, "gui/visits/page.py", "from gui.main_window import MainWindow", "shell"),
    (rule_pages_apart, "gui/theme.py", "from gui.tour import guide", "shell"),
    (rule_sizes, "domain/names.py", "\n" * (MAX_FILE_LINES + 1), "401 lines"),
    (rule_sizes, "domain/names.py", LONG_FUNCTION, "long has 61 lines"),
    (rule_colours, "gui/visits/page.py", "STYLE = 'color: #B22A22;'", "holds a colour"),
    (rule_colours, "gui/visits/page.py", "red = QColor(255, 0, 0)", "colour of its own"),
    (rule_colours, "gui/visits/page.py", "red = Qt.GlobalColor.red", "Qt's red"),
    (rule_clock, "services/people.py", "import datetime\nnow = datetime.datetime.now()", "asks the machine"),
    (rule_clock, "domain/names.py", "today = date.today()", "asks the machine"),
    (rule_names, "gui/visits/helpers.py", "", "says nothing"),
    (rule_packages, "gui/empty/page.py", "", "gui/empty has no __init__.py"),
    (rule_packages, "gui/visits/__init__.py", "", "does not say why"),
    (rule_packages, "gui/visits/__init__.py", '"""Visits."""\nimport gui', "does more than"),
    (rule_nothing_unfinished, "domain/names.py", "# TO" + "DO later", "finish it"),
)


def build_clean_house(root: Path) -> None:
    """A small house in which every rule is kept, shaped like ours."""
    for folder in (*(name for name in ROOMS if name != "main"), "gui/kit", "gui/tour", "gui/visits", "gui/people"):
        (root / folder).mkdir()
        (root / folder / "__init__.py").write_text('"""Why it exists."""\n', encoding="utf-8")
    for path, text in {
        "main.py": "from gui import main_window\nfrom models import person\n",
        "models/person.py": "from sqlalchemy.orm import Mapped\n",
        "printing/sheet.py": "from domain import names\n",
        "services/_base.py": "from models import person\n",
        "services/people.py": "from services._base import Service\nfrom printing import sheet\n",
        "services/__init__.py": '"""Composition."""\nfrom services.people import People\n',
        "gui/theme.py": "ACCENT = '#B22A22'\n",
        "gui/main_window.py": "from gui.visits.page import VisitPage\nfrom gui.people import page\n",
        "gui/tour/guide.py": "from gui.main_window import MainWindow\nimport gui.visits.page\n",
        "gui/kit/table.py": "from PySide6.QtCore import Qt\nfrom gui.theme import ACCENT\n",
        "gui/visits/page.py": "from gui.kit import table\nfrom services import people\nCOUNT = 'No. #12'\n",
        "gui/people/page.py": "from domain.names import surname\n",
        "domain/names.py": "import re\n\n\ndef surname(today):\n    return today.isoformat()\n",
        "system/clock.py": "import datetime\nnow = datetime.datetime.now()\n",
    }.items():
        (root / path).write_text(text, encoding="utf-8")


def test_a_clean_house_is_left_in_peace(tmp_path: Path) -> None:
    build_clean_house(tmp_path)
    assert [sentence for rule in RULES for sentence in rule(tmp_path)] == []


@pytest.mark.parametrize(("rule", "path", "text", "words"), PLANTED)
def test_a_planted_violation_is_found(
    tmp_path: Path, rule: Callable[[Path], Iterator[str]], path: str, text: str, words: str
) -> None:
    build_clean_house(tmp_path)
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).write_text(text, encoding="utf-8")
    (sentence,) = rule(tmp_path)
    assert words in sentence
    assert path.rsplit("/", 1)[0] in sentence
    assert sentence.endswith(".")
