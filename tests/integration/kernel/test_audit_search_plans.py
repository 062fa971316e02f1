"""Every filter of the trail stands on an index: no page reads the whole table, however long the trail is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from ipmarket.kernel.audit.selectors import EntryFilter, entries, looks_at
from tests.support.audit_trail import ACTIONS, AT
from tests.support.depth import examples

ROWS = examples(quick=20_000, full=200_000)
PAGE = 101

# Written by the database itself: the plans need rows that look like rows, and nothing here verifies them.
_FILL = """
INSERT INTO audit_entry (at, actor_kind, actor_id, organisation_id, actor_label, action, target_type, target_id, reason, request_id,
                         personal_digest, digest)
SELECT %(at)s + n * interval '1 second', 'person', ('00000000-0000-0000-0000-' || lpad((n %% 500)::text, 12, '0'))::uuid,
       ('00000000-0000-0000-0001-' || lpad((n %% 200)::text, 12, '0'))::uuid, '', (%(actions)s::text[])[1 + n %% 5],
       CASE WHEN n %% 2 = 0 THEN 'accounts.user' ELSE 'patents.right' END, (n / 3)::text, '', 'request-' || n, '', ''
  FROM generate_series(1, %(rows)s) AS n
"""


@pytest.fixture
def long_trail(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FILL, {"at": AT, "actions": list(ACTIONS), "rows": ROWS})
        cursor.execute(
            "INSERT INTO audit_look (object_type, object_id, user_id, what, hour, at, request_id)"
            " SELECT 'accounts.document', (n %% 1000)::text, gen_random_uuid(), '',"
            " date_trunc('hour', %s + n * interval '1 second'), %s + n * interval '1 second', ''"
            " FROM generate_series(1, %s) AS n",
            [AT, AT, ROWS],
        )
        cursor.execute("ANALYZE audit_entry, audit_look")


MIDDLE = AT + timedelta(seconds=ROWS // 2)
FILTERS = {
    "nothing": EntryFilter(),
    "actor": EntryFilter(actor_id=UUID("00000000-0000-0000-0000-000000000007")),
    "organisation": EntryFilter(organisation_id=UUID("00000000-0000-0000-0001-000000000007")),
    "action": EntryFilter(action="patents.queue_import"),
    "a common prefix": EntryFilter(action="accounts."),
    "a prefix that nothing has": EntryFilter(action="zzz"),
    "target": EntryFilter(target_type="accounts.user", target_id="1234"),
    "target type": EntryFilter(target_type="accounts.user"),
    "target type that nothing has": EntryFilter(target_type="zzz"),
    "from": EntryFilter(from_at=MIDDLE),
    "to": EntryFilter(to_at=MIDDLE),
    "a period": EntryFilter(from_at=MIDDLE, to_at=MIDDLE + timedelta(hours=1)),
    "request": EntryFilter(request_id=f"request-{ROWS // 2}"),
    "actor in a period": EntryFilter(actor_id=UUID("00000000-0000-0000-0000-000000000007"), from_at=MIDDLE),
    "organisation and action": EntryFilter(organisation_id=UUID("00000000-0000-0000-0001-000000000007"), action="patents."),
}


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for inner in plan.get("Plans", []) for node in _nodes(inner))]


def _read(rows: Any) -> tuple[set[str], int]:
    """The tables that are read from end to end, and how many entries the plan touched."""
    query, parameters = rows.order_by("-at", "-id")[:PAGE].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", parameters)
        ((plan,),) = cursor.fetchone()
    nodes = _nodes(plan["Plan"])
    touched = sum(
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        for node in nodes
        if node.get("Relation Name") in ("audit_entry", "audit_look")
    )
    return {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan" and "Relation Name" in node}, int(touched)


@pytest.mark.soak
@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_reads_the_whole_trail(name: str, long_trail: None) -> None:
    whole, touched = _read(entries(FILTERS[name]))
    assert "audit_entry" not in whole
    assert touched <= ROWS / 10


@pytest.mark.soak
def test_looks_at_one_thing_read_that_thing_only(long_trail: None) -> None:
    whole, touched = _read(looks_at("accounts.document", "7"))
    assert "audit_look" not in whole
    assert touched <= ROWS / 1000
