"""Terms, consents, the copy of one's data, erasure and retention: what is kept, what goes, and that nothing goes half."""

import io
import json
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState, JobState, MemberRole, OrganisationState, PlatformRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import ApiToken, Consent, DataExport, Invitation, Membership, TermsAcceptance, TermsVersion, User
from ipmarket.accounts.selectors.consents import consents_of
from ipmarket.accounts.selectors.erasure import Block, erasure_plan
from ipmarket.accounts.selectors.personal_sections import section_names
from ipmarket.accounts.selectors.terms import FOLDER, current_terms, due_terms
from ipmarket.accounts.services.accept_terms import accept_terms
from ipmarket.accounts.services.edit_account import edit_account
from ipmarket.accounts.services.erase_person import erase_person
from ipmarket.accounts.services.keep_retention import keep_retention
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.accounts.services.make_data_export import make_data_export
from ipmarket.accounts.services.register_person import register_person
from ipmarket.accounts.services.request_data_export import request_data_export
from ipmarket.accounts.services.set_consents import set_consents
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from ipmarket.kernel.mail.models import Message
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.records import PASSWORD, make_organisation, make_user
from tests.support.traces import entries, events, traces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(at: datetime, tmp_path: Path, settings: Settings) -> None:
    # Files of other tests are old at the moments asked about here, and no row names them.
    settings.MEDIA_ROOT = tmp_path / "media"
    load_rows(actor=SYSTEM, at=at)
    load_terms(actor=SYSTEM, at=at)


def _acting(user: User) -> Actor:
    return Actor(kind="person", user_id=user.id)


def test_shipped_terms_are_loaded_once(at: datetime) -> None:
    assert sorted(TermsVersion.objects.values_list("kind", "version")) == [("privacy", "2026-11"), ("terms", "2026-11")]
    before = traces()
    assert load_terms(actor=SYSTEM, at=at) == 0
    assert traces() == before


def test_other_words_under_an_accepted_version_are_refused(at: datetime, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "terms")
    page = tmp_path / "terms" / "terms.2026-11.en.md"
    page.write_text(page.read_text(encoding="utf-8") + "- And one thing more.\n", encoding="utf-8")
    before = traces()
    with pytest.raises(Conflict) as caught:
        load_terms(actor=SYSTEM, at=at, folder=tmp_path / "terms")
    assert caught.value.code is AccountsError.TERMS_CHANGED
    assert traces() == before


def test_the_texts_say_the_same_in_three_languages(at: datetime) -> None:
    for kind in ("terms", "privacy"):
        shapes = {
            tuple(block.kind for block in current_terms(kind, language=language, on=at.date()).blocks)
            for language in ("en", "zh-Hant", "zh-Hans")
        }
        assert len(shapes) == 1
        assert next(iter(shapes))[0] == "title"


def test_a_person_accepts_what_is_in_force_and_nothing_else(at: datetime) -> None:
    user = make_user()
    assert [(due.kind, due.version) for due in due_terms(user.id, on=at.date())] == [("privacy", "2026-11"), ("terms", "2026-11")]
    accept_terms(actor=_acting(user), at=at, kind="terms", version="2026-11", language="zh-Hant")
    accept_terms(actor=_acting(user), at=at + timedelta(days=1), kind="terms", version="2026-11", language="en")
    assert list(TermsAcceptance.objects.values_list("language", "accepted_at")) == [("zh-Hant", at)]
    assert [due.kind for due in due_terms(user.id, on=at.date())] == ["privacy"]
    before = traces()
    with pytest.raises(Conflict):
        accept_terms(actor=_acting(user), at=at, kind="privacy", version="2025-01", language="en")
    assert traces() == before
    # Signing up takes both.
    assert [due.kind for due in due_terms(None, on=at.date())] == ["privacy", "terms"]


def test_before_the_first_version_nothing_is_due(at: datetime) -> None:
    user = make_user()
    day = (at - timedelta(days=60)).date()
    assert due_terms(user.id, on=day) == []
    with pytest.raises(NotFound):
        current_terms("terms", language="en", on=day)


def test_consents_are_given_and_taken_back(at: datetime) -> None:
    user = make_user()
    assert set_consents(actor=_acting(user), at=at, wanted={"news": True}) == {"news": True, "statistics": False}
    count = Entry.objects.count()
    set_consents(actor=_acting(user), at=at, wanted={"news": True})
    assert Entry.objects.count() == count
    later = at + timedelta(hours=1)
    assert set_consents(actor=_acting(user), at=later, wanted={"news": False, "statistics": True}) == {"news": False, "statistics": True}
    assert list(Consent.objects.order_by("kind").values_list("kind", "given_at", "withdrawn_at")) == [
        ("news", at, later),
        ("statistics", later, None),
    ]
    with pytest.raises(InvalidInput):
        set_consents(actor=_acting(user), at=at, wanted={"cookies": True})
    assert consents_of(user.id) == {"news": False, "statistics": True}


def test_the_own_account_is_edited_and_the_name_is_kept_erasable(at: datetime) -> None:
    user = make_user(name="Chan Tai Man")
    edit_account(actor=_acting(user), at=at, name=" Chan Siu Man ", time_zone="Europe/Lisbon")
    user.refresh_from_db()
    assert (user.name, user.language, user.time_zone) == ("Chan Siu Man", "en", "Europe/Lisbon")
    action, _type, _id, before, after = entries()[-1]
    assert (action, before, after) == (
        "accounts.edit_account",
        {"time_zone": "Asia/Hong_Kong"},
        {"time_zone": "Europe/Lisbon", "fields": ["name", "time_zone"]},
    )
    assert PersonalValues.objects.latest("entry_id").values == {"before": "Chan Tai Man", "after": "Chan Siu Man"}
    seen = traces()
    for wrong in ({"name": "  "}, {"language": "fr"}, {"time_zone": "Mars/Olympus"}):
        with pytest.raises(InvalidInput):
            edit_account(actor=_acting(user), at=at, **wrong)
    edit_account(actor=_acting(user), at=at, name="Chan Siu Man")
    assert traces() == seen


def _ready_copy(user: User, at: datetime) -> DataExport:
    export = request_data_export(actor=_acting(user), at=at)
    made = make_data_export(actor=SYSTEM, at=at, export_id=export.id)
    assert made is not None
    return made


def test_a_copy_holds_every_section_to_read_and_to_process(at: datetime) -> None:
    user = make_user(email="ada@example.test", name="Ada <b>Lam</b>", organisation=make_organisation(), language="zh-Hant")
    export = _ready_copy(user, at)
    assert (export.state, export.ready_at, export.expires_at) == (JobState.READY, at, at + timedelta(days=7))
    with zipfile.ZipFile(io.BytesIO(default_storage.open(export.path).read())) as archive:
        assert archive.namelist() == ["data.json", "index.html"]
        data = json.loads(archive.read("data.json"))
        page = archive.read("index.html").decode()
    assert list(data) == ["madeAt", *section_names()]
    assert data["account"][0]["email"] == "ada@example.test"
    assert [row["role"] for row in data["memberships"]] == ["member"]
    assert [row["action"] for row in data["actions"]] == ["accounts.request_data_export"]
    assert "password" not in json.dumps(data)
    assert '<html lang="zh-Hant">' in page
    assert "Ada &lt;b&gt;Lam&lt;/b&gt;" in page
    assert "<b>Lam</b>" not in page
    message = Message.objects.get(template="accounts/data_export_ready")
    assert (message.user_id, message.language) == (user.id, "zh-Hant")


def test_one_copy_at_a_time_and_each_is_made_once(at: datetime) -> None:
    user = make_user()
    export = request_data_export(actor=_acting(user), at=at)
    before = traces()
    with pytest.raises(Conflict):
        request_data_export(actor=_acting(user), at=at)
    assert traces() == before
    assert make_data_export(actor=SYSTEM, at=at, export_id=export.id) is not None
    seen = traces()
    assert make_data_export(actor=SYSTEM, at=at, export_id=export.id) is None
    assert traces() == seen


def test_erasing_leaves_no_name_and_keeps_what_others_rely_on(at: datetime) -> None:
    organisation = make_organisation()
    other = make_user(email="other@example.test")
    Membership.objects.create(user=other, organisation=organisation, role=MemberRole.OWNER, starts_at=at)
    user = register_person(actor=SYSTEM, at=at, email="marker-address@example.test", name="Marker Name", password=PASSWORD)
    credentials.confirm_address(user)
    Membership.objects.create(user=user, organisation=organisation, role=MemberRole.MEMBER, starts_at=at)
    later = at + timedelta(days=1)
    ApiToken.objects.create(
        user=user, name="mine", prefix="abc", digest="0" * 64, scopes=["catalogue.read"], created_at=at, expires_at=at + timedelta(days=9)
    )
    set_consents(actor=_acting(user), at=at, wanted={"news": True})
    edit_account(actor=_acting(user), at=at, name="Marker Name Two")
    path = _ready_copy(user, at).path
    erase_person(actor=_acting(user), at=later, confirmation=" Marker-Address@example.test ")
    user.refresh_from_db()
    assert (user.name, user.email, user.is_active, user.erased_at, user.has_usable_password()) == (
        "",
        f"{user.id}@erased.invalid",
        False,
        later,
        False,
    )
    assert Membership.objects.get(user=user).ends_at == later
    assert ApiToken.objects.get(user=user).revoked_at == later
    assert (Consent.objects.filter(user=user).count(), DataExport.objects.filter(user=user).count()) == (0, 0)
    assert credentials.verified_addresses(user.id) == []
    assert not default_storage.exists(path)
    assert [v for v in PersonalValues.objects.values_list("values", flat=True) if "arker" in json.dumps(v)] == []
    assert Entry.objects.filter(target_id=str(user.id), action="accounts.register_person").count() == 1
    assert Message.objects.filter(template="accounts/account_erased", to_address="marker-address@example.test").count() == 1
    assert events()[-1][:3] == ("accounts.person_erased", "accounts.user", str(user.id))


def _nothing_changed(user: User, confirmation: str, at: datetime, code: AccountsError) -> None:
    before, row = traces(), User.objects.filter(id=user.id).values().get()
    with pytest.raises(DomainError) as caught:
        erase_person(actor=_acting(user), at=at, confirmation=confirmation)
    assert caught.value.code is code
    assert (traces(), User.objects.filter(id=user.id).values().get(), Message.objects.count()) == (before, row, 0)


def test_nobody_is_erased_by_a_slip(at: datetime) -> None:
    user = make_user(email="ada@example.test")
    _nothing_changed(user, "eve@example.test", at, AccountsError.CONFIRMATION_WRONG)


@pytest.mark.parametrize(
    ("state", "is_blocked"), [(OrganisationState.ACTIVE, True), (OrganisationState.SUSPENDED, True), (OrganisationState.CLOSED, False)]
)
def test_the_only_owner_of_a_living_organisation_hands_it_over_first(at: datetime, state: OrganisationState, is_blocked: bool) -> None:
    organisation = make_organisation()
    user = make_user(email="ada@example.test")
    Membership.objects.create(user=user, organisation=organisation, role=MemberRole.OWNER, starts_at=at)
    type(organisation).objects.filter(id=organisation.id).update(state=state)
    plan = erasure_plan(user.id, at=at)
    assert plan.blocks == ((Block("only_owner", organisation.id),) if is_blocked else ())
    if is_blocked:
        _nothing_changed(user, "ada@example.test", at, AccountsError.ERASURE_BLOCKED)


def test_the_last_operator_stays(at: datetime) -> None:
    user = make_user(email="ada@example.test", roles=[PlatformRole.OPERATOR])
    assert erasure_plan(user.id, at=at).blocks == (Block("last_operator"),)
    make_user(email="eve@example.test", roles=[PlatformRole.OPERATOR])
    assert erasure_plan(user.id, at=at).blocks == ()


def test_retention_forgets_what_is_due_and_says_so(at: datetime) -> None:
    user = make_user()
    export = _ready_copy(user, at)
    path = export.path
    organisation = make_organisation()
    invitation = Invitation.objects.create(
        organisation=organisation, email="guest@example.test", role=MemberRole.MEMBER, token_digest="1" * 64, state=InvitationState.REVOKED,
        invited_by=user, created_at=at, expires_at=at + timedelta(days=14), closed_at=at,
    )  # fmt: skip
    last_day = at + timedelta(days=7)
    assert keep_retention(actor=SYSTEM, at=last_day - timedelta(seconds=1))["data_exports"] == 0
    assert default_storage.exists(path)
    report = keep_retention(actor=SYSTEM, at=last_day)
    assert (report["data_exports"], report["closed_invitations"]) == (1, 0)
    assert not default_storage.exists(path)
    assert DataExport.objects.values_list("state", "path").get(id=export.id) == (JobState.EXPIRED, "")
    assert keep_retention(actor=SYSTEM, at=at + timedelta(days=90, seconds=1))["closed_invitations"] == 1
    invitation.refresh_from_db()
    assert invitation.email == f"{invitation.id}@erased.invalid"
    assert Entry.objects.filter(action="accounts.keep_retention").count() == 2
    seen = traces()
    keep_retention(actor=SYSTEM, at=at + timedelta(days=91))
    assert traces() == seen


def test_personal_values_beside_old_entries_go_and_the_entries_stay(at: datetime) -> None:
    register_person(actor=SYSTEM, at=at, email="ada@example.test", name="Ada Lam", password=PASSWORD, is_confirmed=True)
    count, kept = Entry.objects.count(), PersonalValues.objects.count()
    assert kept > 0
    report = keep_retention(actor=SYSTEM, at=at + timedelta(days=2558))
    assert report["audit_personal_values"] == kept
    assert PersonalValues.objects.count() == 0
    assert Entry.objects.count() > count


def test_somebody_elses_copy_does_not_exist(at: datetime) -> None:
    from ipmarket.accounts.selectors.account import export_of

    export = _ready_copy(make_user(email="ada@example.test"), at)
    stranger = _acting(make_user(email="eve@example.test"))
    for wanted in (export.id, UUID(int=7)):
        with pytest.raises(NotFound, match="There is no such copy"):
            export_of(stranger, wanted)


def test_an_address_that_was_never_proved_is_forgotten_and_its_account_with_it(at: datetime) -> None:
    typed = register_person(actor=SYSTEM, at=at, email="typed@example.test", name="Nobody Knows", password=PASSWORD, is_confirmed=False)
    proved = make_user(email="proved@example.test")
    seen = make_user(email="seen@example.test", last_login=at)
    assert keep_retention(actor=SYSTEM, at=at + timedelta(days=30))["unproven_accounts"] == 0
    assert keep_retention(actor=SYSTEM, at=at + timedelta(days=30, seconds=1))["unproven_accounts"] == 1
    for user in (typed, proved, seen):
        user.refresh_from_db()
    assert (typed.email, typed.name, typed.is_active) == (f"{typed.id}@erased.invalid", "", False)
    assert (proved.email, seen.email) == ("proved@example.test", "seen@example.test")
    assert [v for v in PersonalValues.objects.values_list("values", flat=True) if "typed@" in json.dumps(v)] == []
