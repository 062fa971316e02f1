"""The shipped scheme and the demo data set enter an installation once."""

import gzip
import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.selectors.organisations_admin import duplicates_of
from ipmarket.accounts.selectors.people import DEMO_PASSWORD
from ipmarket.accounts.services.withdraw_verification import withdraw_verification
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.outbox.models import Event
from patents.demo.reading import entries
from patents.models import ClassSymbol, Family, ImportBatch, ProductionTechnology, Publication, Right
from patents.selectors.scheme import VERSION, card_of, children_of, class_labels
from patents.services.load_demo import load_demo
from patents.services.load_scheme import SHIPPED, SchemeReport, load_scheme
from tests.support.traces import traces

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
LATER = timedelta(days=1)


def _wanted(pattern: str) -> int:
    return sum(1 for _ in entries(pattern))


def _counts() -> dict[str, int]:
    tables = (
        Organisation,
        User,
        Membership,
        PlatformRoleGrant,
        Family,
        Right,
        Publication,
        ProductionTechnology,
        ImportBatch,
        Entry,
        Event,
    )
    return {table.__name__: table.objects.count() for table in tables}


# Five ask with evidence, four are answered, one has a domain, one is suspended; a signatory is proposed with a document and confirmed,
# two mandates are offered and one accepted, two people are invited, somebody asks to join. Nine letters tell those whom it concerns.
STEPS = Counter({
    "accounts.add_document": 6, "accounts.submit_verification": 5, "accounts.decide_verification": 4, "accounts.add_domain": 1,
    "accounts.suspend_organisation": 1, "accounts.propose_signatory": 1, "accounts.decide_signatory": 1, "accounts.offer_mandate": 2,
    "accounts.accept_mandate": 1, "accounts.invite_member": 2, "accounts.request_to_join": 1, "mail.queue_mail": 9,
})  # fmt: skip


def test_the_demo_data_set_is_loaded_whole(at: datetime) -> None:
    created = load_demo(actor=ACTOR, at=at)
    organisations, people = _wanted("organisations.yaml"), _wanted("people.yaml")
    rights, technologies = _wanted("patents_*.yaml"), _wanted("technologies_*.yaml")
    assert created == organisations + people + rights + technologies + _wanted("standings.yaml") + _wanted("ties.yaml")
    assert rights + technologies >= 60
    counts = _counts()
    assert (counts["Organisation"], counts["User"], counts["Right"], counts["ProductionTechnology"]) == (
        organisations,
        people,
        rights,
        technologies,
    )
    for table in (Organisation, User, Right, ProductionTechnology):
        assert not table.objects.filter(is_demo=False).exists()
    assert set(Right.objects.filter(family__isnull=False).values_list("family", flat=True)) == set(
        Family.objects.values_list("id", flat=True)
    )
    # One entry and one event for each thing and for each membership and role, for each step of a standing, and one for the batch.
    steps = Counter(entry[0] for entry in traces().entries if entry[0] in STEPS)
    assert steps == STEPS
    things = organisations + people + rights + technologies
    writes = things + counts["Membership"] + counts["PlatformRoleGrant"] + steps.total() + 1
    assert (counts["Entry"], counts["Event"]) == (writes, writes)
    entry = traces().entries[-1]
    assert (entry[0], entry[4]["created"]) == ("patents.load_demo", created)


def test_a_second_load_of_the_demo_data_does_nothing(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    before = _counts()
    assert load_demo(actor=ACTOR, at=at + LATER) == 0
    assert _counts() == before


def test_a_new_version_of_the_demo_data_adds_only_what_is_missing(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    before = _counts()
    ImportBatch.objects.update(file_sha256="0" * 64)
    ProductionTechnology.objects.filter(external_key=next(entries("technologies_*.yaml"))["key"]).delete()
    assert load_demo(actor=ACTOR, at=at + LATER) == 1
    after = _counts()
    assert after == {**before, "ImportBatch": before["ImportBatch"] + 1, "Entry": before["Entry"] + 2, "Event": before["Event"] + 2}


def test_demo_people_can_sign_in(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    assert all(user.check_password(DEMO_PASSWORD) for user in User.objects.all())
    assert PlatformRoleGrant.objects.filter(role="operator").exists()


def test_the_shipped_scheme(at: datetime) -> None:
    report = load_scheme(actor=ACTOR, at=at)
    kinds = dict.fromkeys(ClassSymbol.objects.values_list("kind", flat=True), 0)
    for kind in ClassSymbol.objects.values_list("kind", flat=True):
        kinds[kind] += 1
    assert kinds["section"] == 8
    assert set(kinds) == {"section", "class", "subclass"}
    assert report == SchemeReport(created=sum(kinds.values()), changed=0, unchanged=0)
    assert sum(kinds.values()) > 750
    card = card_of("B29C")
    assert card is not None
    assert (card.kind, card.parent, card.title_source) == ("subclass", "B29", "IPC, © WIPO, CC BY 4.0")
    assert [c.symbol for c in children_of("")] == list("ABCDEFGH")
    assert card.label == class_labels()["B29C"]
    trace = traces()
    assert [(e[0], e[2], e[4]) for e in trace.entries] == [
        ("patents.load_scheme", f"ipc:{VERSION}", {"created": report.created, "changed": 0})
    ]
    assert [e[0] for e in trace.events] == ["patents.scheme_loaded"]


def test_a_second_load_of_the_scheme_does_nothing(at: datetime) -> None:
    first = load_scheme(actor=ACTOR, at=at)
    before = (traces(), ImportBatch.objects.count())
    assert load_scheme(actor=ACTOR, at=at + LATER) == SchemeReport(0, 0, first.created)
    assert (traces(), ImportBatch.objects.count()) == before


@pytest.mark.parametrize("symbol", ["", "b29c", "B29C ", "B29C \x00", "B29C 45", "B29C 45/1", "B29C ４５/00", "B29C 45/00\n", "Z99Z 1/00"])
def test_what_is_no_symbol_has_no_card(symbol: str, shipped: Path, at: datetime) -> None:
    load_scheme(actor=ACTOR, at=at, shipped=shipped)
    assert card_of(symbol) is None


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A scheme of one subclass."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    head = (SHIPPED / f"ipc_{VERSION}.tsv").read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
    rows = [
        {"symbol": "B", "kind": "section", "title_en": "Operations", "title_source": "ipc-2023.01"},
        {"symbol": "B29", "kind": "class", "title_en": "Plastics", "title_source": "ipc-2023.01"},
        {"symbol": "B29C", "kind": "subclass", "title_en": "Shaping", "title_source": "ipc-2023.01"},
    ]
    lines = ["\t".join(head), *("\t".join(row.get(column, "") for column in head) for row in rows)]
    (folder / f"ipc_{VERSION}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "labels_a_d.tsv").write_text("symbol\ten\tzh_hant\tzh_hans\nB29C\tshaping plastics\t塑膠成型\t塑料成型\n", encoding="utf-8")
    (folder / "labels_e_h.tsv").write_text("symbol\ten\tzh_hant\tzh_hans\n", encoding="utf-8")
    return folder


@pytest.fixture
def deeper(tmp_path: Path) -> Path:
    """A data folder with three groups, one of them of an unknown subclass, and one CPC title."""
    folder = tmp_path / "data" / "classification"
    titles = folder / "cpc_title_list_2025.05"
    titles.mkdir(parents=True)
    with gzip.open(folder / f"ipc_zh_{VERSION}.jsonl.gz", "wt", encoding="utf-8") as handle:
        for symbol in ("B29C45/00", "B29C45/17", "Z99Z1/00", "B29C45/17"):
            handle.write(json.dumps({"symbol": symbol}) + "\n")
    with gzip.open(titles / "cpc-section-B_20250501.txt.gz", "wt", encoding="utf-8") as handle:
        handle.write("B29C45/17\t2\tComponent parts {of moulds}\n")
    return tmp_path / "data"


def test_groups_come_from_the_data_folder(shipped: Path, deeper: Path, at: datetime) -> None:
    assert load_scheme(actor=ACTOR, at=at, shipped=shipped) == SchemeReport(3, 0, 0)
    report = load_scheme(actor=ACTOR, at=at + LATER, shipped=shipped, data_dir=deeper)
    assert report == SchemeReport(created=2, changed=0, unchanged=3)
    rows = ClassSymbol.objects.filter(symbol__startswith="B29C ").order_by("position")
    assert list(rows.values_list("symbol", "kind", "parent", "title_en", "title_source")) == [
        ("B29C 45/00", "main_group", "B29C", "", ""),
        ("B29C 45/17", "subgroup", "B29C 45/00", "Component parts", "CPC, EPO and USPTO"),
    ]


def test_a_changed_label_changes_one_row(shipped: Path, at: datetime) -> None:
    load_scheme(actor=ACTOR, at=at, shipped=shipped)
    assert class_labels()["B29C"].en == "shaping plastics"
    path = shipped / "labels_a_d.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("shaping plastics", "forming plastics"), encoding="utf-8")
    kept = ClassSymbol.objects.get(symbol="B29C").id
    assert load_scheme(actor=ACTOR, at=at + LATER, shipped=shipped) == SchemeReport(created=0, changed=1, unchanged=2)
    row = ClassSymbol.objects.get(symbol="B29C")
    assert (row.id, row.label_en, class_labels()["B29C"].en) == (kept, "forming plastics", "forming plastics")


def test_the_demo_data_set_is_public_or_for_signed_in_people(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    assert set(ProductionTechnology.objects.values_list("audience", flat=True)) <= {"public", "registered"}
    assert set(Right.objects.values_list("audience", flat=True)) == {"public"}


def test_demo_organisations_stand_where_a_tour_needs_them(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    rows = Organisation.objects.exclude(verification="unverified", state="active").order_by("name_en")
    assert [(row.name_en, row.verification, row.state) for row in rows] == [
        ("Demo Precision Plastics Limited", "submitted", "active"),
        ("Example University of Hong Kong Industry", "verified", "active"),
        ("Foshan Demo Home Appliances Company Limited", "unverified", "suspended"),
        ("Sample Mould Works Limited", "verified", "active"),
        ("Sample Plating and Surface Limited", "refused", "active"),
        ("Shenzhen Sample Electronics Company Limited", "verified", "active"),
    ]
    works = Organisation.objects.get(name_en="Sample Mould Works Limited")
    assert list(works.domains.values_list("domain", flat=True)) == ["sample-mould.example"]
    assert [row["why"] for row in duplicates_of(works.id)] == [["name"]]
    assert Organisation.objects.filter(country="CN").count() == 2


def test_an_older_demo_is_brought_up_to_date_and_what_people_did_stays(at: datetime) -> None:
    load_demo(actor=ACTOR, at=at)
    works = Organisation.objects.get(name_en="Sample Mould Works Limited")
    Organisation.objects.filter(name_en="Demo Knitwear Manufacturing Limited").update(registration_kind="", sector="")
    withdraw_verification(actor=ACTOR, at=at, organisation_id=works.id)
    ImportBatch.objects.all().delete()
    load_demo(actor=ACTOR, at=at + LATER)
    knit = Organisation.objects.get(name_en="Demo Knitwear Manufacturing Limited")
    assert (knit.registration_kind, knit.sector) == ("other", "C")
    works.refresh_from_db()
    assert works.verification == "unverified"
