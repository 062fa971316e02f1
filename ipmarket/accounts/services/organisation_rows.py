"""Storing an organisation's row: its version counts every change. A step of the services that change one."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final, TypeVar

from django.db import IntegrityError, transaction

from ipmarket.accounts.errors import AccountsError, StaleVersion
from ipmarket.accounts.models import Organisation
from ipmarket.kernel.errors import Conflict, Unprocessable

_LONGEST_REASON: Final = 1000
_Result = TypeVar("_Result")


def violated_constraint(error: IntegrityError) -> str:
    """The name of the constraint that refused a write; "" where the driver names none."""
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or "")


def save_organisation(organisation: Organisation, changed: Iterable[str], *, at: datetime) -> None:
    """Save these columns and count the version up. The row is locked by the caller."""
    organisation.version += 1
    organisation.updated_at = at
    organisation.save(update_fields=[*changed, "version", "updated_at"])


def refusing_taken_number(write: Callable[[], _Result]) -> _Result:
    """Run the write. Where the number is another organisation's, nothing is written and Conflict "registration_taken" raised."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError as error:
        if violated_constraint(error) != "organisation_registration_unique":
            raise
        raise Conflict(
            "An organisation with this registration number is here already. Ask its owners to invite you, or ask the operator.",
            code=AccountsError.REGISTRATION_TAKEN,
        ) from None


def require_version(organisation: Organisation, version: int | None) -> None:
    """Raises StaleVersion (412) when somebody else has changed the row since the caller read it; None asks for nothing."""
    if version is not None and organisation.version != version:
        raise StaleVersion("It was changed since you read it.")


def needed_reason(reason: str) -> str:
    """The reason without blanks around it. Raises Unprocessable "reason_needed" for an empty one and for one past 1,000 characters."""
    plain = reason.strip()
    if not 0 < len(plain) <= _LONGEST_REASON:
        raise Unprocessable(f"A reason is needed, of at most {_LONGEST_REASON:,} characters.", code=AccountsError.REASON_NEEDED)
    return plain
