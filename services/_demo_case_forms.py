"""What the clerk typed for the demo's service matters: the matter of the catalogue, its fields, papers had and missing.

The material is `resources/data/demo_cases.toml`.
"""

import datetime as dt
from collections.abc import Mapping
from random import Random
from typing import Any

from domain.catalogue import CatalogueEntry, CatalogueMaterial, MaterialShape
from domain.field_specs import NO, FieldKind, FieldSpec, asked
from domain.tables import table
from domain.visit_rules import MaterialForm, MatterForm
from domain.vocabulary import MatterKind, Outcome
from models.party import Party

# How many days ago something was that a matter asks the day of: soon enough to report back in time.
DAYS_AGO = (6, 26)
COUNTED = (1, 4)
YEAR = "year"


class CaseForms:
    """Draws forms of service matters by lot."""

    def __init__(self, chance: Random, entries: Mapping[str, CatalogueEntry]) -> None:
        """`entries` are the matters of the catalogue by code; what the demo names besides is left out."""
        self._chance, self._entries = chance, entries
        self._material = table("demo_cases")
        self._matters = [row for row in self._material["matter"] if row["code"] in entries]

    def matter(self, moment: dt.datetime, party: Party, *, code: str = "", missing: int | None = None) -> MatterForm:
        """A matter that opens a case; `code` and how many papers are `missing` by lot where they aren't given."""
        row = self._row(code)
        entry = self._entries[row["code"]]
        if missing is None:
            missing = self._chance.randint(1, 2) if self.lucky(self._material["missing"]) else 0
        needed = [paper for paper in entry.materials if paper.required]
        lacking = self._chance.sample(needed, min(missing, len(needed)))
        given = [paper for paper in entry.materials if paper not in lacking and self._handed_in(paper)]
        return MatterForm(
            kind=MatterKind.SERVICE,
            category=entry.category,
            narrative=self._chance.choice(row["narratives"]),
            outcome=Outcome.SERVICE_OPENED,
            catalogue=entry.code,
            fields=tuple(self._fields(entry, row.get("fields", {}), moment.date(), party).items()),
            materials=tuple(
                MaterialForm(name=paper.name, copies=paper.copies, original=paper.shape is not MaterialShape.COPY)
                for paper in given
            ),
            missing=tuple(paper.name for paper in lacking),
        )

    def narratives(self, code: str) -> tuple[str, ...]:
        """All that is said about one matter."""
        return tuple(self._row(code)["narratives"])

    def value(self, entry: CatalogueEntry, spec: FieldSpec, day: dt.date) -> str:
        """Something in one field of a matter, "" where the demo has no words for it."""
        fixed: Mapping[str, str] = self._row(entry.code).get("fields", {})
        return fixed.get(spec.code, "") or self._drawn(spec, day, {})

    def lucky(self, percent: float) -> bool:
        """So many times out of a hundred."""
        return self._chance.random() * 100 < percent

    def _row(self, code: str) -> Mapping[str, Any]:
        if code:
            return next(row for row in self._matters if row["code"] == code)
        drawn: Mapping[str, Any] = self._chance.choices(self._matters, [row["share"] for row in self._matters])[0]
        return drawn

    def _handed_in(self, paper: CatalogueMaterial) -> bool:
        return paper.required or self.lucky(self._material["extra_paper"])

    def _fields(self, entry: CatalogueEntry, fixed: Mapping[str, str], day: dt.date, party: Party) -> dict[str, str]:
        """What was typed, in the order of the form; of some one required field is left for later."""
        values: dict[str, str] = {}
        known = {"service_from": party.service_from, "service_to": party.service_to, "address": party.address}
        for spec in entry.fields:
            if asked(spec, values):
                value = str(fixed.get(spec.code, "")) or self._drawn(spec, day, known)
                values |= {spec.code: value} if value else {}
        if self.lucky(self._material["unfilled"]):
            later = [spec.code for spec in entry.fields if spec.required and not spec.choices and spec.code in values]
            for code in later[-1:]:
                del values[code]
        return values

    def _drawn(self, spec: FieldSpec, day: dt.date, known: Mapping[str, str | None]) -> str:
        words = self._material["values"].get(spec.code, ())
        if known.get(spec.code):
            return str(known[spec.code])
        if spec.kind is FieldKind.CHOICE:
            return self._chance.choice(spec.choices) if spec.required else ""
        if words:
            return str(self._chance.choice(words))
        if not spec.required:
            return ""
        if spec.kind in (FieldKind.DATE, FieldKind.PARTIAL):
            return (day - dt.timedelta(days=self._chance.randint(*DAYS_AGO))).isoformat()
        if spec.kind is FieldKind.YES_NO:
            return NO
        return str(day.year) if spec.code == YEAR else str(self._chance.randint(*COUNTED))
