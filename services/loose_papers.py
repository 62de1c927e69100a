"""Sheets outside the register: a queue slip, the card with the keys. They carry no number and prove nothing.

So they aren't kept, and the audit only says that one was drawn and what it was.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from domain.dates import date_words
from domain.permissions import Permission
from domain.tables import limit
from services import _settings, _wordings
from services._base import Service
from system.version import VERSION

QUEUE_SLIP = "queue_slip"
QUICK_CARD = "quick_card"
SAMPLE_NUMBER = "000"


class LoosePapers(Service):
    """Drawing sheets that nobody has to account for."""

    def pdf(self, kind: str, data: Mapping[str, Any]) -> bytes:
        """The sheet of a kind ("queue_slip", "quick_card") from its data; the station's name and the day are added.

        Raises ValueError for a kind that belongs into the register, or for data that doesn't fit it; Denied, Trouble.
        """
        # The drawing libraries are big; a login and the lists do without them.
        from printing import catalogue

        paper = catalogue.kind(kind)
        if not paper.loose:
            raise ValueError(f"《{paper.title}》要编号存档，不能散印")
        with self.change(Permission.DOCUMENT_PRINT) as change:
            common = {
                "station_name": _settings.station(change.session).name,
                "printed_on": date_words(change.now.date()),
                "program": VERSION,
            }
            known = {field.name for field in fields(paper.form)}
            words = _wordings.settle(change.session, kind, change.now)
            pdf = catalogue.render(kind, {name: common[name] for name in common if name in known} | dict(data), words)
            change.audit("loose.drawn", "paper", kind, {"number": str(data.get("number", ""))})
        return pdf

    def sample_slip(self) -> bytes:
        """A slip that nobody holds, to try a printer with."""
        now = self._context.clock.now()
        return self.pdf(
            QUEUE_SLIP,
            {
                "number": SAMPLE_NUMBER,
                "kind": "试打",
                "taken_at": f"{now:%m-%d %H:%M}",
                "ahead": 0,
                "places_back": limit("queue_places_back"),
            },
        )

    @staticmethod
    def title(kind: str) -> str:
        """What the printer's queue calls the sheet."""
        from printing import catalogue

        return catalogue.kind(kind).title
