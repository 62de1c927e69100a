"""Public keys of other stations: how this one shows its own, and how it takes another's from a scanned QR.

A key's QR proves that whoever made it holds the key. Whose it is, two people settle on the telephone by reading the
fingerprint to each other; the draft carries it for that.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.code_check import StationKey
from domain.dates import date_words
from domain.key_code import BadKey, KeyFault, key_text, read_key, unsigned
from domain.permissions import Permission
from models.operator import Operator
from models.station import PeerStation
from services import _station_keys, _wordings
from services._base import Changes, Service
from system import signing
from system.errors import Invalid, NotFound
from system.version import VERSION

__all__ = ["OwnKey", "Peer", "PeerDraft", "PeerStations"]

KEY_SHEET = "station_key_sheet"


@dataclass(frozen=True)
class OwnKey:
    """This station's public key: the text of its QR, the fingerprint to read out, the station's name."""

    text: str
    fingerprint: str
    name: str


@dataclass(frozen=True)
class PeerDraft:
    """A key as it was read, not taken yet. `warning` is a sentence, "" where nothing is odd."""

    name: str
    region: str
    fingerprint: str
    warning: str


@dataclass(frozen=True)
class Peer:
    """A station whose papers can be checked."""

    id: int
    name: str
    region: str
    fingerprint: str
    added_at: dt.datetime
    added_by: str


class PeerStations(Service):
    """Keys of other stations."""

    def own_key(self) -> OwnKey:
        """What another station needs to check this one's papers; public, so anybody at the desk may show it."""
        with self.look(None) as session:
            key = _station_keys.own(session, self._context.signer)
        signature = self._context.signer.sign(unsigned(key.region, key.name, key.public))
        return OwnKey(key_text(key.region, key.name, key.public, signature), key.fingerprint, key.name)

    def sheet(self) -> bytes:
        """The key on a sheet of A4, for the other station to scan (外站公钥页). It has no number and isn't kept."""
        # The drawing libraries are big; a login and the lists do without them.
        from printing import catalogue
        from printing.forms.station_key_sheet import StationKeySheet

        own = self.own_key()
        with self.change(Permission.STATION_SETTINGS) as change:
            region = _station_keys.own(change.session, change.signer).region
            form = StationKeySheet(
                station_name=own.name,
                region=region,
                fingerprint=own.fingerprint,
                qr_text=own.text,
                printed_on=date_words(change.now.date()),
                program=VERSION,
            )
            pdf = catalogue.render_form(form, _wordings.settle(change.session, KEY_SHEET, change.now))
            change.audit("loose.drawn", "paper", KEY_SHEET, {"number": ""})
        return pdf

    def read(self, text: str) -> PeerDraft:
        """What a scanned key says, for a look and a telephone call before it is added. Raises Invalid (text)."""
        with self.look(Permission.STATION_SETTINGS) as session:
            key = self._new_key(session, text)
            return PeerDraft(key.name, key.region, key.fingerprint, _oddity(session, key))

    def add(self, text: str) -> Changes:
        """Take the key; one that was removed comes back into use. Raises Invalid (text), Denied."""
        with self.change(Permission.STATION_SETTINGS) as change:
            key = self._new_key(change.session, text)
            row = change.session.scalars(select(PeerStation).where(PeerStation.public_key == key.public)).first()
            if row is None:
                row = PeerStation(public_key=key.public)
                change.session.add(row)
            row.name, row.region_code, row.removed_at = key.name, key.region, None
            row.added_at, row.operator_id = change.now, change.actor.id
            change.session.flush()
            row_id = row.id
            detail = {"name": key.name, "region": key.region, "fingerprint": key.fingerprint}
            change.audit("peer.added", "peer_station", row.uuid, detail)
        self._publish()
        return self.changed("peer_station", row=row_id)

    def all(self) -> tuple[Peer, ...]:
        """The stations whose keys are in use, the newest first."""
        query = (
            select(PeerStation, Operator.name)
            .join(Operator, Operator.id == PeerStation.operator_id)
            .where(PeerStation.removed_at.is_(None))
            .order_by(PeerStation.added_at.desc(), PeerStation.id.desc())
        )
        with self.look(None) as session:
            return tuple(_peer(*row) for row in session.execute(query))

    def remove(self, peer_id: int) -> Changes:
        """Take a key out of use; its papers can't be checked any more. Raises NotFound, Denied."""
        with self.change(Permission.STATION_SETTINGS) as change:
            row = change.session.get(PeerStation, peer_id)
            if row is None or row.removed_at is not None:
                raise NotFound("没有这个外站的公钥，可能已经移除了。")
            row.removed_at = change.now
            detail = {"name": row.name, "fingerprint": signing.fingerprint(row.public_key)}
            change.audit("peer.removed", "peer_station", row.uuid, detail)
        self._publish()
        return self.changed("peer_station", row=peer_id)

    def _new_key(self, session: Session, text: str) -> StationKey:
        """The key in a text, if it can be added. Raises Invalid (text)."""
        try:
            key = read_key(text)
        except BadKey as bad:
            raise Invalid({"text": _FAULTS[bad.fault]}) from bad
        if key.public == self._context.signer.public:
            raise Invalid({"text": "这是本站自己的公钥，不用导入。请扫对方站打印的那一张。"})
        known = select(PeerStation).where(PeerStation.public_key == key.public, PeerStation.removed_at.is_(None))
        row = session.scalars(known).first()
        if row is not None:
            raise Invalid({"text": f"这把公钥已经导入过了，是“{row.name}”的，不用再导入。"})
        return key

    def _publish(self) -> None:
        _station_keys.publish(self._context.database, self._context.folder, self._context.signer)


_FAULTS: Mapping[KeyFault, str] = {
    KeyFault.NOT_A_KEY: "这不是外站公钥的码。请扫对方站打印的《本站公钥》那一页上的大二维码。",
    KeyFault.HALF: "公钥的码没有扫全。请把码放平，离扫码枪远一点，再扫一次。",
    KeyFault.ALTERED: "这个公钥的码读不通，或者被改过，没有导入。请再扫一次；还是这样，请对方重新打印。",
}


def _oddity(session: Session, key: StationKey) -> str:
    """What should make somebody look twice: another key under the same name, or in the same region."""
    rows = session.scalars(select(PeerStation).where(PeerStation.removed_at.is_(None))).all()
    if any(row.name == key.name for row in rows):
        return f"“{key.name}”已经有一把别的公钥。一个站换了密钥才会这样，请先打电话问清楚，再对一遍指纹。"
    same = next((row.name for row in rows if row.region_code == key.region), None)
    if same is not None:
        return f"同一区划（{key.region}）的“{same}”已经有公钥。请确认这是另一个站，不是有人冒充。"
    return ""


def _peer(row: PeerStation, operator: str) -> Peer:
    return Peer(row.id, row.name, row.region_code, signing.fingerprint(row.public_key), row.added_at, operator)
