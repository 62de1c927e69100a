"""The picture of a flow in the documentation is the one that its table gives today."""

import os
from pathlib import Path

from domain.flow_file import flow
from domain.flow_picture import mermaid, table_words

PAGE = Path(__file__).resolve().parents[2] / "docs" / "flow-service.md"
HEAD = """# 办事件的流程

由 `resources/flows/service.toml` 生成（`UPDATE_GOLDEN=1 pytest tests/domain/test_flow_picture.py`），不要手改。
"""


def page() -> str:
    found = flow("service")
    return f"{HEAD}\n```mermaid\n{mermaid(found)}```\n\n{table_words(found)}"


def test_the_page_is_up_to_date() -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_state_and_every_line_is_in_the_picture() -> None:
    found = flow("service")
    picture = mermaid(found)
    for state in found.states.values():
        assert f'"{state.label}" as {state.code}' in picture
    arrows = [line for line in picture.splitlines() if "-->" in line]
    ends = sum(state.end for state in found.states.values())
    assert len(arrows) == sum(len(line.sources) for line in found.transitions) + ends
