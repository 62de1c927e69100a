"""Whose office this is, how far the first start has come, and what the station has chosen in 设置."""

from dataclasses import asdict, fields
from typing import Any

from domain.permissions import Permission
from domain.station_rules import StationForm, check_station, tidy_station
from models.station import Station as StationRow
from services import _settings, _station_keys
from services._base import Changes
from services._keys import KeyService
from system.errors import Invalid

__all__ = ["SETUP_STEPS", "Station", "StationForm"]

SETUP_STEPS = 5
"""Station, chief, recovery sheet, backup place, printer."""

# Whoever prints may choose the printer; all else is the station's.
_FOR_PRINTING = frozenset({"printer.a4", "printer.a5", "printer.roll80", "printer.slip"})
_KEY_LENGTH = 80


class Station(KeyService):
    """The station's own data and settings."""

    def view(self) -> StationForm:
        """The station as it stands on paper. Every operator may see it."""
        with self.look(None) as session:
            return _form(_settings.station(session))

    def save(self, form: StationForm) -> Changes:
        """Change the station's data. Raises Invalid (field → sentence), Denied, Trouble.

        Papers already issued keep the data of their day.
        """
        self.require(Permission.STATION_SETTINGS)
        faults = check_station(form)
        if faults:
            raise Invalid(faults)
        form = tidy_station(form)
        with self.key_change(Permission.STATION_SETTINGS) as change:
            row = _settings.station(change.session)
            old = asdict(_form(row))
            changed = {field: value for field, value in asdict(form).items() if value != old[field]}
            for field, value in changed.items():
                setattr(row, field, value)
            if changed:
                detail = {field: [old[field], value] for field, value in changed.items()}
                change.audit("station.changed", "station", row.uuid, detail)
            if "name" in changed:
                change.session.flush()
                self._context.keyfile.set_station(self._context.master, form.name)
        if {"name", "region_code"} & set(changed):
            # Other programs on this computer check papers by what stands there.
            _station_keys.publish(self._context.database, self._context.folder, self._context.signer)
        return self.changed("station")

    def setup_step(self) -> int:
        """How many of the `SETUP_STEPS` steps of the first start are done."""
        return int(self.setting(_settings.SETUP_STEP, 0))

    def set_setup_step(self, step: int) -> Changes:
        """Remember that the first `step` steps are done, so that a power cut continues at the next one."""
        return self.set_setting(_settings.SETUP_STEP, min(max(step, 0), SETUP_STEPS))

    def setting(self, key: str, default: Any = None) -> Any:
        """What the station chose under `key` (`backup_place`, `printer.a5`, `idle_minutes` …), or `default`."""
        with self.look(None) as session:
            return _settings.get(session, key, default)

    def set_setting(self, key: str, value: Any) -> Changes:
        """Choose a JSON-able `value` under `key`. Raises Denied, Trouble."""
        if not 0 < len(key) <= _KEY_LENGTH:
            raise ValueError("a setting's key has 1 to 80 characters")
        printing = key in _FOR_PRINTING and Permission.DOCUMENT_PRINT in self.actor.permissions
        with self.change(Permission.DOCUMENT_PRINT if printing else Permission.STATION_SETTINGS) as change:
            old = _settings.get(change.session, key)
            if old != value:
                _settings.put(change.session, key, value)
                change.audit("setting.changed", "station", key, {"old": old, "new": value})
        return self.changed("station")


def _form(row: StationRow) -> StationForm:
    return StationForm(**{field.name: getattr(row, field.name) for field in fields(StationForm)})
