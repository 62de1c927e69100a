"""Brings a file of any earlier version to this program's schema, one atomic step after the other.

Alembic is loaded only when the numbers differ: importing it costs more than opening the store. Each step commits
together with the new version number, or leaves the file as it was. Whoever calls this makes a verified backup first.
"""

from models.database import Database
from system.errors import NewerDatabase

SCHEMA_VERSION = 4


def needs_upgrade(database: Database) -> bool:
    """Whether the file is older than this program; raises NewerDatabase where the program is older than the file."""
    version = database.version()
    if version > SCHEMA_VERSION:
        raise NewerDatabase
    return version < SCHEMA_VERSION


def upgrade(database: Database) -> None:
    """Run the missing steps; raises Trouble or NewerDatabase, and then the file is at the last step that was whole."""
    if not needs_upgrade(database):
        return
    from models.migrations.steps import revisions, run_step

    done = database.version()
    for number, revision in enumerate(revisions(), start=1):
        if number > done:
            run_step(database, revision, number)
