"""Makes the small store of this program's schema that later programs must still open.

`python -m tests.old_databases.make` writes `tests/old_databases/schema-<n>/`; run it once when a schema is released,
commit the folder, and never change it again. Everything in it is invented.
"""

import json
import shutil
import sys
from pathlib import Path
from uuid import UUID

from domain.people_rules import PersonForm
from domain.visit_rules import MaterialForm, MatterForm, VisitForm
from domain.vocabulary import Channel, MatterKind, Outcome
from models import migrations
from services._archive import facts_of
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories

HERE = Path(__file__).parent
EXPECTED = "expected.json"
PERSON = PersonForm(name="欧阳𬭎", phone="13800000000", address="碧湘街 00 号", former_names="欧阳宏")


def visit(person: int) -> VisitForm:
    """Two matters, one of which opens a case."""
    return VisitForm(
        uuid=str(UUID(int=1)),
        person_id=person,
        channel=Channel.WALK_IN,
        matters=(
            MatterForm(
                kind=MatterKind.CONSULTATION,
                category="benefit",
                narrative="问优待金什么时候发。",
                outcome=Outcome.ANSWERED,
                reply="每年七月底前发到卡上。",
            ),
            MatterForm(
                kind=MatterKind.PETITION,
                category="placement",
                narrative="反映安置问题。",
                outcome=Outcome.PETITION_OPENED,
                materials=(MaterialForm(name="退伍证", copies=2),),
            ),
        ),
    )


def make(folder: DataFolder) -> dict[str, object]:
    """Fill a fresh store with one of everything; returns what the test expects to find in it."""
    clock = FixedClock(factories.MOMENT)
    services = factories.entry_for(folder, clock).create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
    clerk = factories.add_operator(services)
    code = factories.confirmed_sheet(services)
    services.backups.run()
    person = services.people.create(PERSON).id
    saved = services.visits.save(visit(person))
    services.drafts.save(str(UUID(int=2)), kind="visit", title="没写完的来访", payload={"narrative": "写到一半"})
    services.station.set_setting("idle_minutes", 3)
    with services._context.database.plain() as connection:
        rows = dict(facts_of(connection).rows)
    chief = services.actor.uuid
    services.close()
    return {"chief": chief, "clerk": clerk, "code": code.text, "visit": saved.number, "rows": rows}


def main() -> None:
    """Write the folder of the schema that this program has."""
    target = HERE / f"schema-{migrations.SCHEMA_VERSION}"
    if target.exists():
        sys.exit(f"{target} is there already, and a released one is never changed.")
    expected = make(DataFolder(target))
    shutil.rmtree(target / "backups")
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (target / EXPECTED).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
