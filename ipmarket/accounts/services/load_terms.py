"""The versions of the terms that ship with the product enter the books."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import TERMS_LOADED
from ipmarket.accounts.models import TermsVersion
from ipmarket.accounts.selectors.terms import FOLDER, shipped_terms
from ipmarket.kernel import process_cache
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def load_terms(*, actor: Actor, at: datetime, folder: Path = FOLDER) -> int:
    """Add the versions that are not known yet; returns how many. A second run changes nothing.

    Raises Conflict ("terms_changed") when a known version has another text now: people accepted words, so other words are another version.
    """
    known = {(row.kind, row.version): row.sha256 for row in TermsVersion.objects.all()}
    added = 0
    for shipped in shipped_terms(folder):
        present = known.get((shipped.kind, shipped.version))
        if present == shipped.sha256:
            continue
        if present is not None:
            raise Conflict(
                f"The text of {shipped.kind} {shipped.version} is not the one that people accepted. Give the new words a new version.",
                code=AccountsError.TERMS_CHANGED,
            )
        row = TermsVersion.objects.create(
            kind=shipped.kind, version=shipped.version, valid_from=shipped.valid_from, sha256=shipped.sha256
        )  # fmt: skip
        audit.record(
            actor=actor, at=at, action="accounts.load_terms", target_type="accounts.terms", target_id=row.id,
            after={"kind": row.kind, "version": row.version, "sha256": row.sha256, "source": shipped.source},
        )  # fmt: skip
        outbox.emit(topic=TERMS_LOADED, aggregate_type="accounts.terms", aggregate_id=row.id, payload={}, at=at)
        added += 1
    process_cache.forget()
    return added
