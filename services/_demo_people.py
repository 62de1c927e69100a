"""Invented people for the demo and the benchmarks: as varied as those of a street, and nobody's likeness.

Pure: the same generator of chance gives the same people. The material is `resources/data/demo.toml`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from domain.identity import Sex, check_character, to_15
from domain.people_rules import PersonForm
from domain.tables import table

MEN_IN_HUNDRED = 80
DAYS_OF_A_YEAR = 365.25
FAMILY = frozenset({"family", "veteran_family", "martyr_family"})


class PeopleMaker:
    """Draws people by lot. `today` bounds their ages."""

    def __init__(self, chance: Random, today: dt.date) -> None:
        """Share the generator of chance."""
        self._chance = chance
        self._today = today
        self._material = table("demo")
        self._numbers: set[str] = set()
        self._made = 0

    def people(self, count: int) -> list[PersonForm]:
        """So many different people."""
        return [self._person() for _ in range(count)]

    def _person(self) -> PersonForm:
        self._made += 1
        sex = Sex.MALE if self._lucky(MEN_IN_HUNDRED) else Sex.FEMALE
        birth = self._birth()
        identity, reason = self._identity(birth, sex)
        category = by_share(self._chance, self._material["persons"]["shares"])
        service = ("", "") if category in FAMILY else self._service(birth)
        places = self._material["addresses"]
        community = self._chance.choice(places["communities"])
        address = f"{community}{self._chance.choice(places['lanes'])} {self._chance.randint(1, 96)} 号"
        name = self._name(sex)
        return PersonForm(
            name=name,
            identity=identity,
            identity_reason=reason,
            sex=sex.value,
            birth=birth.isoformat() if identity else str(birth.year),
            phone=self._phone(),
            household_address=address if self._lucky(70) else "",
            address=address,
            community=community,
            categories=(category,),
            honours=self._chance.choice(self._material["honours"]["texts"]) if self._lucky(15) else "",
            service_from=service[0],
            service_to=service[1],
            card_number=f"4301{self._made:012d}" if self._lucky(40) else "",
            former_names=name[:1] + self._given(sex) if self._lucky(2) else "",
            reception_note=self._chance.choice(self._material["honours"]["reception_notes"]) if self._lucky(5) else "",
        )

    def _lucky(self, percent: int) -> bool:
        return self._chance.random() * 100 < percent

    def _name(self, sex: Sex) -> str:
        names = self._material["names"]
        if self._lucky(2):
            return f"{self._chance.choice(names['first_parts'])}·{self._chance.choice(names['second_parts'])}"
        if self._lucky(5):
            return str(self._chance.choice(names["special_surnames"])) + self._given(sex)
        # The first few surnames are shared by a third of the people, as in life.
        place = min(int(self._chance.expovariate(1 / 22)), len(names["surnames"]) - 1)
        return str(names["surnames"][place]) + self._given(sex)

    def _given(self, sex: Sex) -> str:
        names = self._material["names"]
        characters = names["male" if sex is Sex.MALE else "female"]
        given = [self._chance.choice(characters) for _ in range(1 if self._lucky(18) else 2)]
        if self._lucky(3):
            given[-1] = self._chance.choice(names["rare"])
        return "".join(given)

    def _birth(self) -> dt.date:
        age = self._chance.triangular(20, 92, 60)
        return self._today - dt.timedelta(days=int(age * DAYS_OF_A_YEAR) + self._chance.randint(0, 364))

    def _identity(self, birth: dt.date, sex: Sex) -> tuple[str, str]:
        """A number and why it is kept if it is wrong: mostly 18 characters, some old 15, few wrong or unknown."""
        if self._lucky(3):
            return "", ""
        start = self._chance.choice(self._material["numbers"]["divisions"]) + birth.strftime("%Y%m%d")
        number = self._unused(start, odd=sex is Sex.MALE)
        number += check_character(number)
        old = to_15(number)
        if old and birth.year < 1955 and self._lucky(15):
            return old, ""
        if self._lucky(1):
            wrong = "0" if number[-1] != "0" else "1"
            return number[:-1] + wrong, "与退役证上所记一致，待派出所核对"
        return number, ""

    def _unused(self, start: str, *, odd: bool) -> str:
        """Seventeen digits that nobody has yet, with a serial from 900 up: odd for men, even for women."""
        numbers = [f"{start}{serial}" for serial in range(900 + odd, 1000, 2)]
        number = self._chance.choice([number for number in numbers if number not in self._numbers])
        self._numbers.add(number)
        return number

    def _phone(self) -> str:
        numbers = self._material["numbers"]
        if self._lucky(4):
            return ""
        if self._lucky(9):
            return f"{numbers['area_code']}-{numbers['local_first']}{self._chance.randint(0, 9_999_999):07d}"
        return f"{self._chance.choice(numbers['mobile_prefixes'])}{self._chance.randint(0, 99_999_999):08d}"

    def _service(self, birth: dt.date) -> tuple[str, str]:
        """Enlisted and left, to the month; nobody leaves in time to come."""
        joined = min(birth.year + self._chance.randint(18, 21), self._today.year - 1)
        left = min(joined + self._chance.choice((2, 2, 2, 3, 5, 8, 12, 16)), self._today.year - 1)
        return f"{joined}-{self._chance.choice((9, 10, 12)):02d}", f"{max(left, joined)}-12"


def by_share(chance: Random, shares: Sequence[Mapping[str, Any]]) -> str:
    """One code of a list that names a share for each."""
    return str(chance.choices([row["code"] for row in shares], [row["share"] for row in shares])[0])
