"""The numbers that decide which of two writes of a document is the later one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

# The first key of the advisory locks, so that they never meet another app's.
_LOCK_SPACE = "search.document:"
_REBUILD_LOCK = "search.rebuild"


def lock_documents(ids: Sequence[UUID]) -> None:
    """Hold the documents until the transaction ends. Everybody locks in one order, so two writers cannot block each other for good."""
    keys = [f"{_LOCK_SPACE}{id_}" for id_ in sorted(ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(key, 0))"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS wanted (key, at) ORDER BY at",
            [keys],
        )


@contextmanager
def rebuilding_alone() -> Iterator[bool]:
    """Whether this is the only rebuild at work, for as long as the block lasts. A rebuild that dies gives its place back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [_REBUILD_LOCK])
        is_alone = bool(cursor.fetchone()[0])
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [_REBUILD_LOCK])


def draw_versions(count: int) -> list[int]:
    """So many versions, each higher than any drawn before. Draw first, read the rows afterwards."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('search_document_version_seq') FROM generate_series(1, %s)", [count])
        return [row[0] for row in cursor.fetchall()]
