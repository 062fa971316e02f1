"""How the chain stands: how far it is sealed, anchored and verified."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from ipmarket.kernel.audit.errors import ChainRefused
from ipmarket.kernel.audit.head import Head, public_key, read_head
from ipmarket.kernel.audit.models import Verification

# The tail is a handful while the relay works; when it does not, "more than this" says enough.
MOST_UNSEALED: Final = 10_000


@dataclass(frozen=True, slots=True)
class ChainState:
    """``unsealed`` stops counting one past MOST_UNSEALED. ``head_problem`` says why the anchored head cannot be trusted, "" if it can."""

    sequence: int
    hash: str
    sealed_entry_at: Any
    unsealed: int
    head: Head | None
    head_problem: str
    public_key: str
    last: Verification | None
    last_full: Verification | None


def chain_state() -> ChainState:
    """Return how the chain stands, in four statements."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.sequence, s.hash, e.at, e.transaction_id, e.id FROM audit_seal s JOIN audit_entry e ON e.id = s.entry_id"
            " ORDER BY s.sequence DESC LIMIT 1"
        )
        sequence, hash_, sealed_at, transaction_id, entry_id = cursor.fetchone() or (0, "", None, -1, 0)
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM audit_entry WHERE (transaction_id, id) > (%s, %s) LIMIT %s) AS tail",
            [transaction_id, entry_id, MOST_UNSEALED + 1],
        )
        (unsealed,) = cursor.fetchone() or (0,)
    head, problem = None, ""
    try:
        head = read_head()
    except ChainRefused as refused:
        problem = refused.detail
    last = Verification.objects.order_by("-id").first()
    last_full = last if last is None or last.is_full else Verification.objects.filter(is_full=True).order_by("-id").first()
    return ChainState(sequence, hash_, sealed_at, unsealed, head, problem, public_key(), last, last_full)


def verification_card(found: Verification) -> dict[str, Any]:
    """Return what a verification found as plain values."""
    return {
        "id": found.pk,
        "at": found.at,
        "is_full": found.is_full,
        "from_sequence": found.from_sequence,
        "to_sequence": found.to_sequence,
        "entries": found.entry_count,
        "unsealed": found.unsealed_count,
        "is_sound": found.is_sound,
        "problem": found.problem or None,
        "place_sequence": found.place_sequence,
        "place_entry_id": found.place_entry_id,
        "detail": found.detail,
    }
