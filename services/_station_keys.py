"""The public keys that this station can check a paper with: its own, and those of the stations it was introduced to."""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.code_check import StationKey
from exchange.station_keys import write_keys
from models.database import Database
from models.station import PeerStation
from services import _settings
from services._signing import Signer
from system.errors import Trouble
from system.paths import DataFolder


def own(session: Session, signer: Signer) -> StationKey:
    """The key with which this station signs."""
    station = _settings.station(session)
    return StationKey(station.region_code, station.name, signer.public, own=True)


def known(session: Session, signer: Signer) -> tuple[StationKey, ...]:
    """All keys in use, the own one first; those that were removed are not among them."""
    peers = session.scalars(select(PeerStation).where(PeerStation.removed_at.is_(None)).order_by(PeerStation.id))
    return (own(session, signer), *(StationKey(row.region_code, row.name, row.public_key) for row in peers))


def publish(database: Database, folder: DataFolder, signer: Signer) -> None:
    """Write the keys beside the store for `main.py --verify`; a disk that refuses holds nobody up, the log says it."""
    with database.read() as session:
        keys = known(session, signer)
    try:
        write_keys(folder.station_keys, keys)
    except Trouble:
        logging.getLogger(__name__).warning("station_keys.toml could not be written", exc_info=True)
