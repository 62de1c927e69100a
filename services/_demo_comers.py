"""Invented company for the demo's visitors: groups with representatives, companions, agents, units; late entries."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from domain.tables import table
from domain.visit_rules import GuestForm, UnitForm, VisitForm
from domain.vocabulary import Channel, GuestRole
from models.party import Party
from services._demo_people import PeopleMaker
from services._person_lines import UNIT

# Out of a hundred visits.
LATE, FOR_A_UNIT, UNIT_ALONE, AGENTS = 2, 2, 40, 15
GROUP = 5
NAMES_IN_POOL = 80
LATEST_MINUTE = 60
FRIDAY = 4


def unit_rows(first_id: int, made: dt.datetime) -> list[Party]:
    """The invented units as parties, with the fields of a person that units have none of."""
    chance = Random(first_id)
    nothing = dict.fromkeys(("identity", "phone2", "card_number", "former_names"), "")
    return [
        Party(
            id=first_id + at,
            uuid=str(UUID(int=chance.getrandbits(128), version=4)),
            kind=UNIT,
            **unit,
            **nothing,
            created_at=made,
            updated_at=made,
        )
        for at, unit in enumerate(table("demo")["comers"]["units"])
    ]


class ComersMaker:
    """Draws by lot who comes along. It has a generator of chance of its own, so that the days stay as they are."""

    def __init__(self, chance: Random, people: Sequence[Party], units: Sequence[Party], today: dt.date) -> None:
        """People and units come from the register; strangers are made here."""
        self._chance, self._people = chance, people
        self.units: Mapping[int, Party] = {unit.id: unit for unit in units}
        self._names = [person.name for person in PeopleMaker(chance, today).people(NAMES_IN_POOL)]
        self._material = table("demo")["comers"]

    def company(self, form: VisitForm, moment: dt.datetime) -> VisitForm:
        """The form with who else came, and for some the true day on which it was."""
        form = self._with_unit(form)
        if form.headcount > 1 and not form.anonymous:
            form = replace(form, guests=tuple(self._guests(form)), common=form.headcount >= GROUP)
        return self._late(form, moment)

    def unit_of(self, form: VisitForm) -> Party | None:
        """The unit of a form."""
        return None if form.unit is None or form.unit.party_id is None else self.units[form.unit.party_id]

    def _lucky(self, percent: int) -> bool:
        return self._chance.random() * 100 < percent

    def _with_unit(self, form: VisitForm) -> VisitForm:
        if not self.units or not self._lucky(UNIT_ALONE if form.anonymous else FOR_A_UNIT):
            return form
        row = self._chance.choice(list(self.units.values()))
        unit = UnitForm(party_id=row.id, name=row.name, contact=row.contact, phone=row.phone, address=row.address)
        if not form.anonymous:
            return replace(form, unit=unit)
        return replace(form, unit=unit, anonymous=False, address=row.address, address_unclear=False)

    def _guests(self, form: VisitForm) -> list[GuestForm]:
        count = self._chance.randint(1, min(form.headcount - 1, 4))
        role = GuestRole.REPRESENTATIVE if form.headcount >= GROUP else GuestRole.COMPANION
        guests = [GuestForm(role=role, name=name) for name in self._chance.sample(self._names, count)]
        if role is GuestRole.REPRESENTATIVE:
            return guests
        first = replace(guests[0], relation=self._chance.choice(self._material["relations"]))
        if self._lucky(AGENTS):
            first = replace(first, role=GuestRole.AGENT, relation=self._chance.choice(self._material["agents"]))
        known = self._chance.choice(self._people)
        if self._lucky(AGENTS) and known.id != form.person_id:
            first = replace(first, party_id=known.id, name=known.name)
        return [first, *guests[1:]]

    def _late(self, form: VisitForm, moment: dt.datetime) -> VisitForm:
        if not (form.channel is Channel.LETTER or self._lucky(LATE)):
            return form
        hour = self._chance.randint(9, 16)
        day = moment.date() - dt.timedelta(days=self._chance.randint(1, 3))
        # Nobody comes at the weekend.
        day -= dt.timedelta(days=max(0, day.weekday() - FRIDAY))
        timed = form.channel is not Channel.LETTER
        return replace(
            form,
            visited_on=day,
            visited_time=dt.time(hour, self._chance.randrange(LATEST_MINUTE)) if timed else None,
            late_reason=self._chance.choice(self._material["late_reasons"]),
        )
