"""A person asks for a copy of everything that is kept about them."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.enums import JobState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import DATA_EXPORT_REQUESTED
from ipmarket.accounts.models import DataExport, User
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def request_data_export(*, actor: Actor, at: datetime) -> DataExport:
    """Queue a copy; the worker makes it and writes a mail. Raises Conflict ("export_under_way") while one is being made."""
    require(actor, "accounts.data.export", Target(kind="accounts.user", user_id=actor.user_id))
    user = User.objects.select_for_update().only("id").get(id=actor.person_id)
    if DataExport.objects.filter(user=user, state=JobState.QUEUED).exists():
        raise Conflict("A copy is being made already.", code=AccountsError.EXPORT_UNDER_WAY)
    export = DataExport.objects.create(user=user, requested_at=at)
    audit.record(
        actor=actor, at=at, action="accounts.request_data_export", target_type="accounts.user", target_id=user.id,
        after={"exportId": str(export.id)},
    )  # fmt: skip
    outbox.emit(topic=DATA_EXPORT_REQUESTED, aggregate_type="accounts.data_export", aggregate_id=export.id, payload={}, at=at)
    return export
