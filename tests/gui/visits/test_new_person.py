"""The few fields of somebody new: what the number says of itself, of the birth and of the sex."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from domain.identity import Sex
from gui.kit.field import Field
from gui.visits.new_person import NewPerson
from tests import factories


@pytest.fixture
def new_person(qtbot: QtBot) -> Iterator[NewPerson]:
    """The fields in a window of their own."""
    made = NewPerson(factories.MOMENT.date)
    qtbot.addWidget(made)
    yield made
    for row in (made.top, made.bottom):
        row.deleteLater()


def typed(new_person: NewPerson, number: str) -> Field:
    """Type a number; returns its field as it stands then."""
    new_person.identity.setText(number)
    new_person.identity.textEdited.emit(number)
    field = new_person.identity.parentWidget()
    while not isinstance(field, Field):
        assert field is not None
        field = field.parentWidget()
    return field


@pytest.mark.parametrize(
    ("number", "words", "birth", "sex"),
    [
        ("430103196811021238", "校验通过", "1968-11-02", Sex.MALE),
        ("430103681112123", "15 位旧号，按 18 位新号也能查到", "1968-11-12", Sex.MALE),
        ("810000199003071237", "港澳居民居住证（香港），校验通过", "1990-03-07", Sex.MALE),
        ("830000199003071249", "台湾居民居住证，校验通过", "1990-03-07", Sex.FEMALE),
        ("943156198108181234", "外国人永久居留身份证，校验通过", "1981-08-18", Sex.MALE),
        ("usa110075030711", "外国人永久居留身份证（2017 版），校验通过", "1975-03-07", None),
    ],
)
def test_a_right_number_says_of_which_card_it_is(
    new_person: NewPerson, number: str, words: str, birth: str, sex: Sex | None
) -> None:
    field = typed(new_person, number)
    assert (field.state, field.message) == ("ok", words)
    assert new_person.birth.text() == birth
    assert new_person.sex.value() == (sex.value if sex else None)


@pytest.mark.parametrize("number", ["810000199003071230", "943156198108181230", "USA110075030712"])
def test_a_wrong_check_of_any_card_asks_for_the_reason_and_is_kept_with_one(new_person: NewPerson, number: str) -> None:
    field = typed(new_person, number)
    assert field.state == "error"
    new_person.reason.setText("证件上确实如此")
    new_person.reason.textEdited.emit("证件上确实如此")
    assert new_person.form().identity_reason == "证件上确实如此"
