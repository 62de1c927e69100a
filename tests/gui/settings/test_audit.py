"""Reading the log, and finding out that somebody changed it."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlalchemy import text

from domain.flow_file import flow
from domain.labels import PERMISSION_LABELS
from domain.permissions import Permission
from gui.settings.audit import AuditSection
from gui.settings.audit_words import ACTIONS, action_words, detail_words, subject_words
from services import Services
from tests import factories
from tests.gui.settings.conftest import OpenPage

CODE = re.compile(
    r"(backup|case|desk|document|draft|keyfile|login|operator|password|person|recovery|station|visit|setting)"
    r"\.(?!generation)[a-z_]+"
)
SERVICES = Path(__file__).resolve().parents[3] / "services"


@pytest.fixture
def section(station: Services, open_page: OpenPage) -> AuditSection:
    """The chief's page of the log."""
    factories.add_operator(station)
    found = open_page(station, "audit").section
    assert isinstance(found, AuditSection)
    return found


def test_the_log_is_read_in_words_newest_first(section: AuditSection) -> None:
    words = [action_words(row.action) for row in section.table.rows]
    assert words[0] == "加工作人员"
    assert words[-1] == "建站"
    assert "姓名 王静" in detail_words(section.table.rows[0].detail)


def test_a_whole_chain_is_called_whole(section: AuditSection) -> None:
    QTest.mouseClick(section.verify, Qt.MouseButton.LeftButton)
    assert section.result.isVisible()
    assert "日志完整" in section.result.accessibleName()
    assert section.verify.isEnabled()


def test_a_changed_entry_is_named(section: AuditSection, station: Services) -> None:
    with station._context.database.write() as session:
        session.execute(text("DROP TRIGGER IF EXISTS audit_no_update"))
        for (name,) in session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            session.execute(text(f'DROP TRIGGER "{name}"'))
        session.execute(text("UPDATE audit SET operator_name = '别人' WHERE seq = 2"))
    QTest.mouseClick(section.verify, Qt.MouseButton.LeftButton)
    assert "日志被改动过" in section.result.accessibleName()
    assert "第 2" in section.result.text()


def test_a_long_log_comes_in_pages(station: Services, open_page: OpenPage) -> None:
    for number in range(130):
        station.station.set_setting("idle_minutes", number)
    section = open_page(station, "audit").section
    assert isinstance(section, AuditSection)
    assert len(section.table.rows) == 100
    section.table.scrollToBottom()
    assert len(section.table.rows) > 130


def test_every_action_of_the_services_has_words() -> None:
    """A new code in a service fails here until it has words."""
    used: set[str] = set()
    for file in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                used.add(node.value)
    assert len(used) > 20
    assert used <= ACTIONS.keys()


def test_details_are_words() -> None:
    assert detail_words({"roles": [["clerk"], ["chief", "clerk"]]}) == "角色 窗口 → 站长、窗口"
    assert detail_words({"new": 5, "old": 2}) == "2 → 5"
    assert detail_words({"name": "<b>&amp;", "idle": True}) == "姓名 <b>&amp;；自动锁屏 是"
    assert detail_words({"field": "identity", "print": "66647634ef94a37c"}) == "字段 证件号；指纹 66647634ef94a37c"
    assert detail_words({"kind": "visit_receipt", "reprint": 0}) == "种类 来访登记回执"
    assert detail_words({"reason": "exit"}) == "缘由 退出程序时"
    assert subject_words("refused", "person.read") == PERMISSION_LABELS[Permission.PERSON_READ]
    assert len(detail_words({"reason": "长" * 900})) <= 201


def test_every_step_of_a_flow_has_words() -> None:
    """Steps are audited by the codes of their table, which no service spells out."""
    for line in flow("service").transitions:
        assert action_words(f"case.{line.action}") == f"办事件：{line.label}"
