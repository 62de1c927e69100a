"""The list that goes with a bundle (报送清单): an official paper between two offices, so nothing on it is masked."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from domain.catalogue import MaterialShape
from domain.dates import date_words
from domain.labels import NAME_NOT_LEFT
from models.batch import SubmissionBatch
from models.case import CaseFile, CaseMaterial
from models.party import Party
from services import _catalogue, _settings
from services._base import Change
from services._person_lines import shown_name
from services._receipt import moment_words

if TYPE_CHECKING:
    from printing.forms.submission_list import SubmissionList, SubmittedCase

KIND = "submission_list"


def submission_list(
    change: Change, batch: SubmissionBatch, cases: Sequence[CaseFile], sent_way: str
) -> "SubmissionList":
    """The form's data for these cases, in this order."""
    from printing.forms.submission_list import SubmissionList

    station = _settings.station(change.session)
    kinds = Counter(_catalogue.entry_of(change.session, case).label for case in cases)
    return SubmissionList(
        station_name=station.name,
        number=batch.number,
        operator=change.actor.name,
        printed_at=moment_words(change.now),
        recipient=batch.recipient,
        matters="、".join(f"{label}{count}件" for label, count in kinds.items()),
        sent_on="" if batch.sent_on is None else date_words(batch.sent_on),
        sent_way=sent_way,
        cases=tuple(_line(change, case) for case in cases),
        station_phone=station.phone,
        address=station.address,
    )


def _line(change: Change, case: CaseFile) -> "SubmittedCase":
    from printing.forms.submission_list import SubmittedCase

    party = None if case.party_id is None else change.session.get(Party, case.party_id)
    papers = _going_along(change, case)
    copies = sum(paper.copies for paper in papers)
    return SubmittedCase(
        number=case.number,
        name=NAME_NOT_LEFT if party is None else shown_name(party.name),
        identity="" if party is None else party.identity,
        matter=_catalogue.entry_of(change.session, case).label,
        materials=f"{len(papers)}种{copies}份" if papers else "",
        copies=copies,
        originals=sum(paper.copies for paper in papers if paper.shape == MaterialShape.ORIGINAL.value),
        note=f"受理号 {case.official_number}" if case.official_number else "",
    )


def _going_along(change: Change, case: CaseFile) -> tuple[CaseMaterial, ...]:
    """The papers that lie in the case's folder: handed in, and not given back at the window."""
    query = select(CaseMaterial).where(
        CaseMaterial.case_id == case.id, CaseMaterial.received_on.is_not(None), CaseMaterial.returned_on.is_(None)
    )
    return tuple(change.session.scalars(query.order_by(CaseMaterial.position)))
