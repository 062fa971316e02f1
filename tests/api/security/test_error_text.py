"""What is told when something goes wrong: a number to ask about, and nothing of what is inside. The log keeps nothing of a person."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
import structlog
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from pytest_django import Settings

from ipmarket.kernel.api.logs import ValueFreeFormatter
from tests.api.security.urls import SECRET
from tests.factories.records import make_organisation, make_user

pytestmark = pytest.mark.django_db
INSIDE = ("Traceback", "RuntimeError", "quillbark", "lee@example.test", ".py", "site-packages", "settings", "line ")
MARK = "vexillum7731"
EMAIL, NAME, SECRET_WORD, QUERY = f"{MARK}mail@example.test", f"{MARK}name", f"{MARK}Pass-word9", f"{MARK}query"


@pytest.fixture
def patient() -> Client:
    """A client that is answered as a browser is, where an ordinary test client lets the error through."""
    return Client(raise_request_exception=False)


@pytest.mark.urls("tests.api.security.urls")
@pytest.mark.parametrize("path", ["/api/app/broken", "/en/broken"])
def test_an_error_that_nobody_foresaw_tells_nothing(path: str, patient: Client, settings: Settings) -> None:
    settings.DEBUG = False
    answer = patient.get(path, headers={"X-Request-ID": "request-4711"})
    body = answer.content.decode()
    assert (answer.status_code, answer["X-Request-ID"]) == (500, "request-4711")
    assert [word for word in INSIDE if word in body or word in str(answer.headers)] == []
    assert len(body) > 40
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"]


@pytest.mark.urls("tests.api.security.urls")
def test_the_log_has_the_place_of_the_error_under_the_number(patient: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    patient.get("/api/app/broken", headers={"X-Request-ID": "request-4711"})
    lines = [record.getMessage() for record in caplog.records if record.name == "ipmarket.request"]
    assert any("status=500" in line and "request_id=request-4711" in line for line in lines)
    failed = next(record for record in caplog.records if record.exc_info)
    assert failed.exc_info is not None
    assert isinstance(failed.exc_info[1], RuntimeError)
    assert str(failed.exc_info[1]) == SECRET


@pytest.mark.parametrize("path", ["/api/app/no-such-thing", "/api/app/%3Cscript%3E", "/api/auth/%3Cscript%3E"])
def test_what_is_not_there_is_not_repeated(path: str, client: Client) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert b"<script>" not in answer.content
    assert b"urlpatterns" not in answer.content


class Kept(logging.Handler):
    """Every record as the console would print it, and every value that hangs on it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text = io.StringIO()

    def emit(self, record: logging.LogRecord) -> None:
        request = getattr(record, "request", None)
        hanging = {name: value for name, value in record.__dict__.items() if name != "request"}
        self.text.write(f"{logging.Formatter().format(record)} {hanging} {getattr(request, 'path', '')}\n")


@pytest.fixture
def kept() -> Any:
    """What is logged while a test runs, by whomever, at the levels that the settings let through."""
    handler = Kept()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler.text
    root.removeHandler(handler)


@pytest.mark.parametrize("is_structured", [False, True])
def test_values_that_the_database_repeats_are_cut_out(is_structured: bool, caplog: pytest.LogCaptureFixture) -> None:
    make_user(email=EMAIL)
    with pytest.raises(IntegrityError, match=EMAIL) as caught, transaction.atomic():
        make_user(email=EMAIL)
    if is_structured:
        structlog.get_logger("ipmarket.example").error("example.failed", exc_info=caught.value)
    else:
        logging.getLogger("django.request").error("Internal Server Error", exc_info=caught.value)
    printed = "".join(console().format(record) for record in caplog.records)
    assert "IntegrityError" in printed
    assert "DETAIL: left out" in printed
    assert MARK not in printed


@pytest.mark.parametrize("is_structured", [False, True])
@pytest.mark.parametrize("statement", ["SELECT %s::uuid", "SELECT %s::date"])
def test_values_of_several_lines_are_cut_out_to_their_end(statement: str, is_structured: bool, caplog: pytest.LogCaptureFixture) -> None:
    value = f"first line of {MARK}\nsecond line of {MARK}\n\nlast line of {MARK}"
    with pytest.raises(DataError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [value])
    if is_structured:
        structlog.get_logger("ipmarket.example").error("example.failed", exc_info=caught.value)
    else:
        logging.getLogger("django.request").error("Internal Server Error", exc_info=caught.value)
    printed = "".join(console().format(record) for record in caplog.records)
    assert "DataError" in printed
    assert MARK not in printed


def console() -> logging.Handler:
    """The handler that the settings put at the root: what a person who runs the product reads."""
    return next(handler for handler in logging.getLogger().handlers if type(handler.formatter) is ValueFreeFormatter)


def everything(client: Client) -> None:
    """Signs up, signs in, reads, writes, fails and asks for what is not there, with marked values wherever a person can put some."""
    token = client.get("/api/app/session").json()["csrfToken"]
    told = {"X-CSRFToken": token, "User-Agent": f"{MARK}agent", "Referer": f"http://testserver/en/search?q={QUERY}"}
    bodies = (
        {"email": EMAIL, "password": SECRET_WORD, "name": NAME},
        {"email": f"{MARK}@", "password": ""},
        {"displayName": NAME, "note": NAME},
    )
    paths = ("/api/auth/browser/v1/auth/login", "/api/auth/browser/v1/auth/signup", "/api/app/imports", "/api/app/class-suggestions")
    for path in paths:
        for body in bodies:
            client.post(f"{path}?q={QUERY}", json.dumps(body), content_type="application/json", headers=told)
    client.post("/api/app/imports", f'{{"{MARK}'.encode(), content_type="application/json", headers=told)
    client.post("/api/app/imports", {"file": io.BytesIO(MARK.encode())}, headers=told)
    for path in ("/api/app/search", "/api/v1/patents", "/en/search", f"/en/patents/{MARK}", f"/api/v1/patents/{MARK}", f"/{MARK}"):
        client.get(path, {"q": QUERY, "email": EMAIL}, headers=told)
    client.get("/api/app/session", headers={"Authorization": f"Bearer {MARK}token", "Cookie": f"sessionid={MARK}"})
    client.get("/api/app/session", headers={"Host": f"{MARK}.example"})


def test_no_personal_value_reaches_the_log(kept: io.StringIO) -> None:
    user = make_user(email=EMAIL, name=NAME, organisation=make_organisation(name_en=f"{MARK} Works"))
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    everything(client)
    client.force_login(user)
    everything(client)
    printed = kept.getvalue()
    assert "event=request" in printed
    assert [line[:300] for line in printed.splitlines() if MARK in line] == []
