"""Alembic's entry: runs the steps on the connection, and in the transaction, that `steps.run_step` hands over."""

from alembic import context

from models.tables import Base

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
context.run_migrations()
