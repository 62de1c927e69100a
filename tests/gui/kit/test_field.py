"""The form row: states, words, and that nothing moves."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.kit.field import Field
from gui.kit.line_edit import LineEdit
from gui.kit.pills import Pills
from gui.kit.select import Select
from gui.kit.stepper_count import StepperCount
from gui.kit.text_area import TextArea
from tests.gui.kit.stand import settle, stand


@pytest.fixture
def field(window: QWidget) -> Field:
    made = Field("联系电话", LineEdit(name="联系电话"), hint="11 位，可不填")
    stand(window, made)
    settle(window)
    return made


def test_an_error_moves_nothing(window: QWidget, field: Field) -> None:
    before = field.sizeHint(), field.control.geometry()
    field.set_error("少 1 位，请补齐或留空")
    settle(window)
    assert (field.sizeHint(), field.control.geometry()) == before


def test_states_reach_the_control(field: Field) -> None:
    field.set_error("少 1 位，请补齐或留空")
    assert field.state == "error"
    assert field.control.property("state") == "error"
    assert field.control.accessibleDescription() == "少 1 位，请补齐或留空"
    field.set_ok("校验通过")
    assert field.control.property("state") == ""
    field.set_hint("还差 2 位")
    assert (field.state, field.message) == ("hint", "还差 2 位")
    field.clear()
    assert (field.state, field.message) == ("", "")
    assert field.control.accessibleDescription() == "11 位，可不填"


def test_required_shows_a_star(qtbot: QtBot) -> None:
    field = Field("姓名", LineEdit(name="姓名"), required=True)
    qtbot.addWidget(field)
    field.show()
    assert field._star.isVisible()
    field.set_required(False)
    assert not field._star.isVisible()


@pytest.mark.parametrize(
    "control",
    [
        lambda: LineEdit(name=""),
        lambda: TextArea(name=""),
        lambda: Select([(1, "甲")], name=""),
        lambda: Pills([(1, "甲")], name=""),
        lambda: StepperCount(name=""),
    ],
)
def test_every_control_takes_a_name_and_an_error(qtbot: QtBot, control: object) -> None:
    field = Field("来访人数", control())  # type: ignore[operator]  # a factory from the table above
    qtbot.addWidget(field)
    assert field.control.accessibleName() == "来访人数"
    field.set_error("请填写")
    assert field.control.property("state") == "error"


def test_beside_the_label_there_is_no_help_line_but_a_tooltip(window: QWidget) -> None:
    field = Field("住址", LineEdit(name="住址"), required=True, side=True)
    stand(window, field)
    settle(window)
    assert field.height() < 60
    field.set_error("请填写住址，或勾选住址不清")
    assert field.control.toolTip() == "请填写住址，或勾选住址不清"
    assert field._label.property("tone") == "red"
    field.clear()
    assert field.control.toolTip() == ""


def test_a_cut_message_is_whole_in_the_tooltip(window: QWidget, field: Field) -> None:
    field.setFixedWidth(120)
    settle(window)
    field.set_error("区号后应为 8 位，请对照名片逐位核对后重新填写")
    assert field._help.toolTip() == "区号后应为 8 位，请对照名片逐位核对后重新填写"
    field.set_error("少 1 位")
    assert field._help.toolTip() == ""


def test_refused_characters_are_told_under_the_field(qtbot: QtBot) -> None:
    edit = LineEdit(name="姓名", max_length=3)
    field = Field("姓名", edit)
    qtbot.addWidget(field)
    edit.insert("一二三四")
    assert field.message == "最多 3 个字，多出的没有填入"


def test_focus_goes_to_the_control(window: QWidget, field: Field) -> None:
    field.setFocus()
    assert field.control.hasFocus()
