"""Whether the product can do its work, for load balancers, monitors and the people who start it."""

from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ipmarket.kernel.clock import now
from ipmarket.kernel.outbox import selectors as outbox
from search.selectors.engine_state import engine_state


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when requests can be answered, 503 when the database is away or its tables are not up to date.

    An engine that is away only degrades: reads then come from the database. Lag is the age of the oldest undelivered event in seconds.
    """
    try:
        pending = _pending_migrations()
        queue = _outbox()
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "database": "unreachable"}, status=503)
    if pending:
        return JsonResponse({"status": "unavailable", "database": "ok", "pendingMigrations": pending}, status=503)
    search = engine_state()
    return JsonResponse(
        {
            "status": "ok" if search.is_answering else "degraded",
            "database": "ok",
            "pendingMigrations": 0,
            "search": {"engine": search.name, "state": "ok" if search.is_answering else "away"},
            "outbox": queue,
        }
    )


def _pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _outbox() -> dict[str, Any]:
    lines = outbox.status()
    oldest = min((line.oldest_pending_at for line in lines if line.oldest_pending_at), default=None)
    return {
        "pending": sum(line.pending for line in lines),
        "parked": sum(line.parked for line in lines),
        "lagSeconds": max(0, round((now() - oldest).total_seconds())) if oldest else 0,
    }
