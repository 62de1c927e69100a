"""Every refusal is a plain Chinese sentence that can be shown as it is."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from system.clock import CHINA
from system.errors import (
    Conflict,
    DamagedStore,
    Denied,
    Invalid,
    LockedOut,
    NewerDatabase,
    NotFound,
    Trouble,
    WrongPassword,
)

MOMENT = datetime(2026, 11, 24, 9, 41, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("refusal", "sentence"),
    [
        (Invalid({"phone": "少 1 位，请补齐或留空。"}), "少 1 位，请补齐或留空。"),
        (Invalid({"a": "请填姓名。", "b": "日期不对"}), "请填姓名；日期不对。"),
        (Invalid({"a": "请填写。", "b": "请填写。"}), "请填写。"),
        (Denied("你的角色不能做这件事。"), "你的角色不能做这件事。"),
        (NotFound("没有这条来访。"), "没有这条来访。"),
        (Conflict("别人刚改过。"), "别人刚改过。"),
        (Trouble("磁盘满了。"), "磁盘满了。"),
        (Trouble("磁盘满了。", "请清理。"), "磁盘满了。请清理。"),
        (WrongPassword(3), "密码不对。还可以再试 3 次，请看清大小写后重新输入。"),
    ],
)
def test_a_refusal_reads_as_its_sentence(refusal: Exception, sentence: str) -> None:
    assert str(refusal) == sentence


@pytest.mark.parametrize(
    ("until", "shown"),
    [
        (MOMENT, "09:41"),
        (MOMENT + timedelta(seconds=1), "09:42"),
        (MOMENT + timedelta(minutes=59, microseconds=1), "10:41"),
    ],
)
def test_a_lock_out_names_the_minute_from_which_a_try_is_taken(until: datetime, shown: str) -> None:
    refusal = LockedOut(until)
    assert f"请在 {shown} 之后再试" in str(refusal)
    assert refusal.until == until


def test_stored_files_are_said_to_be_untouched() -> None:
    assert "没有改动它" in str(NewerDatabase())
    assert str(NewerDatabase("密钥文件")).startswith("密钥文件是由更新版本")
    assert "没有被改动" in str(DamagedStore("数据库打不开。"))
    assert str(DamagedStore("数据库打不开。", "请插上 U 盘。")) == "数据库打不开。请插上 U 盘。"


def test_the_world_s_refusals_are_one_family_and_the_user_s_another() -> None:
    for refusal in (WrongPassword(1), LockedOut(MOMENT), NewerDatabase(), DamagedStore("坏了。")):
        assert isinstance(refusal, Trouble)
    assert not isinstance(Invalid({"a": "请填写。"}), Trouble)


def test_invalid_keeps_its_fields_and_lets_nobody_change_them() -> None:
    fields = {"name": "请填姓名。"}
    refusal = Invalid(fields)
    fields["name"] = "别的"
    assert refusal.fields == {"name": "请填姓名。"}
    writable: Any = refusal.fields
    with pytest.raises(TypeError):
        writable["name"] = "别的"
    with pytest.raises(ValueError, match="at least one"):
        Invalid({})
