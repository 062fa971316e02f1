"""Each constraint of the reference tables refuses what it is there for."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from ipmarket.reference.models import Row, RowLink
from tests.support.violations import violated

pytestmark = pytest.mark.django_db


def _row(**values: Any) -> Row:
    given = {"list": "measure", "code": "one", "label_en": "One", "valid_from": date(2020, 1, 1), "source": "A law", "confidence": "high"}
    return Row.objects.create(**given | values)


def _link(**values: Any) -> RowLink:
    return RowLink.objects.create(**{"kind": "k", "from_code": "HK", "to_code": "rcep", "valid_from": date(2020, 1, 1)} | values)


def _overlapping_rows() -> None:
    _row(valid_to=date(2024, 1, 1))
    _row(valid_from=date(2023, 12, 31))


def _overlapping_links() -> None:
    _link()
    _link(valid_from=date(2025, 1, 1), valid_to=date(2026, 1, 1))


BREAKS: dict[str, Callable[[], Any]] = {
    "reference_list_known": lambda: _row(list="wishes"),
    "reference_confidence_known": lambda: _row(confidence="sure"),
    "reference_one_row_per_code_and_day": _overlapping_rows,
    "reference_one_link_per_pair_and_day": _overlapping_links,
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    assert violated(BREAKS[name]) == name


def test_every_constraint_has_its_break() -> None:
    declared = {c.name for model in apps.get_app_config("reference").get_models() for c in model._meta.constraints}
    assert set(BREAKS) == declared


def test_spans_that_touch_do_not_overlap() -> None:
    _row(valid_to=date(2024, 1, 1))
    _row(valid_from=date(2024, 1, 1))
    _row(code="two")
    _row(list="sector")
    _link(valid_to=date(2024, 1, 1))
    _link(valid_from=date(2024, 1, 1))
    assert (Row.objects.count(), RowLink.objects.count()) == (4, 2)
