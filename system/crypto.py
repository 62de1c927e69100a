"""The few building blocks of secrecy, so that nobody else touches a cipher: one AEAD, one key derivation, one MAC.

AES-256-GCM with random 96-bit nonces (fine for the few sealings per key that one station makes), HKDF-SHA256 to make
one key per purpose, Argon2id to make a key from a password.

The libraries are imported at first use: they take 25 ms, and the login page is painted before any of them is needed.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

from system.errors import DamagedStore, Trouble

KEY_BYTES = 32
SALT_BYTES = 16
_NONCE_BYTES = 12


class SealBroken(DamagedStore):
    """A sealed piece doesn't open: wrong key, wrong context, or changed bytes (which of them can't be told)."""

    def __init__(self) -> None:
        super().__init__("一份加密的内容打不开，密钥不对，或者内容被改动、损坏了。")


@dataclass(frozen=True)
class KdfParams:
    """Cost of Argon2id: `memory_kib` KiB of memory, `time` passes, `lanes` threads (RFC 9106, 3.1).

    The shipped cost is in `resources/data/security.toml`, read by `system.security.kdf_params`.
    """

    memory_kib: int
    time: int
    lanes: int


def new_key() -> bytes:
    """A random key of 32 bytes."""
    return os.urandom(KEY_BYTES)


def new_salt() -> bytes:
    """A random salt of 16 bytes (RFC 9106, 3.1 recommends 16)."""
    return os.urandom(SALT_BYTES)


def derive(master: bytes, purpose: str, length: int = KEY_BYTES, *, salt: bytes = b"") -> bytes:
    """A key of `length` bytes for one purpose, from a strong key (RFC 5869). Not for passwords: `password_key` is."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=purpose.encode()).derive(master)


def seal(key: bytes, plain: bytes, context: bytes = b"") -> bytes:
    """Encrypt and authenticate: 12 bytes nonce, the ciphertext, 16 bytes tag (28 bytes longer than `plain`).

    `context` isn't stored; the same must be given to `unseal`, which ties a sealed piece to its place.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes = b"") -> bytes:
    """Undo `seal`. Raises `SealBroken` for a wrong key, a wrong context or any changed byte."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context)
    except (InvalidTag, ValueError) as error:
        # Cut pieces are answered with ValueError (nonce too short) by the library, and mean the same.
        raise SealBroken from error


def password_key(password: str, salt: bytes, params: KdfParams) -> bytes:
    """The 32-byte key of a password by Argon2id. Raises `Trouble` when the memory for it isn't there.

    The text is brought to NFC first: the same keys must count the same under every input method.
    """
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass"),
            salt,
            time_cost=params.time,
            memory_cost=params.memory_kib,
            parallelism=params.lanes,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except HashingError as error:
        raise Trouble("内存不够，没能核对密码。", "请关掉几个别的程序再试一次。") from error


def hmac_sha256(key: bytes, data: bytes) -> bytes:
    """The 32-byte keyed digest. Compare two with `same`, not with ==."""
    return hmac.new(key, data, hashlib.sha256).digest()


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets are equal, in a time that doesn't tell where they differ."""
    return hmac.compare_digest(one, other)
