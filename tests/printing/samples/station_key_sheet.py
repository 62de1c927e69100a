"""本站公钥: as usual, with the longest name that goes into its code, hostile, empty."""

from typing import Any

from domain.key_code import key_text, unsigned
from printing.forms.station_key_sheet import StationKeySheet
from system import signing
from tests.printing.papers import HOSTILE, NAME_60, STATION

PRIVATE = bytes(range(32))


def key_sheet(name: str = STATION, **changes: Any) -> StationKeySheet:
    public = signing.public_key(PRIVATE)
    text = key_text("430103", name, public, signing.sign(PRIVATE, unsigned("430103", name, public)))
    facts: dict[str, Any] = {
        "station_name": name,
        "region": "430103",
        "fingerprint": signing.fingerprint(public),
        "qr_text": text,
        "printed_on": "2026年11月24日",
        "program": "0.4.0",
    }
    return StationKeySheet(**(facts | changes))


SAMPLES: dict[str, Any] = {
    "station_key_sheet": key_sheet(),
    "station_key_sheet_long": key_sheet(NAME_60, station_name="长沙市天心区坡子街街道退役军人服务站" * 10),
    "station_key_sheet_hostile": key_sheet(
        station_name=HOSTILE * 3, region=HOSTILE, fingerprint=HOSTILE, printed_on=HOSTILE, program=HOSTILE
    ),
    "station_key_sheet_empty": key_sheet("", region="", fingerprint="", printed_on="", program=""),
}
