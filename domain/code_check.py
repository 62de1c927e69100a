"""Whether a signed code was made with a key that is known here: no register, no network, no secret is needed for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.signed_code import SignedCode
from system import signing


class Signature(StrEnum):
    """What a code's signature turned out to be."""

    VALID = "valid"
    BAD = "bad"
    UNKNOWN_KEY = "unknown_key"


@dataclass(frozen=True)
class StationKey:
    """A station's public key: six digits of its region, its name, 32 bytes. `own` is the key of this station."""

    region: str
    name: str
    public: bytes
    own: bool = False

    @property
    def fingerprint(self) -> str:
        """What two people read to each other on the telephone: "3F2A 90C1 77DE 04B8"."""
        return signing.fingerprint(self.public)


def check_signature(code: SignedCode, keys: Sequence[StationKey]) -> tuple[Signature, StationKey | None]:
    """Check a code with the keys that carry the id it names; says whose key it was, None where none is known.

    The four bytes of an id prove nothing and two keys may share them, so each of them is tried.
    """
    named = [key for key in keys if signing.key_id(key.public) == code.facts.signer]
    for key in named:
        if signing.is_signed(key.public, code.message, code.signature):
            return Signature.VALID, key
    return (Signature.BAD, named[0]) if named else (Signature.UNKNOWN_KEY, None)
