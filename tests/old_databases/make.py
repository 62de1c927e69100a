"""Makes the small store of this program's schema that later programs must still open.

`python -m tests.old_databases.make` writes `tests/old_databases/schema-<n>/`; run it once when a schema is released,
commit the folder, and never change it again. Everything in it is invented.
"""

import json
import shutil
import sys
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

from domain.key_code import key_text, unsigned
from domain.people_rules import PersonForm
from domain.visit_rules import CallBackForm, GuestForm, MaterialForm, MatterForm, UnitForm, VisitForm
from domain.vocabulary import Channel, GuestRole, MatterKind, Outcome, RatingScale
from models import migrations
from services import Services
from services._archive import facts_of
from services.documents import SheetState
from system import signing
from system.clock import FixedClock
from system.paths import DataFolder
from tests import factories
from tests.printing import hostile
from tests.services.case_life import matter, open_case

HERE = Path(__file__).parent
EXPECTED = "expected.json"
WORDING = "来访登记表（本站用）"
APPLICANT, WAITING = "欧阳建国", "欧阳建军"
SCAN = "退役证.png"
STOPPED_DAY = date(2026, 12, 2)
COMPANION = PersonForm(name="欧阳娜", phone="13800000002")
PERSON = PersonForm(name="欧阳𬭎", phone="13800000000", address="碧湘街 00 号", former_names="欧阳宏")


def visit(person: int, companion: int) -> VisitForm:
    """A late entry of a group for a unit: two matters, a petition in its parts among them, and a promise to ring."""
    return VisitForm(
        uuid=str(UUID(int=1)),
        person_id=person,
        channel=Channel.WALK_IN,
        headcount=6,
        common=True,
        guests=(
            GuestForm(role=GuestRole.REPRESENTATIVE, name="张三丰", phone="13800000001", address="碧湘街 01 号"),
            GuestForm(role=GuestRole.COMPANION, party_id=companion, relation="女儿"),
        ),
        unit=UnitForm(name="碧湘社区居委会", contact="邹婷", phone="0731-85550000"),
        visited_on=factories.MOMENT.date() - timedelta(days=4),
        visited_time=time(9, 30),
        late_reason="停电，先记在纸上",
        call_back=CallBackForm(why="告知进度", due=factories.MOMENT.date() + timedelta(days=6)),
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
                narrative="请求落实安置岗位。",
                facts="企业改制后一直待岗。",
                reasons="安置介绍信写明由接收单位安排工作。",
                earlier="去年到街道反映过。",
                read_back=True,
                outcome=Outcome.PETITION_OPENED,
                materials=(MaterialForm(name="退伍证", copies=2),),
            ),
        ),
    )


def make(folder: DataFolder) -> dict[str, object]:
    """Fill a fresh store with one of everything; returns what the test expects to find in it."""
    # The cases begin the day before, so that the day of the tests has one visit.
    clock = FixedClock(factories.MOMENT - timedelta(days=1))
    services = factories.entry_for(folder, clock).create(factories.STATION, factories.CHIEF, factories.CHIEF_PASSWORD)
    cases = _serve(services)
    clock.set(factories.MOMENT)
    clerk = factories.add_operator(services)
    code = factories.confirmed_sheet(services)
    services.backups.run()
    person, companion = services.people.create(PERSON).id, services.people.create(COMPANION).id
    saved = services.visits.save(visit(person, companion))
    _live_on(services, saved.id)
    _print(services, saved.id)
    services.drafts.save(str(UUID(int=2)), kind="visit", title="没写完的来访", payload={"narrative": "写到一半"})
    services.station.set_setting("idle_minutes", 3)
    with services._context.database.plain() as connection:
        rows = dict(facts_of(connection).rows)
    chief = services.actor.uuid
    services.close()
    return {"chief": chief, "clerk": clerk, "code": code.text, "visit": saved.number, "cases": cases, "rows": rows}


def _serve(services: Services) -> dict[str, int]:
    """Service cases: one on its way to the district in a bundle, with a scan; one that waits for a paper."""
    sent = open_case(services, matter("card_first"), name=APPLICANT)
    services.attachments.add(sent, SCAN, hostile.picture())
    put = services.batches.put_in([sent])
    assert put.batch_id is not None
    services.batches.send(put.batch_id, "=", version=services.batches.detail(put.batch_id).version)
    waiting = open_case(services, matter("card_first"), name=WAITING)
    row = next(one for one in services.service_cases.detail(waiting).materials if one.received_on)
    services.service_cases.tick(waiting, row.id, False)
    services.service_cases.act(waiting, "ask_more", {"told_on": "=", "told_way": "当面"})
    entry = services.service_catalogue.item("card_first").entry
    services.service_catalogue.save("card_first", replace(entry, promised=entry.promised + 5), "区里改了时限", number=1)
    services.work_calendar.set_day(STOPPED_DAY, True, "停电检修", "街道通知")
    return {"sent": sent, "waiting": waiting}


def _live_on(services: Services, visit_id: int) -> None:
    """What may happen to a visit afterwards, and in the waiting line before it."""
    changes = services.visit_changes
    opened = changes.form_of(visit_id)
    first, *rest = opened.form.matters
    form = replace(opened.form, matters=(replace(first, reply="每年八月底前发到卡上。"), *rest))
    changes.correct(visit_id, form, reason="听错了月份", corrections=opened.corrections)
    changes.rate(visit_id, scale=RatingScale.PETITION, level="dissatisfied", note="等得太久")
    services.queue.serve(services.queue.take(name="欧阳").row.id, visit_id)
    services.queue.take(kind=MatterKind.SERVICE)
    services.snippets.all()


def _print(services: Services, visit_id: int) -> None:
    """What may happen to paper: another wording, sheets of every state, a look at one, another station's key."""
    view = services.wordings.view("visit_sheet")
    sentences = {sentence.key: sentence.text for sentence in view.sentences} | {"title": WORDING}
    draft = services.wordings.save_draft("visit_sheet", sentences, "换个题名", edits=view.edits)
    services.wordings.activate("visit_sheet", edits=draft.edits)
    sheet = services.visit_papers.issue(visit_id, "visit_sheet")
    services.documents.printed(sheet.id, "Office")
    services.documents.mark(sheet.id, SheetState.GOOD)
    again = services.documents.reprint(sheet.id, "当事人遗失")
    services.documents.void(again.id, "重复")
    services.paper_checks.check(again.human_code)
    day = factories.MOMENT.date()
    services.documents.mark(services.station_papers.issue("visit_ledger", day, day).id, SheetState.FAILED, "缺纸")
    private = signing.new_private_key()
    public = signing.public_key(private)
    region, name = "430103", "裕南街街道退役军人服务站"
    services.peer_stations.add(key_text(region, name, public, signing.sign(private, unsigned(region, name, public))))


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
