"""What staff do by a platform role ends with the role, also where the request had been let in before: every service looks again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F

from ipmarket.accounts.models import PlatformRoleGrant, User
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import DomainError
from tests.architecture.test_services_leave_traces import _row_counts
from tests.support.service_examples import EXAMPLES, Example
from tests.support.source_tree import assert_none

MOMENT = timedelta(microseconds=1)
# Each is asked by its example in tests/support/service_examples.py, whose actor is one of the platform's staff; so is every other service
# whose example has such an actor, and a service that writes without an example fails elsewhere. These are here to stay in.
STAFF_SERVICES = {
    "ipmarket.accounts.services.decide_role_proposal.decide_role_proposal",
    "ipmarket.accounts.services.decide_signatory.decide_signatory",
    "ipmarket.accounts.services.decide_verification.decide_verification",
    "ipmarket.accounts.services.end_platform_role.end_platform_role",
    "ipmarket.accounts.services.export_audit_entries.export_audit_entries",
    "ipmarket.accounts.services.merge_organisations.merge_organisations",
    "ipmarket.accounts.services.note_pages_seen_as.note_pages_seen_as",
    "ipmarket.accounts.services.propose_platform_role.propose_platform_role",
    "ipmarket.accounts.services.reactivate_organisation.reactivate_organisation",
    "ipmarket.accounts.services.reactivate_person.reactivate_person",
    "ipmarket.accounts.services.suspend_organisation.suspend_organisation",
    "ipmarket.accounts.services.suspend_person.suspend_person",
    "ipmarket.accounts.services.verify_audit_trail.verify_audit_trail",
    "ipmarket.accounts.services.withdraw_role_proposal.withdraw_role_proposal",
    "patents.services.cancel_import.cancel_import",
    "patents.services.queue_import.queue_import",
}
ENDS = {
    "the role has ended": lambda actor: PlatformRoleGrant.objects.filter(user_id=actor.user_id).update(ends_at=F("starts_at") + MOMENT),
    "the person is suspended": lambda actor: User.objects.filter(id=actor.user_id).update(is_active=False),
}


def _is_refused(example: Example, arguments: dict[str, Any]) -> bool:
    """Nothing is written either way; the example goes on as if it had not been tried."""
    before = _row_counts()
    try:
        with transaction.atomic():
            example.service(**arguments)
            transaction.set_rollback(True)
    except DomainError:
        return _row_counts() == before
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("how", ENDS)
def test_no_service_goes_on_without_the_role_that_opened_it(how: str, tmp_path: Path) -> None:
    found, forgetful = set(), []
    for number, example in enumerate(EXAMPLES):
        folder = tmp_path / str(number)
        folder.mkdir()
        with transaction.atomic():
            arguments = example.prepare(folder)
            actor = arguments.get("actor")
            if isinstance(actor, Actor) and actor.roles:
                found.add(example.name)
                ENDS[how](actor)
                if not _is_refused(example, arguments):
                    forgetful.append(f"{example.name} goes on though {how}")
            transaction.set_rollback(True)
    assert_none(forgetful)
    assert_none(f"{name} has no example with one of the staff" for name in STAFF_SERVICES - found)
