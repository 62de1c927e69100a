"""One migration step in one transaction, with Alembic's configuration in code so that the built program has it too."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.database import Database


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def revisions() -> tuple[str, ...]:
    """The revision ids, oldest first; a revision's place in this order is the schema's version number."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(script.revision for script in reversed(list(scripts)))


def run_step(database: Database, revision: str, number: int) -> None:
    """Run one step and write its version number in the same transaction; raises Trouble when it left orphans."""
    config = _config()
    with database.migration() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql(f"PRAGMA user_version = {number}")
