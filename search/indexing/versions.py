"""The numbers that decide which of two writes of a document is the later one."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection

# The first key of the advisory locks, so that they never meet another app's.
_LOCK_SPACE = "search.document:"


def lock_documents(ids: Sequence[UUID]) -> None:
    """Hold the documents until the transaction ends. Everybody locks in one order, so two writers cannot block each other for good."""
    keys = [f"{_LOCK_SPACE}{id_}" for id_ in sorted(ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, at) ORDER BY at",
            [keys],
        )


def draw_versions(count: int) -> list[int]:
    """So many versions, each higher than any drawn before. Draw first, read the rows afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('search_document_version_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]
