"""Migrations can be taken back, keep in step with the models, and hold no lock on rows that others read for longer than it takes."""

import ast

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunPython, RunSQL

from tests.support.source_tree import PACKAGES, assert_none, python_modules

OURS = tuple(f"{name}." for name in PACKAGES)


def _loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_every_migration_can_be_taken_back() -> None:
    one_way = [
        f"{label}.{name}: {type(operation).__name__}"
        for (label, name), migration in _loader().disk_migrations.items()
        if type(migration).__module__.startswith(OURS)
        for operation in migration.operations
        if not operation.reversible
    ]
    assert_none(one_way)


def test_statements_and_row_changes_come_apart_from_schema_changes() -> None:
    """Filling rows in the migration that alters their table holds its lock for the whole time."""
    mixed = [
        f"{label}.{name}"
        for (label, name), migration in _loader().disk_migrations.items()
        if type(migration).__module__.startswith(OURS)
        and not migration.initial
        and any(isinstance(operation, RunPython) for operation in migration.operations)
        and any(not isinstance(operation, RunPython | RunSQL) for operation in migration.operations)
    ]
    assert_none(mixed)


def test_migrations_import_no_models() -> None:
    """A migration sees the models as they were; importing them gives it the models as they are."""
    found = [
        module.at(node, f"imports {node.module}")
        for module in python_modules()
        if "migrations" in module.rooms
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module and ".services" in node.module
    ]
    assert_none(found)


@pytest.mark.django_db
def test_the_database_holds_every_migration() -> None:
    loader = MigrationLoader(connection)
    assert set(loader.disk_migrations) <= set(loader.applied_migrations)
