"""Queues and parked deliveries over HTTP: what waits, what is parked and why, trying again with a reason, and who may."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.models import PlatformRoleGrant, User
from ipmarket.accounts.services.retry_deliveries import retry_deliveries, retry_delivery
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.errors import Forbidden, Unprocessable
from ipmarket.kernel.outbox import registry
from ipmarket.kernel.outbox.models import Delivery, Event
from ipmarket.kernel.outbox.relay import drain
from ipmarket.kernel.outbox.selectors import LATEST_DELIVERED
from tests.factories.deliveries import make_delivery, make_parked
from tests.factories.records import AT, make_operator, make_user
from tests.support.sessions import sign_in
from tests.support.traces import traces
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
QUEUES = "/api/app/admin/queues"
DELIVERIES = "/api/app/admin/deliveries"
RETRIES = f"{DELIVERIES}/retries"
REASON = "The mail server is back."


def client_of(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.fixture
def person() -> User:
    return make_operator()


@pytest.fixture
def operator(person: User) -> Client:
    return client_of(person)


@pytest.fixture
def auditor() -> Client:
    return client_of(make_user(email="auditor@example.test", roles=(PlatformRole.AUDITOR,)))


def retry(client: Client, delivery_id: int, **body: Any) -> Any:
    return client.post(f"{DELIVERIES}/{delivery_id}/retry", {"reason": REASON} | body, content_type="application/json")


def retry_all(client: Client, **body: Any) -> Any:
    return client.post(RETRIES, {"reason": REASON} | body, content_type="application/json")


def ids(client: Client, **query: Any) -> list[int]:
    answer = client.get(DELIVERIES, query)
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


def rows() -> list[tuple[int, str, int]]:
    return list(Delivery.objects.order_by("pk").values_list("pk", "state", "attempts"))


def queue(client: Client, handler: str) -> Any:
    (found,) = [item for item in client.get(QUEUES).json()["items"] if item["handler"] == handler]
    return found


def test_every_handler_has_a_line_also_where_nothing_waits(operator: Client) -> None:
    answer = operator.get(QUEUES)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    body = answer.json()
    assert {name: body[name] for name in ("waiting", "parked", "waitingSince")} == {"waiting": 0, "parked": 0, "waitingSince": None}
    assert [(item["handler"], item["lane"]) for item in body["items"]] == [
        ("accounts.make_data_export", "default"),
        ("mail.send", "mail"),
        ("patents.move_ownership", "default"),
        ("patents.suggest_classes", "default"),
        ("patents.withdraw_assets", "default"),
        ("search.right_changed", "index"),
        ("search.technology_changed", "index"),
    ]
    assert body["items"][1] == {
        "handler": "mail.send",
        "lane": "mail",
        "isKnown": True,
        "waiting": 0,
        "parked": 0,
        "waitingSince": None,
        "lastDeliveredAt": None,
    }


def test_a_queue_says_what_waits_since_when_and_what_is_parked(auditor: Client) -> None:
    hour = timedelta(hours=1)
    make_delivery(at=AT + hour)
    make_delivery(at=AT + 2 * hour)
    make_parked(at=AT)
    for number in (3, 4):
        make_delivery(at=AT, state="done", delivered_at=AT + number * hour)
    make_parked(handler="search.gone", lane="index", at=AT)
    body = auditor.get(QUEUES).json()
    assert (body["waiting"], body["parked"], body["waitingSince"]) == (2, 2, as_wired(AT + hour))
    mail = queue(auditor, "mail.send")
    assert (mail["waiting"], mail["parked"]) == (2, 1)
    assert (mail["waitingSince"], mail["lastDeliveredAt"]) == (as_wired(AT + hour), as_wired(AT + 4 * hour))
    gone = queue(auditor, "search.gone")
    assert (gone["isKnown"], gone["waiting"], gone["parked"], gone["waitingSince"]) == (False, 0, 1, None)


def test_the_last_delivery_is_looked_for_among_the_latest_only(operator: Client) -> None:
    make_delivery(handler="mail.send", state="done", delivered_at=AT)
    event = Event.objects.create(topic="t", aggregate_type="x", aggregate_id="1", created_at=AT)
    later = AT + timedelta(hours=1)
    Delivery.objects.bulk_create(
        Delivery(event=event, handler=f"h{n}", lane="index", aggregate="x:1", state="done", available_at=AT, delivered_at=later)
        for n in range(LATEST_DELIVERED - 1)
    )
    assert queue(operator, "mail.send")["lastDeliveredAt"] == as_wired(AT)
    make_delivery(handler="search.right_changed", lane="index", state="done", delivered_at=later)
    assert queue(operator, "mail.send")["lastDeliveredAt"] is None


def test_a_parked_delivery_says_what_failed_and_neither_payload_nor_words_of_the_error(auditor: Client) -> None:
    parked = make_parked(about="0193", parked_at=AT + timedelta(minutes=10))
    Event.objects.update(payload={"messageId": "secret-payload"})
    answer = auditor.get(DELIVERIES)
    assert answer.json() == {
        "items": [
            {
                "id": parked.pk,
                "state": "parked",
                "topic": "mail.queued",
                "handler": "mail.send",
                "lane": "mail",
                "about": {"type": "mail.message", "id": "0193"},
                "attempts": 8,
                "error": "MailNotSent",
                "place": "ipmarket.kernel.mail.posting:post:47",
                "happenedAt": as_wired(AT),
                "parkedAt": as_wired(AT + timedelta(minutes=10)),
                "nextAt": None,
            }
        ],
        "next": None,
    }
    assert re.search(rb"kept-from-view|secret-payload|Traceback", answer.content) is None


def test_an_error_that_was_not_stored_by_the_outbox_is_not_shown(operator: Client) -> None:
    make_parked(last_error="Traceback\nValueError: Chan Tai Man\n")
    make_parked(last_error="Chan Tai Man at home\n")
    assert {(item["error"], item["place"]) for item in operator.get(DELIVERIES).json()["items"]} == {("", "")}


def test_waiting_deliveries_say_when_they_are_tried_next(operator: Client) -> None:
    make_parked()
    soon = make_delivery(available_at=AT + timedelta(minutes=1), attempts=2)
    later = make_delivery(available_at=AT + timedelta(minutes=2))
    assert ids(operator, state="waiting", sort="dueAt") == [soon.pk, later.pk]
    first = operator.get(DELIVERIES, {"state": "waiting", "sort": "dueAt"}).json()["items"][0]
    assert (first["state"], first["attempts"], first["parkedAt"]) == ("waiting", 2, None)
    assert first["nextAt"] == as_wired(AT + timedelta(minutes=1))


def test_the_list_is_filtered_and_goes_on_where_it_stopped(operator: Client) -> None:
    minute = timedelta(minutes=60)
    mails = [make_parked(parked_at=AT + number * minute).pk for number in range(5)]
    other = make_parked(handler="search.right_changed", lane="index", parked_at=AT).pk
    make_delivery(state="done", delivered_at=AT)
    assert ids(operator, handler="search.right_changed") == [other]
    assert ids(operator, handler="nobody") == []
    wanted = {"handler": "mail.send", "limit": "2"}
    first = operator.get(DELIVERIES, wanted).json()
    second = operator.get(DELIVERIES, wanted | {"cursor": first["next"]}).json()
    third = operator.get(DELIVERIES, wanted | {"cursor": second["next"]}).json()
    assert [item["id"] for page in (first, second, third) for item in page["items"]] == mails[::-1]
    assert third["next"] is None


@pytest.mark.parametrize("query", [{"state": "done"}, {"handler": "x" * 121}, {"handler": ""}, {"owner": "me"}, {"limit": 101}])
def test_what_the_list_does_not_know_is_refused(query: dict[str, Any], operator: Client) -> None:
    assert operator.get(DELIVERIES, query).status_code == 400


def test_both_cost_the_same_whatever_waits(operator: Client) -> None:
    counted: list[tuple[int, int]] = []
    for _ in range(2):
        for number in range(12):
            make_parked(about=str(number))
            make_delivery(about=str(number), handler=f"h{number}")
        counts = []
        for address in (QUEUES, DELIVERIES):
            operator.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert operator.get(address, {}).status_code == 200
            counts.append(len([one for one in captured.captured_queries if "outbox_" in one["sql"]]))
        counted.append((counts[0], counts[1]))
    assert counted == [(2, 1), (2, 1)]


def test_an_operator_has_one_tried_again_and_it_is_delivered(operator: Client, person: User) -> None:
    heard: list[str] = []
    with registry.temporary_handler("thing.changed", lambda event: heard.append(event.aggregate_id), name="one"):
        chosen = make_parked(handler="one", lane="default", about="a", topic="thing.changed")
        other = make_parked(handler="one", lane="default", about="b", topic="thing.changed")
        answer = retry(operator, chosen.pk, reason=f"  {REASON} ")
        assert (answer.status_code, answer.json()) == (200, {"count": 1})
        assert rows() == [(chosen.pk, "pending", 0), (other.pk, "parked", 8)]
        assert drain().delivered == 1
    assert heard == ["a"]
    assert rows() == [(chosen.pk, "done", 0), (other.pk, "parked", 8)]
    entry = Entry.objects.get(action="outbox.retried")
    assert (entry.actor_id, entry.reason, entry.target_type, entry.target_id) == (person.id, REASON, "outbox.delivery", str(chosen.pk))
    assert entry.after == {"count": 1, "ids": [chosen.pk]}
    assert traces().events[-1] == ("accounts.deliveries_retried", "outbox.delivery", str(chosen.pk), {"count": 1})
    # Nobody listens to that, so that trying again leaves no delivery of its own.
    assert Delivery.objects.count() == 2


def test_an_operator_has_all_of_one_handler_tried_again(operator: Client) -> None:
    mails = [make_parked().pk for _ in range(3)]
    other = make_parked(handler="search.right_changed", lane="index")
    answer = retry_all(operator, handler="mail.send")
    assert (answer.status_code, answer.json()) == (200, {"count": 3})
    assert rows() == [*((pk, "pending", 0) for pk in mails), (other.pk, "parked", 8)]
    entry = Entry.objects.get(action="outbox.retried")
    assert (entry.reason, entry.target_type, entry.target_id) == (REASON, "outbox.delivery", "mail.send")
    assert entry.after == {"count": 3, "ids": mails}
    assert traces().events[-1] == ("accounts.deliveries_retried", "outbox.handler", "mail.send", {"count": 3})


def test_the_same_request_twice_is_carried_out_once(operator: Client) -> None:
    chosen = make_parked()
    headers = {"Idempotency-Key": "retry-0001"}
    sent: dict[str, Any] = {"data": {"reason": REASON}, "content_type": "application/json", "headers": headers}
    answers = [operator.post(f"{DELIVERIES}/{chosen.pk}/retry", **sent) for _ in range(2)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"count": 1})] * 2
    assert Entry.objects.filter(action="outbox.retried").count() == 1


@pytest.mark.parametrize("body", [{"reason": ""}, {"reason": "   "}, {"reason": "x" * 1001}, {"reason": None}])
def test_without_a_reason_nothing_is_tried_again(body: dict[str, Any], operator: Client) -> None:
    chosen = make_parked()
    before = traces()
    assert retry(operator, chosen.pk, **body).status_code == 400
    assert retry_all(operator, handler="mail.send", **body).status_code == 400
    assert rows() == [(chosen.pk, "parked", 8)]
    assert traces() == before


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_the_services_want_a_reason_by_themselves(reason: str, person: User) -> None:
    chosen = make_parked()
    actor = Actor(kind="person", user_id=person.id, roles=frozenset({PlatformRole.OPERATOR.value}))
    before = traces()
    with pytest.raises(Unprocessable):
        retry_delivery(actor=actor, at=AT, delivery_id=chosen.pk, reason=reason)
    with pytest.raises(Unprocessable):
        retry_deliveries(actor=actor, at=AT, handler="mail.send", reason=reason)
    assert (rows(), traces()) == ([(chosen.pk, "parked", 8)], before)


def test_what_is_not_parked_is_not_tried_again(operator: Client) -> None:
    waiting = make_delivery(attempts=3, available_at=AT + timedelta(minutes=5))
    done = make_delivery(state="done", delivered_at=AT)
    before, changed = rows(), traces()
    for answer in (retry(operator, waiting.pk), retry(operator, done.pk), retry_all(operator, handler="mail.send")):
        assert (answer.status_code, answer.json()["code"]) == (409, "transition_refused")
    for unknown in (done.pk + 1, 2**63, 10**30):
        assert retry(operator, unknown).status_code == 404
    assert (rows(), traces()) == (before, changed)
    assert Delivery.objects.get(pk=waiting.pk).available_at == AT + timedelta(minutes=5)


def test_the_auditor_reads_and_changes_nothing(auditor: Client) -> None:
    chosen = make_parked()
    before = traces()
    assert ids(auditor) == [chosen.pk]
    for answer in (retry(auditor, chosen.pk), retry_all(auditor, handler="mail.send"), retry(auditor, chosen.pk + 1)):
        assert answer.status_code == 403
    # Not even what would be wrong with the request is told.
    assert [answer.status_code for answer in (retry(auditor, chosen.pk, reason=""), retry_all(auditor, reason=""))] == [403, 403]
    assert (rows(), traces()) == ([(chosen.pk, "parked", 8)], before)


def test_a_role_that_has_ended_meanwhile_opens_nothing(person: User) -> None:
    """The session still said operator when the request began."""
    chosen = make_parked()
    PlatformRoleGrant.objects.update(ends_at=AT + timedelta(minutes=1))
    actor = Actor(kind="person", user_id=person.id, roles=frozenset({PlatformRole.OPERATOR.value}))
    before = traces()
    with pytest.raises(Forbidden):
        retry_deliveries(actor=actor, at=AT + timedelta(minutes=2), handler="mail.send", reason=REASON)
    assert (rows(), traces()) == ([(chosen.pk, "parked", 8)], before)
