"""What the station is and what it chose, read and written inside somebody's transaction."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.station import Setting, Station

SETUP_STEP = "setup_step"
BACKUP_PLACE = "backup_place"
KEY_GENERATION = "keyfile.generation"
RECEIPT_PAPER = "receipt.paper"
RECEIPT_PAPERS = ("A5", "80 mm", "58 mm")


def station(session: Session) -> Station:
    """The station's own row; every open store has one."""
    return session.scalars(select(Station)).one()


def get(session: Session, key: str, default: Any = None) -> Any:
    """The value under `key`, or `default` where the station chose none."""
    row = session.get(Setting, key)
    return default if row is None else row.value


def put(session: Session, key: str, value: Any) -> None:
    """Keep a JSON-able `value` under `key`."""
    row = session.get(Setting, key)
    if row is None:
        session.add(Setting(key=key, value=value))
    else:
        row.value = value
    session.flush()


def receipt_paper(session: Session) -> str:
    """What receipts are printed on; the first of `RECEIPT_PAPERS` where the station chose none."""
    chosen = get(session, RECEIPT_PAPER)
    return chosen if chosen in RECEIPT_PAPERS else RECEIPT_PAPERS[0]
