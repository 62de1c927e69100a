"""A clerk who never stops saving: the child process of the kill test. Run it with a data folder and an operator.

For each visit it keeps a draft, saves the visit and only then says so on stdout: `saved <uuid> <number>`. Then the
sheet "goes to the printer". The parent kills it at an arbitrary instant; whatever was said must be in the store.
"""

import sys
from pathlib import Path
from uuid import uuid4

from domain.people_rules import PersonForm
from domain.visit_rules import MatterForm, VisitForm
from domain.vocabulary import MatterKind, Outcome, matter_categories
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories


def main(root: Path, operator: str) -> None:
    """Save visits until killed."""
    services = factories.log_in(DataFolder(root), FixedClock(factories.MOMENT), operator, factories.CHIEF_PASSWORD)
    category = matter_categories()[0].code
    # As at the desk after each login: without it the first kills would only ever meet the loading of the papers.
    services.documents.warm_up()
    print("ready", flush=True)
    while True:
        uuid = str(uuid4())
        services.drafts.save(uuid, kind="visit", title="试", payload={"narrative": "写到一半"})
        petition = MatterForm(
            kind=MatterKind.PETITION,
            category=category,
            narrative="请求补发差额",
            facts="去年起少发",
            reasons="与标准不符",
            outcome=Outcome.PETITION_OPENED,
        )
        person = PersonForm(name="试验员", address="碧湘街 00 号")
        saved = services.visits.save(VisitForm(uuid=uuid, new_person=person, matters=(petition,)))
        print(f"saved {uuid} {saved.number}", flush=True)
        services.documents.printed(saved.document.id, "试验打印机")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
