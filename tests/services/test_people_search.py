"""Finding people while typing: what a clerk may type, in which order they come, and never one too few or too many."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select

from domain.names import normalise_name
from domain.people_rules import PersonForm, tidy_person
from domain.search_keys import query_key
from models.party import Party, PartyKey
from models.visit import VisitParty
from services import Services, _people_search
from services._demo_people import PeopleMaker
from services._people_match import matched_part
from services._people_rows import columns, keys_of
from tests import factories
from tests.services.insight import add_visits, looking

NOW = factories.MOMENT
IDENTITY = "430103196803129011"


def names(station: Services, text: str, limit: int = 10) -> list[str]:
    return [hit.name for hit in station.people.find(text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("单", ["单勇"]),
        ("shan", ["单勇"]),
        ("dany", ["单勇"]),
        ("sy", ["单勇"]),
        ("zengx", ["曾祥"]),
        ("欧阳", ["欧阳成"]),
        ("ouyc", ["欧阳成"]),
        ("oyc", ["欧阳成"]),
        ("yangch", ["欧阳成"]),
        ("䶮", ["李䶮"]),
        ("𬭎", ["王𬭎"]),
        ("买买提·吐", ["买买提·吐尔逊"]),
        ("买买提吐", ["买买提·吐尔逊"]),
        ("吐尔", ["买买提·吐尔逊"]),
        ("mmt", ["买买提·吐尔逊"]),
        ("５２６７", ["李䶮"]),
        ("9011", ["李䶮"]),
        ("430103 1968", ["李䶮"]),
        ("43010368", ["李䶮"]),
        ("0871", ["王𬭎"]),
        ("李小", ["李䶮"]),
        ("lixl", ["李䶮"]),
        ("·", []),
        ("", []),
        ("不在", []),
    ],
)
def test_find_understands(station: Services, text: str, found: list[str]) -> None:
    people = [
        PersonForm(name="单勇"),
        PersonForm(name="曾祥"),
        PersonForm(name="欧阳成"),
        PersonForm(name="李䶮", identity=IDENTITY, phone="12100005267", former_names="李小龙"),
        PersonForm(name="王𬭎", card_number="4301000000000871"),
        PersonForm(name="买买提·吐尔逊"),
    ]
    for person in people:
        station.people.create(person)
    assert names(station, text) == found


def test_the_same_name_stands_first_then_beginnings_then_the_last_visit(station: Services) -> None:
    ids = {
        name: station.people.create(PersonForm(name=name)).id
        for name in ("李小王伟", "王伟建", "王伟", "王伟国", "张王伟", "赵王伟")
    }
    order = ["赵王伟", "王伟国", "李小王伟", "王伟建", "赵王伟"]
    add_visits(station, [(ids[name], NOW + timedelta(minutes=place)) for place, name in enumerate(order)])
    assert names(station, "王伟") == ["王伟", "王伟建", "王伟国", "赵王伟", "李小王伟", "张王伟"]
    assert names(station, "王伟", limit=4) == ["王伟", "王伟建", "王伟国", "赵王伟"]
    assert station.people.find("王伟建")[0].last_visit == NOW.date()


@pytest.mark.parametrize(
    ("name", "text", "piece"),
    [
        ("罗银秀", "ly", "罗银"),
        ("罗银秀", "yinx", "银秀"),
        ("李䶮", "李", "李"),
        ("买买提·吐尔逊", "提吐", "提·吐"),
        ("单勇", "shany", "单勇"),
        ("单勇", "5267", ""),
        ("", "ly", ""),
    ],
)
def test_the_fitting_piece_of_a_name(name: str, text: str, piece: str) -> None:
    assert matched_part(name, text) == piece


# ---- exact against a brute-force scan


class Street:
    """Three hundred people; some names stand close together, so that rankings have something to order."""

    def __init__(self) -> None:
        made = PeopleMaker(Random(7), NOW.date()).people(280)
        close = [PersonForm(name=name) for name in ("王伟", "王伟", "王伟建", "王", "李王伟", "单于", "单", "wang wei")]
        self.people = {n: tidy_person(form, NOW.date()) for n, form in enumerate([*made, *close], start=1)}
        self.keys = {n: keys_of(form) for n, form in self.people.items()}
        self.last_visit: dict[int, int] = {}

    def move_in(self, station: Services, *, visits: int) -> None:
        """Store them all, and let two thirds of them come now and then."""
        chance = Random(11)
        made = {"created_at": NOW, "updated_at": NOW, "created_by": station.actor.id}
        people = [{"id": n, **columns(form, NOW.date()), **made} for n, form in self.people.items()]
        with station._context.database.write() as session:
            session.execute(insert(Party), people)
            session.execute(insert(PartyKey), [{"key": key, "party_id": n} for n in self.keys for key in self.keys[n]])
        often = [chance.randint(1, len(people) * 2 // 3) for _ in range(visits)]
        add_visits(station, [(n, NOW + timedelta(minutes=place)) for place, n in enumerate(often)])
        with looking(station) as session:
            latest = select(VisitParty.party_id, func.max(VisitParty.visit_id)).group_by(VisitParty.party_id)
            self.last_visit = dict(session.execute(latest).all())

    def scan(self, text: str, limit: int) -> list[int]:
        """What `find` must give, by looking at everybody."""
        key, name = query_key(text), normalise_name(text)
        fitting = [n for n, keys in self.keys.items() if key and any(each.startswith(key) for each in keys)]

        def rank(n: int) -> tuple[int, int, int]:
            theirs = self.people[n].name
            closeness = 0 if theirs == name else 1 if theirs.startswith(name) else 2
            return closeness, -self.last_visit.get(n, 0), -n

        return sorted(fitting, key=rank)[:limit]


def queries(street: Street) -> st.SearchStrategy[str]:
    """Beginnings of keys of the people there, whole names, and short letters and digits at random."""
    person = st.sampled_from(sorted(street.people))
    keys = person.flatmap(lambda n: st.sampled_from(sorted(street.keys[n])))
    cut = st.tuples(keys, st.integers(1, 20)).map(lambda pair: pair[0][: pair[1]])
    whole = person.map(lambda n: street.people[n].name)
    loose = st.text("abcdefghijklmnopqrstuvwxyz0123456789王李单伟· X", min_size=1, max_size=4)
    return st.one_of(cut, whole, loose)


@pytest.mark.parametrize(("few", "walked"), [(400, 3000), (0, 3000), (0, 20)])
def test_find_equals_a_scan(station: Services, monkeypatch: pytest.MonkeyPatch, few: int, walked: int) -> None:
    """Whichever way the ranking goes: everybody ranked, the visits walked, the walk ending too soon."""
    monkeypatch.setattr(_people_search, "FEW", few)
    monkeypatch.setattr(_people_search, "WALKED_VISITS", walked)
    street = Street()
    street.move_in(station, visits=400)

    @given(text=queries(street), limit=st.integers(1, 12))
    def equal(text: str, limit: int) -> None:
        assert [hit.id for hit in station.people.find(text, limit=limit)] == street.scan(text, limit)

    equal()
