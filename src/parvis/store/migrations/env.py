"""Alembic's entry: runs the migrations on the connection that the caller hands over."""

from __future__ import annotations

from alembic import context

from parvis.store import (  # noqa: F401 - their tables belong to the metadata
    schema_cases,
    schema_living,
    schema_modes,
    schema_rooms,
    schema_rulebook,
    schema_signals,
    schema_staff,
)
from parvis.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
