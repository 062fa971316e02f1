"""Forgets what has been kept for as long as the dated rules allow. Runs once a day."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from types import MappingProxyType

from django.contrib.sessions.models import Session
from django.db import transaction

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState, JobState
from ipmarket.accounts.events import RETENTION_KEPT
from ipmarket.accounts.models import DataExport, Document, Invitation, SignInPlace, User
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.selectors.retention import kept_since
from ipmarket.accounts.services.forget_identity import ERASED_HOST, forget_identity
from ipmarket.accounts.services.make_data_export import FOLDER
from ipmarket.accounts.states.data_export import DATA_EXPORT, JobEvent
from ipmarket.kernel import files
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.mail.services.forget_messages import forget_old_messages
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

# Of each kind a run takes so many; what is left waits for the next day.
BATCH = 5_000
# So many paths are looked up in one statement.
_AT_ONCE = 500


def keep_retention(*, actor: Actor, at: datetime) -> dict[str, int]:
    """Apply every rule, each in a transaction of its own with an entry where anything was forgotten; returns how many of each kind.

    Files go after the transaction in which their rows let go of them. A copy of data that is left over by a fault in between has no name
    any more and goes by "unnamed_copies".
    """
    require(actor, "accounts.retention.keep")
    forgotten: dict[str, int] = {}
    for code, forget in RULES.items():
        with transaction.atomic():
            found = forget(at)
            forgotten[code] = found if isinstance(found, int) else len(found)
            if forgotten[code]:
                audit.record(
                    actor=actor, at=at, action="accounts.keep_retention", target_type="accounts.retention", target_id=code,
                    after={"forgotten": forgotten[code]},
                )  # fmt: skip
                outbox.emit(topic=RETENTION_KEPT, aggregate_type="accounts.retention", aggregate_id=code, payload={}, at=at)
        if not isinstance(found, int):
            _remove_unnamed(found)
    return forgotten


def _remove_unnamed(paths: list[str]) -> None:
    """Called once the rows that named these files are committed: no row ever stands without its file, whatever fails in between."""
    for path in sorted(set(paths) - _named(paths)):
        files.remove(path)


def _named(paths: list[str]) -> set[str]:
    named: set[str] = set()
    for model in (DataExport, Document):
        named.update(model.objects.filter(path__in=paths).values_list("path", flat=True))
    return named


def _data_exports(at: datetime) -> list[str]:
    due = DataExport.objects.select_for_update().filter(state=JobState.READY, expires_at__lte=at).order_by("id")[:BATCH]
    paths = []
    for export in due:
        paths.append(export.path)
        export.state = apply(DATA_EXPORT, JobState(export.state), JobEvent.EXPIRE)
        export.path = ""
        export.save(update_fields=["state", "path"])
    return paths


def _unnamed_copies(at: datetime) -> int:
    """Files that were written and never named, because the work was cut off before its end. Young ones may be on their way."""
    old = files.old_files(FOLDER, before=kept_since("unnamed_copies", at=at))
    count = 0
    while count < BATCH and (paths := list(islice(old, _AT_ONCE))):
        named = set(DataExport.objects.filter(path__in=paths).values_list("path", flat=True))
        for path in sorted(set(paths) - named)[: BATCH - count]:
            files.remove(path)
            count += 1
    return count


def _closed_invitations(at: datetime) -> int:
    """The address goes; that somebody was invited, by whom and to what, stays."""
    old = Invitation.objects.exclude(state=InvitationState.OPEN).exclude(email__endswith=f"@{ERASED_HOST}")
    due = list(old.filter(closed_at__lt=kept_since("closed_invitations", at=at)).order_by("id")[:BATCH])
    for invitation in due:
        invitation.email = f"{invitation.id}@{ERASED_HOST}"
    Invitation.objects.bulk_update(due, ["email"], batch_size=500)
    return len(due)


def _sign_in_places(at: datetime) -> int:
    due = SignInPlace.objects.filter(last_at__lt=kept_since("sign_in_places", at=at)).order_by("id").values_list("id", flat=True)[:BATCH]
    return SignInPlace.objects.filter(id__in=list(due)).delete()[0]


def _removed_documents(at: datetime) -> list[str]:
    """The file goes unless another document has the same content; the row stays, since a decision may rest on its digest."""
    due = list(Document.objects.filter(removed_at__lt=kept_since("removed_documents", at=at)).exclude(path="").order_by("id")[:BATCH])
    paths = [document.path for document in due]
    for document in due:
        document.path, document.name = "", ""
        document.save(update_fields=["path", "name"])
    return paths


def _audit_personal_values(at: datetime) -> int:
    return audit.erase_old_personal(before=kept_since("audit_personal_values", at=at), limit=BATCH)


def _unproven_accounts(at: datetime) -> int:
    """Somebody typed an address and never proved it: it may be another's, so nothing of it is kept."""
    found = credentials.unproven_people(before=kept_since("unproven_accounts", at=at), limit=BATCH)
    people = list(User.objects.select_for_update().filter(id__in=found, is_active=True, last_login__isnull=True).order_by("id"))
    for person in people:
        forget_identity(actor=Actor.system("retention"), at=at, user=person)
    return len(people)


def _mail_addresses(at: datetime) -> int:
    return forget_old_messages(actor=Actor.system("retention"), at=at, before=kept_since("mail_addresses", at=at))


def _looks(at: datetime) -> int:
    return audit.forget_old_looks(at=at, before=kept_since("looks", at=at))


def _expired_sessions(at: datetime) -> int:
    due = Session.objects.filter(expire_date__lt=at).order_by("expire_date", "pk").values_list("pk", flat=True)[:BATCH]
    return Session.objects.filter(pk__in=list(due)).delete()[0]


# Each returns how many it forgot, or the files that its rows named: one for each row.
RULES: Mapping[str, Callable[[datetime], int | list[str]]] = MappingProxyType(
    {
        "data_exports": _data_exports,
        "unnamed_copies": _unnamed_copies,
        "closed_invitations": _closed_invitations,
        "sign_in_places": _sign_in_places,
        "removed_documents": _removed_documents,
        "unproven_accounts": _unproven_accounts,
        "mail_addresses": _mail_addresses,
        "looks": _looks,
        "audit_personal_values": _audit_personal_values,
        "expired_sessions": _expired_sessions,
    }
)
