"""The station's signing key: made once, sealed with a key from the data key, in the station's own row.

So whoever can open the store can sign with it, and nobody else; it goes with the store into each backup.
"""

from dataclasses import dataclass, field

from sqlalchemy import select

from models.database import Database
from models.station import Station
from system import signing
from system.crypto import derive, seal, unseal

_PURPOSE = "signing key"
_CONTEXT = b"station.sealed_key"


@dataclass(frozen=True)
class Signer:
    """Signs this station's papers; `key_id` is how their codes name the key."""

    private: bytes = field(repr=False)
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes of the public key's hash."""
        return signing.key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """The signature of a message, 64 bytes."""
        return signing.sign(self.private, message)


def new_keys(master: bytes) -> dict[str, bytes]:
    """A fresh key as the columns `sealed_key` and `public_key` of the station's row."""
    private = signing.new_private_key()
    return {
        "sealed_key": seal(derive(master, _PURPOSE), private, _CONTEXT),
        "public_key": signing.public_key(private),
    }


def signer_of(database: Database, master: bytes) -> Signer:
    """The station's key; a store from before there was one gets it now. Raises DamagedStore, Trouble."""
    with database.read() as session:
        row = session.scalars(select(Station)).one()
        sealed = row.sealed_key
    if not sealed:
        with database.write() as session:
            row = session.scalars(select(Station)).one()
            for column, value in new_keys(master).items():
                setattr(row, column, value)
            sealed = row.sealed_key
    private = unseal(derive(master, _PURPOSE), sealed, _CONTEXT)
    return Signer(private, signing.public_key(private))
