"""Importing into the database: idempotent, resumable, whole or not at all, and the same whatever comes first."""

import itertools
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ipmarket.accounts.enums import PlatformRole
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.ids import new_id
from ipmarket.kernel.outbox.models import Event
from patents.enums import BatchState, LegalState, TextStanding
from patents.events import IMPORT_ENDED, RIGHT_CHANGED
from patents.ingest.opening import SourceNotReadable
from patents.models import Family, ImportBatch, Publication, QuarantinedRecord, Right, RightText, StoredRecord
from patents.services import import_patents
from patents.services.derive_rights import derive_rights
from patents.services.import_patents import import_file, run_queued_import
from patents.services.queue_import import queue_import
from tests.factories.records import make_operator, make_organisation
from tests.support.catalogue_dump import catalogue_dump

pytestmark = pytest.mark.django_db
MINIATURES = Path(__file__).parents[2] / "contracts" / "importers" / "miniatures"
ACTOR = Actor.system("test")


@pytest.fixture
def run(at: datetime) -> Callable[..., ImportBatch]:
    """Import a file at the fixed instant."""

    def run_import(path: Path, **values: Any) -> ImportBatch:
        return import_file(actor=ACTOR, clock=lambda: at, path=path, **values)

    return run_import


def counters(batch: ImportBatch) -> tuple[int, int, int, int, int]:
    return (batch.read_count, batch.created_count, batch.updated_count, batch.unchanged_count, batch.quarantined_count)


def events(topic: str) -> list[str]:
    return list(Event.objects.filter(topic=topic).order_by("id").values_list("aggregate_id", flat=True))


def labelled(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps({"source": "sample", **row}) + "\n" for row in rows))
    return path


def clear() -> None:
    for model in (StoredRecord, QuarantinedRecord, ImportBatch, Right, Family):
        model.objects.all().delete()


def test_a_file_becomes_rights(run: Callable[..., ImportBatch], at: datetime) -> None:
    batch = run(MINIATURES / "uspto_grants.xml")
    assert (batch.state, batch.source, counters(batch)) == (BatchState.FINISHED, "uspto-xml", (2, 2, 0, 0, 0))
    assert batch.bytes_read == batch.bytes_total == (MINIATURES / "uspto_grants.xml").stat().st_size
    right = Right.objects.get(ref="US12999001B2")
    assert (right.right_type, right.office, right.application_number, right.owner_name) == (
        "patent",
        "US",
        "18999001",
        "Sample Holding Ltd",
    )
    assert (str(right.filing_date), str(right.publication_date), str(right.grant_date)) == ("2031-03-01", "2032-01-06", "2032-01-06")
    assert (right.status, right.status_source, right.expiry_date) == (LegalState.UNKNOWN, "", None)
    text = right.texts.get()
    assert (text.language, text.title, text.standing) == ("en", "Valve gate with delayed opening", TextStanding.ORIGINAL)
    assert list(right.classes.order_by("position").values_list("scheme", "symbol", "subclass", "is_first")) == [
        ("ipc", "B29C 45/28", "B29C", True),
        ("cpc", "B29C 45/2806", "B29C", True),
    ]
    assert list(right.citations.order_by("position").values_list("ref", flat=True)) == ["US20290001234A1", ""]
    stored = right.records.get()
    assert (stored.file_name, stored.file_sha256, stored.imported_at) == ("uspto_grants.xml", batch.file_sha256, at)
    assert sorted(events(RIGHT_CHANGED)) == sorted(str(right_id) for right_id in Right.objects.values_list("id", flat=True))
    assert events(IMPORT_ENDED) == [str(batch.id)]
    entry = Entry.objects.get(action="patents.import")
    assert (entry.target_id, entry.after["created"], len(entry.after["recordsSha256"])) == (str(batch.id), 2, 64)


@pytest.mark.parametrize("name", sorted(path.name for path in MINIATURES.iterdir()))
def test_a_second_run_changes_nothing_and_says_so(run: Callable[..., ImportBatch], name: str) -> None:
    first = run(MINIATURES / name)
    dump, rights = catalogue_dump(), list(Right.objects.order_by("id").values())
    Event.objects.all().delete()
    second = run(MINIATURES / name)
    bad = first.quarantined_count
    assert second.id != first.id
    assert counters(second) == (first.read_count, 0, 0, first.read_count - bad, bad)
    assert catalogue_dump() == dump
    assert list(Right.objects.order_by("id").values()) == rights
    assert list(Event.objects.values_list("topic", flat=True)) == [IMPORT_ENDED]
    assert Entry.objects.filter(action="patents.import").count() == 2


def test_a_changed_record_is_updated_and_only_its_right_is_told(run: Callable[..., ImportBatch], tmp_path: Path) -> None:
    run(labelled(tmp_path / "a.jsonl", {"id": "US11", "title": "Mold"}, {"id": "US12", "title": "Press"}))
    right = Right.objects.get(ref="US11")
    Event.objects.all().delete()
    batch = run(labelled(tmp_path / "b.jsonl", {"id": "US11", "title": "Mould"}, {"id": "US12", "title": "Press"}))
    assert counters(batch) == (2, 0, 1, 1, 0)
    assert events(RIGHT_CHANGED) == [str(right.id)]
    assert Right.objects.get(ref="US11").texts.get().title == "Mould"
    assert (Right.objects.get(ref="US11").id, Right.objects.get(ref="US11").version) == (right.id, 2)


def test_a_name_used_twice_in_one_file_with_different_words_is_quarantined_every_time(
    run: Callable[..., ImportBatch], tmp_path: Path
) -> None:
    path = labelled(
        tmp_path / "a.jsonl", {"id": "US11", "title": "First"}, {"id": "US11", "title": "Second"}, {"id": "US11", "title": "First"}
    )
    assert counters(run(path)) == (3, 1, 0, 1, 1)
    assert counters(run(path)) == (3, 0, 0, 2, 1)
    assert Right.objects.get().texts.get().title == "First"
    assert list(QuarantinedRecord.objects.values_list("position", "reason").distinct()) == [(2, "repeated_differently")]


def test_an_interrupted_import_goes_on_where_it_stopped(run: Callable[..., ImportBatch], monkeypatch: pytest.MonkeyPatch) -> None:
    path = MINIATURES / "labelled.jsonl"
    whole = run(path)
    dump = catalogue_dump()
    clear()
    monkeypatch.setattr(import_patents, "RECORDS_PER_TRANSACTION", 2)

    def interrupt(_progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(path, on_progress=interrupt)
    halfway = ImportBatch.objects.get()
    assert (halfway.state, halfway.position, counters(halfway)) == (BatchState.RUNNING, 2, (2, 2, 0, 0, 0))
    resumed = run(path)
    assert (resumed.id, resumed.state, counters(resumed)) == (halfway.id, BatchState.FINISHED, counters(whole))
    assert catalogue_dump() == dump


def test_a_group_is_stored_whole_or_not_at_all(run: Callable[..., ImportBatch], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_patents, "RECORDS_PER_TRANSACTION", 2)
    calls = itertools.count(1)

    def break_at_second(**values: Any) -> frozenset[Any]:
        changed = derive_rights(**values)
        if next(calls) == 2:
            raise RuntimeError("power cut")
        return changed

    monkeypatch.setattr(import_patents, "derive_rights", break_at_second)
    with pytest.raises(RuntimeError, match="power cut"):
        run(MINIATURES / "labelled.jsonl")
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.position, batch.created_count) == (BatchState.RUNNING, 2, 2)
    assert (StoredRecord.objects.count(), Right.objects.count(), len(events(RIGHT_CHANGED))) == (2, 2, 2)


def test_files_in_any_order_give_the_same_catalogue(run: Callable[..., ImportBatch], tmp_path: Path) -> None:
    kindless = labelled(
        tmp_path / "kindless.jsonl",
        {"id": "US12999001", "title": "From a set", "ipc": ["B29C 45/28"], "lang": "en"},
        {"id": "EP4999001", "abstract": "Only here.", "lang": "en"},
        {"id": "GB3007777A", "title": "British", "lang": "en"},
    )
    files = [
        kindless,
        MINIATURES / "uspto_grants.xml",
        MINIATURES / "uspto_application.xml",
        MINIATURES / "epo_ops.xml",
        MINIATURES / "lens_2021.csv",
    ]
    dumps = []
    for order in itertools.islice(itertools.permutations(files), 0, 120, 7):
        clear()
        for path in order:
            run(path)
        dumps.append(catalogue_dump())
    assert len(dumps) == 18
    assert all(dump == dumps[0] for dump in dumps)
    assert len(dumps[0]) == 6
    # The application and its grant are one right; with the European one they are one family.
    assert Right.objects.get(ref="US12999001B2").publications.count() == 2
    assert Right.objects.get(ref="US12999001B2").family_id == Right.objects.get(ref="EP4999001B1").family_id is not None
    assert Family.objects.count() == 1


def test_an_owners_word_stands_and_sources_fill_the_gaps(run: Callable[..., ImportBatch], tmp_path: Path, at: datetime) -> None:
    owner = make_organisation()
    right = Right.objects.create(
        office="HK", ref="HK30099001A2", owner_organisation=owner, owner_name="Sample Mould Works", created_at=at, updated_at=at
    )
    Publication.objects.create(right=right, office="HK", number="30099001", kind="A2")
    RightText.objects.create(right=right, language="zh-Hant", title="模具", standing=TextStanding.ORIGINAL)
    path = labelled(tmp_path / "a.jsonl", {"id": "HK30099001", "title": "Mould", "lang": "en", "ipc": ["B29C 45/26"]})
    run(path)
    same = Right.objects.get()
    assert (same.id, same.ref, same.owner_name, same.version) == (right.id, "HK30099001A2", "Sample Mould Works", 2)
    assert list(same.texts.values_list("language", "title")) == [("zh-Hant", "模具")]
    assert list(same.classes.values_list("symbol", flat=True)) == ["B29C 45/26"]
    assert same.publications.count() == 1
    assert counters(run(path)) == (1, 0, 0, 1, 0)


def test_a_stranger_writes_nothing(run: Callable[..., ImportBatch], tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html></html>")
    with pytest.raises(SourceNotReadable):
        run(tmp_path / "a.html")
    assert (ImportBatch.objects.count(), Event.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_a_file_of_bad_records_fails_with_the_first_reason(run: Callable[..., ImportBatch], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n{\n")
    batch = run(tmp_path / "a.jsonl")
    assert (batch.state, counters(batch)) == (BatchState.FAILED, (2, 0, 0, 0, 2))
    assert batch.message.startswith("Nothing could be read from a.jsonl. line 1: The line is not JSON")


def test_another_process_on_the_same_batch_is_noticed(run: Callable[..., ImportBatch], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_patents, "RECORDS_PER_TRANSACTION", 1)

    def overtake(_progress: object) -> None:
        ImportBatch.objects.update(position=4)

    with pytest.raises(Conflict):
        run(MINIATURES / "labelled.jsonl", on_progress=overtake)


def _queued(at: datetime, content: bytes, name: str = "upload.jsonl") -> tuple[Actor, ImportBatch]:
    operator = make_operator()
    actor = Actor(kind="person", user_id=operator.id, roles=frozenset({PlatformRole.OPERATOR}))
    return actor, queue_import(actor=actor, at=at, chunks=[content], file_name=name)


def test_an_uploaded_file_is_imported_by_the_worker(at: datetime) -> None:
    _actor, queued = _queued(at, (MINIATURES / "labelled.jsonl").read_bytes())
    batch = run_queued_import(actor=ACTOR, clock=lambda: at, import_id=queued.id)
    assert (batch.state, batch.source, counters(batch)) == (BatchState.FINISHED, "labelled", (5, 4, 0, 1, 0))
    assert set(StoredRecord.objects.values_list("file_name", flat=True)) == {"upload.jsonl"}
    again = run_queued_import(actor=ACTOR, clock=lambda: at, import_id=queued.id)
    assert counters(again) == (5, 4, 0, 1, 0)


def test_an_uploaded_stranger_fails_with_a_sentence(at: datetime) -> None:
    _actor, queued = _queued(at, b"PK\x03\x04rest", "list.xlsx")
    batch = run_queued_import(actor=ACTOR, clock=lambda: at, import_id=queued.id)
    assert (batch.state, batch.finished_at) == (BatchState.FAILED, at)
    assert batch.message == "list.xlsx: This is a zip archive (or a spreadsheet). Unpack it and import the files in it."


def test_a_running_import_stops_when_it_is_called_off(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_patents, "RECORDS_PER_TRANSACTION", 2)
    _actor, queued = _queued(at, (MINIATURES / "labelled.jsonl").read_bytes())

    def call_off(_progress: object) -> None:
        ImportBatch.objects.update(cancel_requested_at=at)

    batch = run_queued_import(actor=ACTOR, clock=lambda: at, import_id=queued.id, on_progress=call_off)
    assert (batch.state, counters(batch), Right.objects.count()) == (BatchState.CANCELLED, (2, 2, 0, 0, 0), 2)


def test_an_unknown_import_is_not_found(at: datetime) -> None:
    with pytest.raises(NotFound):
        run_queued_import(actor=ACTOR, clock=lambda: at, import_id=new_id())


def test_command_prints_the_counters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quarantine = tmp_path / "bad.jsonl"
    call_command(
        "import_patents", str(MINIATURES / "epo_ops.xml"), str(MINIATURES / "labelled.jsonl"), "--json", "--quarantine", str(quarantine)
    )
    printed = json.loads(capsys.readouterr().out)
    assert printed.pop("seconds") >= 0
    assert printed == {"read": 8, "created": 6, "updated": 0, "unchanged": 1, "quarantined": 1}
    (bad,) = [json.loads(line) for line in quarantine.read_text().splitlines()]
    assert (bad["file"], bad["place"], bad["reason"]) == ("epo_ops.xml", "document 3, line 28", "xml_without_record")


def test_command_says_that_nothing_changed(capsys: pytest.CaptureFixture[str]) -> None:
    for _run in range(2):
        call_command("import_patents", str(MINIATURES / "labelled.jsonl"))
    assert capsys.readouterr().out.splitlines()[-1] == (
        "labelled.jsonl (labelled): 5 read, 0 created, 0 updated, 5 unchanged, 0 quarantined. Nothing changed."
    )


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.7"), ("a.jsonl", b"{\n"), ("empty.xml", b""), ("b.jsonl", b"\n\n")])
def test_command_ends_with_two_where_nothing_could_be_read(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError) as caught:
        call_command("import_patents", str(tmp_path / name), "--json")
    assert caught.value.returncode == 2
    assert name in str(caught.value)


def test_command_knows_its_sources(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no source called 'inpadoc'") as caught:
        call_command("import_patents", str(MINIATURES / "labelled.jsonl"), "--source", "inpadoc")
    assert caught.value.returncode == 2


def test_real_sets_meet_and_stay_what_they_are(run: Callable[..., ImportBatch], data_dir: Path) -> None:
    """Grants, replies and small sets of real data in two orders: the same catalogue, and a second run changes nothing."""
    fixtures = data_dir / "fixtures"
    files = [
        *sorted((fixtures / "uspto").glob("go-uspto-*v4*.xml")),
        fixtures / "uspto/go-uspto-concatenated-documents.xml.gz",
        *sorted((fixtures / "epo_ops_xml").glob("*biblio*.xml")),
        *sorted((fixtures / "epo_ops_xml").glob("ep1000000_[acf]*.xml")),
        data_dir / "labelled/uspto-ppubs-full.jsonl.gz",
        data_dir / "labelled/uspto-latam-b.jsonl.gz",
    ]
    for path in files:
        run(path)
    dump = catalogue_dump()
    for path in files:
        batch = run(path)
        assert (batch.created_count, batch.updated_count) == (0, 0)
    assert catalogue_dump() == dump
    assert Right.objects.get(ref="EP1000000B1").publications.count() == 2
    clear()
    for path in reversed(files):
        run(path)
    assert catalogue_dump() == dump


@pytest.mark.slow_lane
def test_the_largest_labelled_set_twice(run: Callable[..., ImportBatch], data_dir: Path) -> None:
    path = data_dir / "labelled/uspto-latam.jsonl.gz"
    assert counters(run(path)) == (8_571, 8_571, 0, 0, 0)
    assert (Right.objects.count(), Right.objects.exclude(ref="").count()) == (8_571, 8_571)
    assert counters(run(path)) == (8_571, 0, 0, 8_571, 0)
    assert len(events(RIGHT_CHANGED)) == 8_571
