"""People: made, found, changed, looked at, each in one transaction with its audit, on a real encrypted file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.identity import to_15
from domain.people_rules import PersonForm
from domain.permissions import Role
from models.party import Party, PartyKey
from services import Services
from services._chain import broken_links
from services._people_rows import add_person, keys_of, write_back_contact
from system.errors import Conflict, Denied, Invalid, NotFound
from tests import factories
from tests.services.insight import add_case, add_visits, all_audited_words, audit_of, looking, seen_by

NOW = factories.MOMENT
IDENTITY = "430103196803129011"
WRONG_CHECK = "430103196803129012"


def names(station: Services, text: str, limit: int = 10) -> list[str]:
    return [hit.name for hit in station.people.find(text, limit=limit)]


def keys_in_store(station: Services, person_id: int) -> set[str]:
    with looking(station) as session:
        return set(session.scalars(select(PartyKey.key).where(PartyKey.party_id == person_id)))


# ---- making


def test_a_made_person_is_found_at_once(station: Services) -> None:
    saved = station.people.create(PersonForm(name=" 李  䶮 ", identity=IDENTITY.lower(), phone="121 0000 5267"))
    assert saved.changes.subjects == {"person"}
    hit = station.people.find("李䶮")[0]
    assert (hit.id, hit.name, hit.sex_label, hit.age) == (saved.id, "李䶮", "男", 58)
    assert (hit.identity_masked, hit.phone_masked) == ("430103********9011", "121****5267")
    assert (hit.last_visit, hit.open_cases) == (None, 0)


def test_a_form_with_faults_leaves_nothing_behind(station: Services) -> None:
    with pytest.raises(Invalid) as refused:
        station.people.create(PersonForm(name="李龑", identity="4301031968", phone="1210000526"))
    assert set(refused.value.fields) == {"identity", "phone"}
    assert names(station, "李龑") == []
    assert audit_of(station, "person.created") == []


def test_a_wrong_check_digit_is_kept_with_a_reason(station: Services) -> None:
    form = PersonForm(name="赵一", identity=WRONG_CHECK)
    with pytest.raises(Invalid, match="校验"):
        station.people.create(form)
    station.people.create(replace(form, identity_reason="退役证上如此"))
    assert names(station, WRONG_CHECK) == ["赵一"]


def test_sex_and_birth_come_from_the_number(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", identity=IDENTITY)).id
    form, version = station.people.form(person_id)
    assert (form.sex, form.birth, version) == ("1", "1968-03-12", 1)


def test_an_unclear_name_is_kept_and_said(station: Services) -> None:
    person_id = station.people.create(PersonForm(name_unclear=True, phone="12100005267")).id
    assert [hit.name for hit in station.people.find("5267")] == ["姓名不清"]
    assert station.people.card(person_id).initial == "姓"


@pytest.mark.parametrize("text", ["<b>&amp;", "😀", "'; drop table party; --", '%_*"', "行一\n行二"])
def test_odd_text_is_kept_as_words(station: Services, text: str) -> None:
    person_id = station.people.create(PersonForm(name="李龑", address=text, note=text, reception_note=text)).id
    form, _ = station.people.form(person_id)
    assert form.note == text
    assert form.address == text.replace("\n", " ")
    assert station.people.find(text) == () or names(station, text) == ["李龑"]


# ---- changing


def test_masked_numbers_that_come_back_stay_as_they_are(station: Services) -> None:
    person_id = station.people.create(
        PersonForm(name="李龑", identity=IDENTITY, phone="12100005267", card_number="4301000000000871")
    ).id
    form, version = station.people.form(person_id)
    assert "5267" in form.phone
    assert "0000" not in form.phone
    station.people.edit(person_id, replace(form, address="晏家塘 12 号"), version=version)
    assert station.people.reveal(person_id, "identity") == IDENTITY
    assert station.people.reveal(person_id, "phone") == "12100005267"
    assert station.people.reveal(person_id, "card_number") == "4301000000000871"


def test_an_edit_moves_the_search_keys(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="单勇", phone="12100005267")).id
    form, version = station.people.form(person_id)
    station.people.edit(person_id, replace(form, name="单翀", phone="12100007788"), version=version)
    assert names(station, "单勇") == names(station, "5267") == []
    assert names(station, "sc") == names(station, "7788") == ["单翀"]
    with looking(station) as session:
        party = session.get_one(Party, person_id)
    assert keys_in_store(station, person_id) == keys_of(party)


def test_an_edit_that_changes_nothing_writes_nothing(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", identity=IDENTITY)).id
    form, version = station.people.form(person_id)
    saved = station.people.edit(person_id, form, version=version)
    assert (saved.version, saved.changes.subjects) == (version, frozenset())
    assert audit_of(station, "person.edited") == []


def test_the_second_writer_hears_who_changed_what(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", phone="12100005267")).id
    form, version = station.people.form(person_id)
    again = station.people.edit(person_id, replace(form, address="晏家塘 12 号"), version=version)
    station.people.edit(person_id, replace(form, address="晏家塘 12 号", honours="三等功"), version=again.version)
    with pytest.raises(Conflict) as refused:
        station.people.edit(person_id, replace(form, note="迟到的话"), version=version)
    for word in ("住址", "荣誉", station.people.actor.name):
        assert word in str(refused.value)
    assert "联系电话" not in str(refused.value)
    stored, now = station.people.form(person_id)
    assert (stored.address, stored.note) == ("晏家塘 12 号", "")
    station.people.edit(person_id, replace(stored, note="迟到的话"), version=now)
    assert station.people.form(person_id)[0].note == "迟到的话"


def test_who_isn_t_there_can_t_be_opened(station: Services) -> None:
    for act in (station.people.form, station.people.card):
        with pytest.raises(NotFound):
            act(99)
    with pytest.raises(NotFound):
        station.people.edit(99, PersonForm(name="李龑"), version=1)


# ---- masking, permission, audit


def test_a_look_at_a_number_is_audited(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", identity=IDENTITY)).id
    assert station.people.reveal(person_id, "identity") == IDENTITY
    entry = audit_of(station, "person.revealed")[-1]
    assert entry.detail["field"] == "identity"
    with pytest.raises(Invalid):
        station.people.reveal(person_id, "note")


def test_the_audit_holds_no_personal_value_in_clear(station: Services) -> None:
    form = PersonForm(
        name="李龑芳",
        identity=IDENTITY,
        phone="12100005267",
        phone2="0731-08550199",
        address="晏家塘 12 号",
        household_address="白沙井 3 号",
        card_number="4301000000000871",
        former_names="李小龑",
        note="家中有病人",
        reception_note="左耳听力差",
        honours="三等功 1989",
        birth="1968-03-12",
    )
    person_id = station.people.create(form).id
    shown, version = station.people.form(person_id)
    station.people.edit(person_id, replace(shown, phone="12100007788", address="竹山园 5 号"), version=version)
    station.people.reveal(person_id, "phone")
    said = all_audited_words(station)
    values = [
        "李龑芳",
        "李小龑",
        IDENTITY,
        "19680312",
        "1968-03-12",
        "12100005267",
        "12100007788",
        "08550199",
        "晏家塘",
    ]
    for value in [*values, "竹山园", "白沙井", "0000000871", "病人", "听力", "三等功"]:
        assert value not in said, value
    edited = audit_of(station, "person.edited")[-1].detail["fields"]
    assert set(edited) == {"phone", "address"}
    assert (edited["phone"]["old"], edited["phone"]["new"]) == ("121****5267", "121****7788")
    made = audit_of(station, "person.created")[-1].detail["fields"]
    assert made["phone"]["new_print"] == edited["phone"]["old_print"] != edited["phone"]["new_print"]
    with looking(station) as session:
        assert broken_links(session, station._context.audit_key) == ()


def test_an_auditor_reads_no_people(station: Services) -> None:
    auditor = seen_by(station, Role.AUDITOR)
    acts: list[Callable[[], object]] = [
        lambda: auditor.people.find("李"),
        lambda: auditor.people.card(1),
        auditor.people.register,
        lambda: auditor.people.create(PersonForm(name="李龑")),
        lambda: auditor.people.reveal(1, "phone"),
        lambda: auditor.people.duplicates(PersonForm(name="李龑")),
    ]
    for act in acts:
        with pytest.raises(Denied):
            act()
    assert len(audit_of(station, "refused")) == len(acts)


# ---- the card


def test_the_card_tells_what_was_and_what_is_open(station: Services) -> None:
    person_id = station.people.create(
        PersonForm(
            name="李龑", identity=IDENTITY, categories=("disabled",), service_from="1987-10", service_to="1991-12"
        )
    ).id
    moments = [NOW - timedelta(days=days) for days in (400, 30, 29, 0)]
    add_visits(station, [(person_id, moment) for moment in moments])
    add_case(station, person_id, moments[1], seq=46, closed=moments[2])
    still_open = add_case(station, person_id, moments[2], seq=47)
    card = station.people.card(person_id)
    assert (card.initial, card.badges, card.service) == ("李", ("残疾军人",), "1987—1991 服役")
    assert (card.visits_total, card.visits_30_days) == (4, 2)
    assert [(case.id, case.number, case.kind) for case in card.open_cases] == [
        (still_open, "坡退信〔2026〕47号", "信访件")
    ]
    assert [(line.title, line.chip) for line in card.history] == [
        *[("来访", "")] * 2,
        ("信访件", "已办结"),
        *[("来访", "")] * 2,
        ("建档", ""),
    ]
    assert "坡退信〔2026〕46号" in card.history[2].body


# ---- what the visit desk uses


def test_a_phone_given_at_the_desk_is_kept_and_found(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", phone="12100005267")).id
    with station.people.change(None) as change:
        party = change.session.get_one(Party, person_id)
        write_back_contact(change, party, phone="121****5267", address="")
        assert party.version == 1
        write_back_contact(change, party, phone="0731-08550199", address="晏家塘 12 号")
    assert names(station, "0199") == ["李龑"]
    assert names(station, "5267") == []
    form, version = station.people.form(person_id)
    assert (form.phone, form.address, version) == ("0731-08****99", "晏家塘 12 号", 2)
    assert set(audit_of(station, "person.edited")[-1].detail["fields"]) == {"phone", "address"}


def test_a_half_phone_at_the_desk_is_refused(station: Services) -> None:
    person_id = station.people.create(PersonForm(name="李龑", phone="12100005267")).id
    with pytest.raises(Invalid, match="少 1 位"), station.people.change(None) as change:
        write_back_contact(change, change.session.get_one(Party, person_id), phone="1210000526", address="")
    assert station.people.reveal(person_id, "phone") == "12100005267"


def test_a_person_made_in_a_visit_that_fails_is_not_there(station: Services) -> None:
    def visit_that_fails() -> None:
        with station.people.change(None) as change:
            add_person(change, PersonForm(name="李龑"))
            raise Conflict("并入的那一件已经办结。")

    with pytest.raises(Conflict):
        visit_that_fails()
    assert names(station, "李龑") == []
    assert audit_of(station, "person.created") == []


# ---- the register


def test_the_register_pages_without_gap_or_repeat(station: Services) -> None:
    wanted = ["阿·卜", "李龑", "单勇", "王伟", "王伟", "王伟", "赵一"]
    for name in ("王伟", "李龑", "阿·卜", "王伟", "单勇", "赵一", "王伟"):
        station.people.create(PersonForm(name=name))
    seen: list[str] = []
    after = None
    while True:
        page = station.people.register(after=after, limit=2)
        seen += [row.name for row in page.rows]
        after = page.next
        if after is None:
            break
        assert len(page.rows) == 2
    assert seen == wanted


def test_the_register_filters_like_find(station: Services) -> None:
    for name in ("李勇", "刘英", "王伟"):
        station.people.create(PersonForm(name=name))
    assert [row.name for row in station.people.register(text="ly").rows] == ["刘英", "李勇"]
    assert station.people.register(text="。").rows == ()
    page = station.people.register(text="ly", limit=1)
    assert [row.name for row in station.people.register(text="ly", limit=1, after=page.next).rows] == ["李勇"]


def test_the_best_match_comes_first_and_pages_on_from_there(station: Services) -> None:
    for name in ("李勇", "刘英", "李勇军", "林雨", "李勇"):
        station.people.create(PersonForm(name=name))
    wanted = [hit.id for hit in station.people.find("李勇")]
    assert [row.id for row in station.people.register(text="李勇").rows] == wanted
    everybody = [hit.id for hit in station.people.find("ly", limit=50)]
    assert len(everybody) == 5
    seen, after = [], None
    while True:
        page = station.people.register(text="ly", limit=2, after=after)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == everybody


def test_a_new_or_changed_name_finds_its_place_at_once(station: Services) -> None:
    def shown() -> list[str]:
        return [row.name for row in station.people.register().rows]

    for name in ("王伟", "李龑"):
        station.people.create(PersonForm(name=name))
    assert shown() == ["李龑", "王伟"]
    new = station.people.create(PersonForm(name="安平"))
    assert shown() == ["安平", "李龑", "王伟"]
    station.people.edit(new.id, PersonForm(name="周平"), version=new.version)
    assert shown() == ["李龑", "王伟", "周平"]
    station.people.create(PersonForm(name_unclear=True))
    assert shown() == ["李龑", "王伟", "周平", "姓名不清"]


# ---- duplicates


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        (PersonForm(name="别人", identity=IDENTITY), "证件号相同"),
        (PersonForm(name="别人", identity=to_15(IDENTITY) or ""), "证件号相同"),
        (PersonForm(name="别人", identity=WRONG_CHECK), "证件号只差最后一位"),
        (PersonForm(name="李龑", birth="1968-03"), "姓名和出生日期相同"),
        (PersonForm(name="李龑", phone2="121 0000 5267"), "姓名和电话相同"),
    ],
)
def test_a_likely_duplicate_is_told_with_its_reason(station: Services, form: PersonForm, reason: str) -> None:
    person_id = station.people.create(PersonForm(name="李龑", identity=IDENTITY, phone="12100005267")).id
    found = station.people.duplicates(form)
    assert [(each.person.id, each.reason) for each in found.shown] == [(person_id, reason)]
    assert found.hidden == 0
    assert station.people.duplicates(form, but=person_id).shown == ()


def test_an_old_15_digit_record_is_found_by_the_new_number(station: Services) -> None:
    station.people.create(PersonForm(name="李龑", identity=to_15(IDENTITY) or ""))
    assert station.people.duplicates(PersonForm(name="别人", identity=IDENTITY)).shown[0].reason == "证件号相同"
    assert names(station, IDENTITY) == ["李龑"]


def test_a_namesake_of_another_birth_and_phone_is_no_duplicate(station: Services) -> None:
    station.people.create(PersonForm(name="李龑", birth="1968-03-12", phone="12100005267"))
    assert station.people.duplicates(PersonForm(name="李龑", birth="1969", phone="12100005268")).shown == ()
    assert station.people.duplicates(PersonForm(name="李龑")).shown == ()


def test_many_duplicates_are_counted(station: Services) -> None:
    for _ in range(7):
        station.people.create(PersonForm(name="李龑", birth="1968-03-12"))
    found = station.people.duplicates(PersonForm(name="李龑", birth="1968"))
    assert (len(found.shown), found.hidden) == (5, 2)
