"""Idempotency-Key: carried out once, answered the same, refused when it is misused."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from ipmarket.kernel.api.idempotency import KEPT_FOR, LOCKED_FOR, forget_old_keys
from ipmarket.kernel.api.models import IdempotencyKey
from ipmarket.kernel.outbox.models import Event

pytestmark = [pytest.mark.urls("tests.api.kernel.urls")]
URL = "/api/test/once"
KEY = "key-0000-0001"


def send(client: Client, body: dict[str, Any], key: str | None = KEY) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(URL, json.dumps(body), content_type="application/json", headers=headers)


@pytest.mark.django_db
def test_the_second_answer_is_the_first_one_and_nothing_is_written_twice(client: Client) -> None:
    first, second = send(client, {"a": 1}), send(client, {"a": 1})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first["Location"] == second["Location"]
    assert "Idempotency-Replayed" not in first
    assert second["Idempotency-Replayed"] == "true"
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_for_another_body_is_refused(client: Client) -> None:
    send(client, {"a": 1})
    answer = send(client, {"a": 2})
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_the_order_of_names_in_a_body_does_not_matter(client: Client) -> None:
    send(client, {"a": 1, "b": 2})
    assert send(client, {"b": 2, "a": 1})["Idempotency-Replayed"] == "true"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "idempotency_key_required"),
        ("short", "idempotency_key_invalid"),
        ("x" * 201, "idempotency_key_invalid"),
        ("with blank", "idempotency_key_invalid"),
    ],
)
def test_a_missing_or_odd_key(client: Client, key: str | None, code: str) -> None:
    answer = send(client, {}, key)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert (Event.objects.count(), IdempotencyKey.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_a_key_of_a_refused_request_may_be_used_again(client: Client) -> None:
    assert send(client, {"refuse": True}).status_code == 409
    assert IdempotencyKey.objects.count() == 0
    assert send(client, {"a": 1}).status_code == 201


@pytest.mark.django_db
def test_a_claim_in_progress_is_refused_until_it_runs_out(client: Client) -> None:
    send(client, {"a": 1})
    now = datetime.now(tz=UTC)
    IdempotencyKey.objects.update(response_status=None, response_body=None, locked_until=now + LOCKED_FOR)
    answer = send(client, {"a": 1})
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (409, "idempotency_in_progress", "5")
    IdempotencyKey.objects.update(locked_until=now - timedelta(seconds=1))
    assert send(client, {"a": 1}).status_code == 201
    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_old_answers_are_forgotten(client: Client) -> None:
    send(client, {"a": 1})
    made = IdempotencyKey.objects.get().created_at
    assert forget_old_keys(at=made + KEPT_FOR) == 0
    assert forget_old_keys(at=made + KEPT_FOR + timedelta(seconds=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_carry_out_one() -> None:
    barrier = threading.Barrier(8)
    answers: list[Any] = []

    def run() -> None:
        barrier.wait()
        answers.append(send(Client(), {"a": 1}))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Event.objects.count() == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert sum("Idempotency-Replayed" not in answer for answer in answers if answer.status_code == 201) == 1
