"""Ed25519 signatures: what a station signs, anybody who has its public key can check, with no network and no secret.

RFC 8032: a private key of 32 bytes, a public one of 32, signatures of 64; the same text always gives the same
signature. The library is imported at first use: the login page is painted before it is needed.
"""

import hashlib

PRIVATE_BYTES = 32
PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
KEY_ID_BYTES = 4
_GROUP = 4
_FINGERPRINT_BYTES = 8


def new_private_key() -> bytes:
    """A random private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """The public half of a private key, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, message: bytes) -> bytes:
    """The signature of `message`, 64 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).sign(message)


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of `public` signed exactly this message; False for anything malformed as well."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_id(public: bytes) -> bytes:
    """Four bytes by which a code names the key that signed it; they prove nothing, they only say which key to try."""
    return hashlib.sha256(public).digest()[:KEY_ID_BYTES]


def fingerprint(public: bytes) -> str:
    """What two people read to each other to be sure of a key: "3F2A 90C1 77DE 04B8"."""
    letters = hashlib.sha256(public).hexdigest().upper()[: 2 * _FINGERPRINT_BYTES]
    return " ".join(letters[start : start + _GROUP] for start in range(0, len(letters), _GROUP))
