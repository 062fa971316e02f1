"""Two owners of one organisation have themselves erased at the same moment. Two real connections."""

from datetime import datetime

import pytest

from ipmarket.accounts.models import Membership, User
from ipmarket.accounts.services.erase_person import erase_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox.models import Event
from tests.factories.people import acting, id_of, make_member, make_owned
from tests.integration.accounts.test_last_owner import at_once

pytestmark = pytest.mark.django_db(transaction=True)
# Each round is a race of its own.
ROUNDS = 5


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_two_owners_who_erase_themselves_leave_one(round_number: int, at: datetime) -> None:
    organisation, first = make_owned()
    second, _ = make_member("owner", organisation, "second@example.test", name="Second")
    before = {row["id"]: row for row in User.objects.values()}
    places = {row["user_id"]: row for row in Membership.objects.values()}

    results = at_once(lambda: _erase(first, at), lambda: _erase(second, at))

    # The second one, who waited for the organisation, finds to be its only owner.
    assert sorted(results) == ["done", "erasure_blocked"]
    erased, kept = (id_of(first), id_of(second)) if results[0] == "done" else (id_of(second), id_of(first))
    assert User.objects.filter(id=kept).values().get() == before[kept]
    assert Membership.objects.filter(user_id=kept).values().get() == places[kept]
    assert User.objects.get(id=erased).erased_at == at
    assert Membership.objects.get(user_id=erased).ends_at == at
    # One leaves entries, events and a letter; the refused one leaves none.
    assert set(Entry.objects.values_list("actor_id", flat=True)) == {erased}
    assert list(Event.objects.filter(topic="accounts.person_erased").values_list("aggregate_id", flat=True)) == [str(erased)]
    assert list(Message.objects.values_list("to_address", flat=True)) == [before[erased]["email"]]


def _erase(actor: Actor, at: datetime) -> None:
    person = User.objects.get(id=id_of(actor))
    erase_person(actor=acting(person), at=at, confirmation=person.email)
