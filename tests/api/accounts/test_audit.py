"""The audit trail over HTTP: who may, what comes back, what is found by which filter, and what is taken out."""

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ipmarket.accounts.enums import PlatformRole
from ipmarket.accounts.models import Organisation, User
from ipmarket.accounts.services import export_audit_entries as exporting
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.audit.services import erase_personal, record, record_look
from tests.factories.records import AT, make_organisation, make_user
from tests.support.sessions import sign_in
from tests.support.traces import traces
from tests.support.wire import as_wired

pytestmark = pytest.mark.django_db
ENTRIES = "/api/app/audit-entries"
EXPORT = f"{ENTRIES}/export"
CHAIN = "/api/app/audit-chain"
VERIFICATIONS = f"{CHAIN}/verifications"
LOOKS = "/api/app/looks"


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Settings) -> None:
    """Each test starts with an empty trail, so no head of another one may stand."""
    settings.AUDIT_ANCHOR_FILE = tmp_path / "audit" / "head.json"


@pytest.fixture
def works() -> Organisation:
    return make_organisation(name_en="Sample Mould Works", name_zh_hant="樣例模具廠")


@pytest.fixture
def ann(works: Organisation) -> User:
    return make_user(email="ann@example.test", name="Ann Lee", organisation=works)


@pytest.fixture
def auditor() -> Client:
    return client_of(make_user(email="auditor@example.test", name="Auditor", roles=(PlatformRole.AUDITOR,)))


def client_of(person: User) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def write(actor: Actor = SYSTEM, **values: Any) -> int:
    given: dict[str, Any] = {"at": AT, "action": "patents.register_right", "target_type": "patents.right", "target_id": "1"} | values
    with transaction.atomic():
        return record(actor=actor, **given)


def acting(person: User, organisation: Organisation | None = None) -> Actor:
    return Actor(kind="person", user_id=person.id, organisation_id=organisation.id if organisation else None, request_id="request-0001")


def taken_out(client: Client, **query: Any) -> tuple[Any, bytes]:
    """An export: the answer and the whole file."""
    answer: Any = client.get(EXPORT, query)
    return answer, b"".join(answer.streaming_content)


def ids(client: Client, **query: Any) -> list[int]:
    answer = client.get(ENTRIES, query)
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


def test_an_entry_says_who_did_what_for_whom(auditor: Client, ann: User, works: Organisation) -> None:
    entry_id = write(acting(ann, works), after={"some_key": 1}, reason="typo", personal={"name": "Ben"})
    (item,) = auditor.get(ENTRIES).json()["items"]
    assert item == {
        "id": entry_id,
        "at": as_wired(AT),
        "actor": {"kind": "person", "id": str(ann.id), "name": "Ann Lee", "label": "", "mandateId": None},
        "organisation": {"id": str(works.id), "name": "Sample Mould Works"},
        "action": "patents.register_right",
        "target": {"type": "patents.right", "id": "1"},
        "reason": "typo",
        "requestId": "request-0001",
        "sequence": None,
    }
    whole = auditor.get(f"{ENTRIES}/{entry_id}", headers={"Accept-Language": "zh-Hant"}).json()
    assert whole["organisation"]["name"] == "樣例模具廠"
    # What was recorded keeps its own keys.
    assert (whole["before"], whole["after"], whole["personal"], whole["isPersonalErased"]) == (
        None,
        {"some_key": 1},
        {"name": "Ben"},
        False,
    )
    assert (len(whole["digest"]), whole["hash"], whole["previousHash"]) == (64, None, None)


def test_erased_values_are_shown_as_erased(auditor: Client) -> None:
    entry_id = write(personal={"name": "Ben"})
    with transaction.atomic():
        erase_personal(actor=SYSTEM, at=AT, target_type="patents.right", target_ids=["1"], reason="asked to")
    whole = auditor.get(f"{ENTRIES}/{entry_id}").json()
    assert (whole["personal"], whole["isPersonalErased"]) == (None, True)


def test_an_entry_by_mandate_names_it(auditor: Client, ann: User, works: Organisation) -> None:
    mandate = uuid4()
    write(Actor(kind="person", user_id=ann.id, organisation_id=works.id, standing="mandate", mandate_id=mandate))
    (item,) = auditor.get(ENTRIES).json()["items"]
    assert (item["actor"]["mandateId"], item["actor"]["label"]) == (str(mandate), "")


def test_every_filter_finds_its_entries(auditor: Client, ann: User, works: Organisation) -> None:
    plain = write()
    anns = write(
        acting(ann, works), at=AT + timedelta(hours=1), action="accounts.edit_account", target_type="accounts.user", target_id="x_y"
    )
    later = write(Actor.system("relay", request_id="request-0002"), at=AT + timedelta(hours=2), action="accounts_x", target_id="xzy")
    assert ids(auditor) == [later, anns, plain]
    found = {
        "actor": ids(auditor, actor=str(ann.id)),
        "organisation": ids(auditor, organisation=str(works.id)),
        "action": ids(auditor, action="accounts.edit_account"),
        "prefix": ids(auditor, action="accounts"),
        # Letters that mean something in LIKE mean themselves.
        "literal": ids(auditor, action="accounts_"),
        "percent": ids(auditor, action="%"),
        "type": ids(auditor, targetType="patents.right"),
        "target": ids(auditor, targetType="patents.right", targetId="1"),
        "target id": ids(auditor, targetId="x_y"),
        "request": ids(auditor, requestId="request-0002"),
        "from": ids(auditor, fromAt=(AT + timedelta(hours=1)).isoformat()),
        "to": ids(auditor, toAt=(AT + timedelta(hours=1)).isoformat()),
        "nobody": ids(auditor, actor=str(UUID(int=5))),
    }
    assert found == {
        "actor": [anns], "organisation": [anns], "action": [anns], "prefix": [later, anns], "literal": [later], "percent": [],
        "type": [later, plain], "target": [plain], "target id": [anns], "request": [later], "from": [later, anns], "to": [plain],
        "nobody": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    "query", [{"actor": "x"}, {"fromAt": "yesterday"}, {"colour": "red"}, {"action": "x" * 81}, {"requestId": "a\x00b"}, {"limit": "101"}]
)
def test_filters_that_cannot_be_read_are_refused(auditor: Client, query: dict[str, str]) -> None:
    assert auditor.get(ENTRIES, query).status_code == 400


def test_paging_goes_through_all_of_it_newest_first(auditor: Client) -> None:
    written = [write(at=AT + timedelta(seconds=number // 3), target_id=str(number)) for number in range(10)]
    seen: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        page = auditor.get(ENTRIES, {"limit": "3", **cursor}).json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == written[::-1]


def test_a_page_costs_two_statements_whatever_its_length(auditor: Client) -> None:
    for number in range(30):
        person = make_user(email=f"p{number}@example.test", organisation=make_organisation(name_en=f"Works {number}"))
        write(acting(person, make_organisation(name_en=f"Other {number}")), personal={"n": number})
    counts = []
    for limit in (1, 30):
        with CaptureQueriesContext(connection) as captured:
            auditor.get(ENTRIES, {"limit": str(limit)})
        statements = [query["sql"] for query in captured]
        counts.append(sum("audit_entry" in sql or ("UNION" in sql and "accounts_user" in sql) for sql in statements))
    assert counts == [2, 2]


def test_an_unknown_entry_is_not_there(auditor: Client) -> None:
    for number in (10**6, 10**30):
        assert auditor.get(f"{ENTRIES}/{number}").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "member", "adviser", "desk_manager", "asleep"])
def test_everybody_else_is_refused_and_leaves_nothing(who: str, works: Organisation) -> None:
    entry_id = write()
    client = Client()
    if who != "visitor":
        roles = {"member": (), "asleep": (PlatformRole.OPERATOR,)}.get(who, (PlatformRole(who),) if who in PlatformRole.values else ())
        sign_in(client, make_user(organisation=works, roles=roles), is_strong=who != "asleep")
    before = traces()
    answers = [client.get(path) for path in (ENTRIES, f"{ENTRIES}/{entry_id}", f"{ENTRIES}/9999999", EXPORT, CHAIN)]
    answers += [client.get(LOOKS, {"objectType": "a", "objectId": "b"}), client.post(VERIFICATIONS)]
    assert {answer.status_code for answer in answers} == {401 if who == "visitor" else 403}
    assert traces() == before


def test_csv_runs_no_formula_and_holds_what_was_asked_for(auditor: Client, ann: User, works: Organisation) -> None:
    ann.name = "=HYPERLINK(1)"
    ann.save()
    write(reason="not asked for")
    said = 'said "so", twice\nand more'
    entry_id = write(acting(ann, works), at=AT + timedelta(hours=1), target_id="-1+2", reason=said, personal={"a": "密"})
    answer, body = taken_out(auditor, actor=str(ann.id))
    assert (answer.status_code, answer["Content-Type"], answer["X-Total-Count"]) == (200, "text/csv; charset=utf-8", "1")
    assert answer["Content-Disposition"] == 'attachment; filename="audit-entries.csv"'
    text = body.decode()
    assert text.startswith("\ufeffid,at,sequence,actorKind,")
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert (row["id"], row["actorName"], row["targetId"]) == (str(entry_id), "'=HYPERLINK(1)", "'-1+2")
    assert (row["reason"], row["personal"], row["organisationName"]) == (said, '{"a":"密"}', "Sample Mould Works")
    assert (row["isPersonalErased"], row["before"], row["sequence"]) == ("false", "", "")


@pytest.mark.parametrize("first", list("=+-@\t\r\n＝＋－＠"))
def test_no_cell_begins_like_a_formula(first: str, auditor: Client) -> None:
    write(reason=f"{first}cmd|' /C calc'!A0")
    text = taken_out(auditor)[1].decode().removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["reason"] == f"'{first}cmd|' /C calc'!A0"


def test_json_lines_hold_the_same(auditor: Client) -> None:
    entry_id = write(after={"some_key": [1, 2]}, reason="=1")
    answer, body = taken_out(auditor, form="jsonl")
    (line,) = body.splitlines()
    values = json.loads(line)
    assert (answer["Content-Type"], values["id"], values["after"], values["reason"]) == (
        "application/x-ndjson; charset=utf-8",
        entry_id,
        {"some_key": [1, 2]},
        "=1",
    )


def test_taking_entries_out_is_an_entry_that_is_not_taken_out(auditor: Client) -> None:
    first = write()
    _, body = taken_out(auditor, form="jsonl", targetType="patents.right", toAt=(AT + timedelta(days=1)).isoformat())
    assert [json.loads(line)["id"] for line in body.splitlines()] == [first]
    entry, event = traces().entries[-1], traces().events[-1]
    assert entry == (
        "accounts.export_audit_entries",
        "audit.entry",
        "many",
        None,
        {
            "entries": 1,
            "filters": {"target_type": "patents.right", "to_at": (AT + timedelta(days=1)).isoformat()},
            "form": "jsonl",
            "last": first,
        },
    )
    assert (event[0], event[3]) == ("accounts.audit_exported", {"entries": 1})
    assert len(taken_out(auditor, form="jsonl")[1].splitlines()) == 2


def test_more_than_the_limit_is_refused_and_not_cut_off(auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    write()
    write()
    assert auditor.get(EXPORT, {"targetType": "patents.right"}).status_code == 200
    before = traces()
    write()
    answer = auditor.get(EXPORT, {"targetType": "patents.right"})
    assert (answer.status_code, answer.json()["code"], answer.json()["params"]) == (422, "audit_export_too_large", {"most": 2})
    assert len(traces().entries) == len(before.entries) + 1


def test_the_chain_and_a_verification_on_demand(auditor: Client) -> None:
    write()
    chain = auditor.get(CHAIN).json()
    assert (chain["sequence"], chain["unsealed"], chain["head"], chain["headProblem"], chain["lastVerification"]) == (0, 1, None, "", None)
    assert len(chain["publicKey"]) == 44
    answer = auditor.post(VERIFICATIONS)
    assert (answer.status_code, answer.json()["isSound"], answer.json()["entries"], answer.json()["unsealed"]) == (201, True, 0, 1)
    assert [entry[0] for entry in traces().entries] == ["patents.register_right", "audit.verified"]
    assert traces().events[-1][0] == "accounts.audit_verified"
    assert auditor.get(CHAIN).json()["lastVerification"] == answer.json()


def test_who_looked_at_a_thing(auditor: Client, ann: User, works: Organisation) -> None:
    record_look(actor=acting(ann, works), at=AT, object_type="accounts.document", object_id="d1", what="download")
    record_look(actor=acting(ann), at=AT + timedelta(hours=1), object_type="accounts.document", object_id="d1")
    record_look(actor=acting(ann), at=AT, object_type="accounts.document", object_id="d2")
    page = auditor.get(LOOKS, {"objectType": "accounts.document", "objectId": "d1"}).json()
    person = {"kind": "person", "id": str(ann.id), "name": "Ann Lee", "label": "", "mandateId": None}
    assert page == {
        "items": [
            {"at": as_wired(AT + timedelta(hours=1)), "actor": person, "organisation": None, "what": "", "requestId": "request-0001"},
            {
                "at": as_wired(AT),
                "actor": person,
                "organisation": {"id": str(works.id), "name": "Sample Mould Works"},
                "what": "download",
                "requestId": "request-0001",
            },
        ],
        "next": None,
    }
    assert auditor.get(LOOKS, {"objectType": "accounts.document"}).status_code == 400
