"""What each operator looks at in the list of service cases: how she left it, and the filters that she named.

It is kept among the station's settings under her uuid, so that it goes with her to every start of the program. What she
typed to find somebody is kept in a named filter only: the next day nobody should wonder where all the others are.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from domain.flow_file import flow
from domain.people_rules import length_fault
from domain.permissions import Permission
from domain.tables import limit as most
from domain.text import single_line
from services import _case_lists, _settings
from services._base import Service
from services.service_cases import CaseQuery, ServiceCases
from system.errors import Invalid

__all__ = ["KeptFilters", "NamedFilter", "SavedFilters"]

_KEY = "filters.service."
_DAYS = ("since", "until")
_WORDS = ("series", "tab", "text", "kind", "handler")


@dataclass(frozen=True)
class NamedFilter:
    """One that has a name."""

    name: str
    query: CaseQuery


@dataclass(frozen=True)
class KeptFilters:
    """Those of one operator. `last` is how she left the list."""

    last: CaseQuery
    named: tuple[NamedFilter, ...]


class SavedFilters(Service):
    """The filters of the operator at the desk; nobody sees another one's."""

    def mine(self) -> KeptFilters:
        """Her filters; the plain list where she has none."""
        with self.look(None) as session:
            return self._read(session)

    def counts(self) -> Mapping[str, int]:
        """How many cases each of her named filters finds now: name → count."""
        with self.look(Permission.VISIT_READ) as session:
            named, known = self._read(session).named, flow(ServiceCases.series)
            queries = [one.query for one in named]
            found = _case_lists.lengths(session, known, queries, self._context.clock.today())
            return {one.name: length for one, length in zip(named, found, strict=True)}

    def remember(self, query: CaseQuery) -> None:
        """Keep how the list is left, all but the words that were looked for."""
        with self.change(None) as change:
            kept, last = self._read(change.session), replace(query, text="")
            if kept.last != last:
                self._write(change.session, replace(kept, last=last))

    def save(self, name: str, query: CaseQuery) -> KeptFilters:
        """Keep a filter under a name; one of the same name is replaced. Raises Invalid ("name")."""
        told = single_line(name)
        with self.change(None) as change:
            kept = self._read(change.session)
            fault = length_fault(told, most("saved_filter_name")) if told else "还没有写名称，请写几个字。"
            others = [one for one in kept.named if one.name != told]
            if not fault and len(others) >= most("saved_filters"):
                fault = f"最多存 {most('saved_filters')} 个筛选，请先去掉一个不用的。"
            if fault:
                raise Invalid({"name": fault})
            at = next((at for at, one in enumerate(kept.named) if one.name == told), len(others))
            named = (*others[:at], NamedFilter(told, query), *others[at:])
            return self._write(change.session, replace(kept, named=named))

    def remove(self, name: str) -> KeptFilters:
        """Forget a named filter; one that is gone already is passed over."""
        with self.change(None) as change:
            kept = self._read(change.session)
            named = tuple(one for one in kept.named if one.name != name)
            return self._write(change.session, replace(kept, named=named))

    def _read(self, session: Session) -> KeptFilters:
        data = _settings.get(session, _KEY + self.actor.uuid) or {}
        named = tuple(NamedFilter(one["name"], _query(one["query"])) for one in data.get("named", ()))
        return KeptFilters(_query(data.get("last", {})), named)

    def _write(self, session: Session, kept: KeptFilters) -> KeptFilters:
        named = [{"name": one.name, "query": _data(one.query)} for one in kept.named]
        _settings.put(session, _KEY + self.actor.uuid, {"last": _data(kept.last), "named": named})
        return kept


def _data(query: CaseQuery) -> dict[str, str]:
    """A query as the store keeps it: what narrows nothing is left out."""
    return {name: str(value) for name, value in asdict(query).items() if value}


def _query(data: Mapping[str, Any]) -> CaseQuery:
    """A query out of the store; what it doesn't know narrows nothing."""
    known: dict[str, Any] = {name: data[name] for name in _WORDS if name in data}
    days: dict[str, Any] = {name: dt.date.fromisoformat(data[name]) for name in _DAYS if name in data}
    return CaseQuery(**known, **days)
