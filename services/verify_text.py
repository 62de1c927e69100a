"""`main.py --verify`: whether a paper's code is what its station signed, with public keys alone, without a login.

It says nothing of void sheets or of changed ink: that is in the register, which only somebody logged in can read.
"""

from collections.abc import Sequence
from enum import IntEnum
from pathlib import Path

from domain.code_check import Signature, StationKey, check_signature
from domain.key_code import BadKey, read_key
from domain.paper_code import read_human_code, read_qr
from domain.scan_rules import Shape, clean_scan, shape_of
from domain.signed_code import SignedCode, read_signed
from exchange.station_keys import read_keys
from services._judgement import coded_facts
from system.errors import Trouble
from system.paths import DataFolder

_REGISTER = "这里只验签名。有没有作废、字有没有改过，只有登记知道：请登录程序，在“查验纸张”里查，并和存档原样对照。"


class Outcome(IntEnum):
    """The exit code."""

    VALID = 0
    BAD = 1
    CANNOT_TELL = 2


def verify(text: str, folder: Path, key: str | None = None) -> tuple[Outcome, tuple[str, ...]]:
    """The exit code and the lines to print for a code's text.

    Keys come from the data folder's `station_keys.toml` and, where it is given, from `key`, the text of a key's QR.
    """
    plain = clean_scan(text)
    code = read_signed(plain)
    if code is None:
        return _unreadable(plain)
    try:
        keys = _keys(folder, key)
    except Trouble as trouble:
        return Outcome.CANNOT_TELL, (f"查不了：{trouble}",)
    except BadKey:
        return Outcome.CANNOT_TELL, ("查不了：--key 后面不是完整的公钥码。请扫《本站公钥》页，原样放进引号里。",)
    return _checked(code, keys)


def _keys(folder: Path, key: str | None) -> tuple[StationKey, ...]:
    """The keys to try: the one that was given alone, else those beside the store."""
    return (read_key(key),) if key is not None else read_keys(DataFolder(folder).station_keys)


def _checked(code: SignedCode, keys: Sequence[StationKey]) -> tuple[Outcome, tuple[str, ...]]:
    state, key = check_signature(code, keys)
    facts = tuple(f"  {label}：{value}" for label, value in coded_facts(code))
    if key is None:
        ours = f"密钥号 {code.facts.signer.hex().upper()}，区划代码 {code.facts.region}"
        nowhere = "这里一把公钥也没有，请用 --data 指明数据文件夹"
        first = f"查不了：{ours}，{'这里没有它的公钥' if keys else nowhere}，也可以用 --key 给出公钥。"
        return Outcome.CANNOT_TELL, (first, "码上写着（没有核实）：", *facts)
    whose = f"{key.name}（指纹 {key.fingerprint}）"
    if state is Signature.BAD:
        return Outcome.BAD, (f"签名不符：码上说是{whose}签的，验不过。码被改过，或者是仿造的。",)
    return Outcome.VALID, (f"签名有效：{whose}签的。", "码上写着：", *facts, _REGISTER)


def _unreadable(plain: str) -> tuple[Outcome, tuple[str, ...]]:
    shape = shape_of(plain)
    if shape is Shape.BROKEN:
        return Outcome.BAD, ("签名不符：码的样子是文书上的，内容却读不通，没有扫清或者被改过。请再扫一次。",)
    if shape in (Shape.BEGINNING, Shape.END):
        return Outcome.CANNOT_TELL, ("查不了：码没有扫全。请再扫一次，把整段文字放进引号里。",)
    if shape is Shape.KEY:
        return Outcome.CANNOT_TELL, ("查不了：这是公钥的码，不是文书上的。要用它验文书，请放在 --key 后面。",)
    if read_qr(plain) is not None or read_human_code(plain) is not None:
        return Outcome.CANNOT_TELL, ("查不了：这个码里没有签名（旧式的码，或者只是 8 位校验码），要登录程序查登记。",)
    return Outcome.CANNOT_TELL, ("查不了：这不是文书上的码。请扫纸上的二维码，把整段文字放进引号里。",)
