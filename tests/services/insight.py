"""Looks past the services into the store, for tests: the audit, single rows, the same store through another's roles."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.permissions import Role, allowed
from models.audit import AuditEntry
from models.case import CaseFile
from models.visit import Visit, VisitParty
from services import Services


@contextmanager
def looking(services: Services) -> Iterator[Session]:
    """A read of the store behind the services."""
    with services._context.database.read() as session:
        yield session


def audit_of(services: Services, action: str) -> list[AuditEntry]:
    """All entries of one action, oldest first."""
    with looking(services) as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.seq)))


def all_audited_words(services: Services) -> str:
    """Everything that the audit says about subjects and details, as one text."""
    with looking(services) as session:
        return "\n".join(f"{entry.subject_id} {entry.detail}" for entry in session.scalars(select(AuditEntry)))


def seen_by(services: Services, *roles: Role) -> Services:
    """The same open store with the same person at the desk, holding only these roles."""
    context = services._context
    actor = replace(context.actor, roles=frozenset(roles), permissions=allowed(roles))
    return Services(replace(context, actor=actor))


def add_visits(services: Services, comings: list[tuple[int, datetime]]) -> None:
    """Bare visits (person, moment) in this order, without matters or papers: enough for what ranks by them."""
    with services._context.database.write() as session:
        for seq, (person_id, moment) in enumerate(comings, start=1):
            visit = Visit(
                number=f"LF{moment:%Y%m%d}-{seq:03d}",
                day=moment.date(),
                seq=seq,
                visited_at=moment,
                visited_day=moment.date(),
                channel="walk_in",
                operator_id=services.actor.id,
                created_at=moment,
            )
            session.add(visit)
            session.flush()
            session.add(VisitParty(visit_id=visit.id, party_id=person_id))


def add_case(services: Services, person_id: int, opened: datetime, *, seq: int, closed: datetime | None = None) -> int:
    """A bare petition of a person; returns its id."""
    with services._context.database.write() as session:
        case = CaseFile(
            series="petition",
            period=f"{opened.year}",
            seq=seq,
            number=f"坡退信〔{opened.year}〕{seq}号",
            title="抚恤优待：请求核实补发",
            category="benefit",
            party_id=person_id,
            opened_at=opened,
            opened_by=services.actor.id,
            handler_id=services.actor.id,
            closed_at=closed,
        )
        session.add(case)
        session.flush()
        return case.id
