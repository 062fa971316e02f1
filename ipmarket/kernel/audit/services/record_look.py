"""Notes that somebody looked at a confidential object."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction

from ipmarket.kernel.actor import Actor

log = structlog.get_logger(__name__)

# One statement, in which the constraint decides: the rows of the same hour are counted by nobody first.
_INSERT: Final = (
    "INSERT INTO audit_look (object_type, object_id, user_id, organisation_id, what, hour, at, request_id) VALUES"
    " (%(object_type)s, %(object_id)s, %(user_id)s, %(organisation_id)s, %(what)s, %(hour)s, %(at)s, %(request_id)s)"
    " ON CONFLICT ON CONSTRAINT audit_look_once_an_hour DO NOTHING"
)


def record_look(*, actor: Actor, at: datetime, object_type: str, object_id: UUID | str, what: str = "") -> bool:
    """Note the look, once for each person, capacity, object, ``what`` and hour; True when this is the hour's first.

    ``what`` says more than "read" where it matters ("download", "print"). Visitors and the system are not noted: nothing confidential is
    shown to the one, and what the other does has its own entries. A look that cannot be noted is logged as an error and never stops the
    read: a full disk must not close a deal room.
    """
    if actor.user_id is None:
        return False
    values: dict[str, Any] = {
        "object_type": object_type,
        "object_id": str(object_id),
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "what": what,
        "hour": at.replace(minute=0, second=0, microsecond=0),
        "at": at,
        "request_id": actor.request_id,
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_INSERT, values)
            return bool(cursor.rowcount)
    except DatabaseError as error:
        log.exception("audit.look_lost", object_type=object_type, error=type(error).__name__)
        return False
