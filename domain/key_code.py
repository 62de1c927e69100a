"""The QR by which a station hands its public key to another: region, name, key, signed by that very key.

"TYJRP1:" + base45 (RFC 9285) of a CBOR body (RFC 8949) and its Ed25519 signature + ":" + the first eight letters of
the key's fingerprint, which show whether a scan came in whole. The signature says that whoever made the text holds the
key, not who that is: that is what the fingerprint is read out on the telephone for.
"""

import re
from enum import StrEnum

from domain.code_check import StationKey
from domain.signed_code import halfwidth, shown
from system import signing

PREFIX = "TYJRP1"
NAME_LENGTH = 60
_FORMAT = 1
_TAIL = 8
_SHAPE = re.compile(rf"{PREFIX}:(.+):([0-9A-F]{{{_TAIL}}})", re.DOTALL)
# Region, name and key with their heads: three bytes a character of the name.
_MOST_BODY_BYTES = 60 + 3 * NAME_LENGTH


class KeyFault(StrEnum):
    """Why a text is no key."""

    NOT_A_KEY = "not_a_key"
    HALF = "half"
    ALTERED = "altered"


class BadKey(ValueError):
    """The text holds no key that can be taken; `fault` says why."""

    def __init__(self, fault: KeyFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def unsigned(region: str, name: str, public: bytes) -> bytes:
    """What a key's own signature is made over. A name longer than 60 characters is cut."""
    return PREFIX.encode("ascii") + _body(StationKey(region, shown(name, NAME_LENGTH), public))


def key_text(region: str, name: str, public: bytes, signature: bytes) -> str:
    """The text of the QR, `signature` made over `unsigned`."""
    from base45 import b45encode

    packed = b45encode(unsigned(region, name, public)[len(PREFIX) :] + signature).decode("ascii")
    return f"{PREFIX}:{packed}:{_tail(public)}"


def read_key(text: str) -> StationKey:
    """The key in a scanned text. Raises BadKey."""
    plain = halfwidth(text)
    found = _SHAPE.fullmatch(plain)
    if found is None:
        ours = plain.startswith(PREFIX) or (len(plain) > 1 and PREFIX.startswith(plain)) or _is_end(plain)
        raise BadKey(KeyFault.HALF if ours else KeyFault.NOT_A_KEY)
    key, signature = _unpacked(found[1])
    message = unsigned(key.region, key.name, key.public)
    if _tail(key.public) != found[2] or not signing.is_signed(key.public, message, signature):
        raise BadKey(KeyFault.ALTERED)
    return key


def _unpacked(packed: str) -> tuple[StationKey, bytes]:
    from base45 import b45decode
    from cbor2 import CBORDecodeError, loads

    try:
        whole = b45decode(packed.encode("ascii"))
        body, signature = whole[: -signing.SIGNATURE_BYTES], whole[-signing.SIGNATURE_BYTES :]
        key = _key(loads(body)) if 0 < len(body) <= _MOST_BODY_BYTES else None
        if key is not None and _body(key) == body:
            return key, signature
    except (ValueError, OverflowError, CBORDecodeError):
        pass
    raise BadKey(KeyFault.ALTERED)


def _body(key: StationKey) -> bytes:
    from cbor2 import dumps

    body: bytes = dumps([_FORMAT, int(key.region), key.name, key.public], canonical=True)
    return body


def _key(values: object) -> StationKey | None:
    """The key in a decoded body, None for anything that this program wouldn't have written."""
    if not isinstance(values, list) or [type(value) for value in values] != [int, int, str, bytes]:
        return None
    form, region, name, public = values
    whole = form == _FORMAT and 0 <= region <= 999_999 and len(public) == signing.PUBLIC_BYTES
    if not whole or name != shown(name, NAME_LENGTH):
        return None
    return StationKey(f"{region:06d}", name, public)


def _tail(public: bytes) -> str:
    return signing.fingerprint(public).replace(" ", "")[:_TAIL]


def _is_end(plain: str) -> bool:
    """Whether this may be what is left of a key when its beginning is missing."""
    return re.fullmatch(rf"[0-9A-Z $%*+\-./:]{{20,}}:[0-9A-F]{{{_TAIL}}}", plain) is not None
