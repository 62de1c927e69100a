"""The file of public keys beside the store: what `main.py --verify` checks a code with, without a login.

Only public facts are in it: names of stations, their regions, their public keys. It is made anew from the store at each
opening and whenever a key is added or removed, so that losing it or changing it by hand does no lasting harm.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from domain.code_check import StationKey
from domain.signed_code import shown
from system.errors import Trouble
from system.files import write_then_move

_HEAD = """# 本站和外站的公钥，供 main.py --verify 核对纸上的码。都是公开的内容，没有个人信息，也没有私钥。
# 程序每次打开、公钥有变动时自动重写，手工改动不会保留。
"""
_LONGEST = 200
_SIZE_LIMIT = 4_000_000


def write_keys(path: Path, keys: Sequence[StationKey]) -> None:
    """Put the keys at `path`, whole or not at all; nothing is written where they stand there already. Raises Trouble.

    A key's fingerprint is written for people; reading goes by the key alone.
    """
    data = (_HEAD + "".join(_entry(key) for key in keys)).encode("utf-8")
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    write_then_move(path, data)


def read_keys(path: Path) -> tuple[StationKey, ...]:
    """The keys at `path`, none where there is no file. Raises Trouble for one that can't be read."""
    try:
        if path.stat().st_size > _SIZE_LIMIT:
            raise ValueError
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(_key(entry) for entry in table.get("station", ()))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Trouble(
            f"公钥文件“{path.name}”读不出来，可能被改坏了。",
            "打开一次程序并登录，它会重新写好；或者用 --key 给出公钥。",
        ) from error


def _entry(key: StationKey) -> str:
    facts = {"name": key.name, "region": key.region, "public_key": key.public.hex(), "fingerprint": key.fingerprint}
    lines = [f"{name} = {_quoted(value)}" for name, value in facts.items()]
    return "\n".join(["", "[[station]]", f"own = {'true' if key.own else 'false'}", *lines, ""])


def _key(entry: dict[str, object]) -> StationKey:
    name, region, public = (shown(str(entry[part]), _LONGEST) for part in ("name", "region", "public_key"))
    return StationKey(region, name, bytes.fromhex(public), entry.get("own") is True)


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = "".join(f"\\U{ord(mark):08X}" if mark in '"\\' or not mark.isprintable() else mark for mark in text)
    return f'"{escaped}"'
