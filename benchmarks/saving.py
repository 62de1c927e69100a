"""Saving a visit with its receipt ready, and what of that is the drawing and what the disk.

    python -m benchmarks.saving [--people 2000] [--saves 200] [--pairs 31]

A save is the whole service call into an encrypted store: permission, rules, rows, numbers, audit chain, receipt,
commit. Against it stand the receipt's page drawn by a bare ReportLab canvas (`bare_page`), and the same rows put into a
copy of the file by the bare driver in one transaction, under the same pragmas, with that bare page drawn beside.
"""

import argparse
import hashlib
from collections.abc import Iterator
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import select

from benchmarks.bare_page import BarePage
from benchmarks.measure import Figure, Pair, milliseconds, paired, percentile, table
from benchmarks.station import found, group_visit, visit
from models.database import Database
from models.document import Document
from printing import blocks, catalogue
from services import Services

AIM_MS = 80.0
PAGE_LIMIT = 2.0
# What one save writes, parents first; the counter is moved apart.
TABLES = ("visit", "visit_party", "matter", "material", "document", "audit")
_COUNT = "UPDATE counter SET value = value + 1 WHERE series = 'visit' RETURNING value"


def measure(people: int = 2000, saves: int = 200, pairs: int = 31) -> tuple[Figure, ...]:
    """Times of `saves` saves, common ones and groups, then both ratios over `pairs` turns each."""
    with TemporaryDirectory() as root:
        services = found(Path(root) / "data", people=people)
        try:
            visitors = cycle(range(1, people + 1))
            for _ in range(5):
                services.visits.save(visit(next(visitors)))
            took = [milliseconds(lambda: services.visits.save(visit(next(visitors)))) for _ in range(saves)]
            groups = [milliseconds(lambda: services.visits.save(group_visit(next(visitors)))) for _ in range(saves)]
            # The page that is compared is that of a common visit again.
            services.visits.save(visit(next(visitors)))
            page = _page(services, pairs)
            whole = _whole(services, visitors, Path(root) / "copy.db", pairs)
        finally:
            services.close()
    return (
        Figure("receipt / bare canvas drawing the same page", page.ratio, "×", PAGE_LIMIT, gate=True),
        Figure("save with receipt, p95", percentile(took, 95), "ms", AIM_MS),
        Figure("save with receipt, median", percentile(took, 50), "ms"),
        Figure("save of a group with five representatives, petition in its parts, p95", percentile(groups, 95), "ms"),
        Figure("receipt drawn, median", page.ours, "ms"),
        Figure("bare canvas, median", page.bare, "ms"),
        Figure("save / raw insert of the same rows with the bare page", whole.ratio, "×"),
        Figure("raw insert with the bare page, median", whole.bare, "ms"),
    )


def newest_receipt(services: Services) -> dict[str, Any]:
    """The data of the receipt that was issued last."""
    with services._context.database.read() as session:
        return dict(session.scalars(select(Document.data).order_by(Document.id.desc()).limit(1)).one())


def _page(services: Services, pairs: int) -> Pair:
    """Each turn has a number and a code of its own, as each receipt has."""
    base = newest_receipt(services)
    numbers = count(1)

    def data() -> dict[str, Any]:
        return base | {"qr_text": f"{base['qr_text'][:-4]}{next(numbers):04d}"}

    bare_page = BarePage(lambda: catalogue.render("visit_receipt", data()))

    def ours() -> float:
        fresh = data()
        # What was worked out for the last receipt's code helps the next one nothing.
        blocks._modules.cache_clear()
        return milliseconds(lambda: catalogue.render("visit_receipt", fresh))

    ours()
    bare_page.draw()
    return paired(ours, lambda: milliseconds(bare_page.draw), pairs)


def _whole(services: Services, visitors: Iterator[int], copy: Path, pairs: int) -> Pair:
    """Each side has a file of its own: two connections to one would throw away each other's cached pages."""
    database = services._context.database
    with database.plain() as connection:
        before = _last_rows(connection)
        services.visits.save(visit(next(visitors)))
        rows = {name: _rows_after(connection, name, before[name]) for name in TABLES}
    receipt = newest_receipt(services)
    bare_page = BarePage(lambda: catalogue.render("visit_receipt", receipt))
    numbers = count(1)
    database.backup_to(copy, lambda _connection: None)
    raw_database = Database(copy, database._key)
    with raw_database.plain() as connection:

        def raw() -> None:
            _insert(connection, rows, next(numbers))
            hashlib.sha256(bare_page.draw())

        def ours() -> None:
            services.visits.save(visit(next(visitors)))

        for _ in range(5):
            ours()
            raw()
        pair = paired(lambda: milliseconds(ours), lambda: milliseconds(raw), pairs)
    raw_database.close()
    return pair


def _last_rows(connection: sqlcipher.Connection) -> dict[str, int]:
    return {name: connection.execute(f"SELECT max(rowid) FROM {name}").fetchone()[0] or 0 for name in TABLES}


def _rows_after(connection: sqlcipher.Connection, name: str, row: int) -> list[dict[str, Any]]:
    found_rows = connection.execute(f"SELECT * FROM {name} WHERE rowid > ?", (row,))
    columns = [column[0] for column in found_rows.description]
    return [dict(zip(columns, values, strict=True)) for values in found_rows]


def _insert(connection: sqlcipher.Connection, rows: dict[str, list[dict[str, Any]]], turn: int) -> None:
    """The rows once more under fresh numbers, in one transaction; the driver is handed finished values."""
    connection.execute("BEGIN IMMEDIATE")
    seq = connection.execute(_COUNT).fetchone()[0]
    link = connection.execute("SELECT max(seq) FROM audit").fetchone()[0]
    fresh: dict[str, Any] = {}
    for name in TABLES:
        for row in rows[name]:
            values = {column: fresh.get(column, value) for column, value in row.items() if column != "id"}
            if "uuid" in values:
                values["uuid"] = f"{name[:8]:<8}-{turn:027d}"
            if name == "visit":
                values |= {"number": f"RAW-{turn}", "seq": 100_000 + seq}
            if name == "audit":
                link += 1
                values["seq"] = link
            marks = ", ".join("?" * len(values))
            done = connection.execute(
                f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
            )
            fresh[f"{name}_id"] = done.lastrowid
    connection.execute("COMMIT")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--saves", type=int, default=200)
    parser.add_argument("--pairs", type=int, default=31)
    wanted = parser.parse_args()
    print(table(measure(wanted.people, wanted.saves, wanted.pairs)))


if __name__ == "__main__":
    main()
