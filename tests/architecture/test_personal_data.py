"""The inventory of personal data names every field that could hold some, and nothing else (docs/personal-data.md)."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ipmarket.accounts.models import User
from ipmarket.accounts.personal_data import inventory
from ipmarket.accounts.selectors.personal_sections import section_names
from ipmarket.accounts.services.keep_retention import RULES
from ipmarket.reference.services.load_rows import DATA
from tests.support.source_tree import assert_none

TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    models.UUIDField,
    models.FileField,
    ArrayField,
)
# What Django itself keeps about models and migrations.
NOT_OURS = {"contenttypes"}


def _could_be_personal(field: models.Field) -> bool:
    if field.is_relation:
        return field.related_model is User
    return isinstance(field, TEXTS) and not field.primary_key and not field.choices


def _fields() -> Iterator[str]:
    for model in apps.get_models():
        if model._meta.app_label not in NOT_OURS:
            yield from (f"{model._meta.label}.{field.name}" for field in model._meta.concrete_fields if _could_be_personal(field))


def test_every_field_that_could_be_personal_has_a_row() -> None:
    named = {row.field for row in inventory()}
    assert_none(f"{field} has no row in ipmarket/accounts/data/personal_data.tsv" for field in _fields() if field not in named)


def test_every_row_has_a_field() -> None:
    known = set(_fields())
    assert_none(f"{row.field} is no field that could be personal" for row in inventory() if row.field not in known)


def test_no_field_has_two_rows() -> None:
    names = [row.field for row in inventory()]
    assert sorted(names) == sorted(set(names))


def test_a_personal_field_says_what_for_how_long_and_what_becomes_of_it() -> None:
    assert_none(
        f"{row.field} leaves something out"
        for row in inventory()
        if not row.purpose or (row.is_personal and not (row.kept and row.erasure and row.copy))
    )


def test_what_is_copied_is_in_a_section_of_the_copy() -> None:
    known = set(section_names())
    copied = {row.copy for row in inventory() if row.is_personal and not row.copy.startswith("none: ")}
    assert copied <= known


def test_every_rule_of_retention_is_applied_and_has_a_row() -> None:
    lines = (DATA / "retention_rules.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rules = {line.split("\t")[0] for line in lines}
    # Sessions carry their own end.
    assert set(RULES) - {"expired_sessions"} == rules
    assert {row.kept for row in inventory() if "_" in row.kept and " " not in row.kept} <= rules
