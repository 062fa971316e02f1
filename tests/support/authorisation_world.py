"""The world in which the authorisation matrix asks: who there is, and what they ask for. Every name is invented."""

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from django.test import Client
from django.utils import timezone

from ipmarket.accounts.enums import (
    AccessLevel,
    Audience,
    DocumentKind,
    MandateKind,
    MandateState,
    MemberRole,
    OrganisationState,
    PlatformRole,
    TokenScope,
    VerificationState,
)
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    Document,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
    OrganisationDomain,
    PlatformRoleGrant,
    RoleProposal,
    Signatory,
    User,
    VerificationCase,
    Wall,
)
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.secret_tokens import digest_of
from ipmarket.reference.services.load_rows import load_rows
from patents.models import ImportBatch, ProductionTechnology, Right
from patents.selectors.visible import RIGHT, TECHNOLOGY
from tests.factories.records import AT, make_organisation, make_right, make_symbols, make_technology, make_user
from tests.support.sessions import sign_in


class Role(StrEnum):
    """Who asks. "The owner" is the organisation that owns the things asked for."""

    VISITOR = "visitor"
    STRANGER = "person without organisation"
    MEMBER = "member"
    OWNERS_VIEWER = "owner's viewer"
    OWNERS_MEMBER = "owner's member"
    OWNERS_MANAGER = "owner's manager"
    OWNERS_OWNER = "owner's owner"
    MANDATE = "mandate to read"
    MANDATE_ELSE = "mandate for something else"
    GRANTEE = "access grant"
    WALLED = "owner's member behind a wall"
    EXPIRED = "membership ran out"
    REMOVED = "removed member"
    SUSPENDED_ORGANISATION = "member of a suspended organisation"
    SUSPENDED = "suspended"
    ERASED = "erased"
    OPERATOR = "operator"
    SLEEPING_OPERATOR = "operator without second factor"
    ADVISER = "adviser"
    DESK_MANAGER = "desk manager"
    AUDITOR = "auditor"
    TOKEN = "token with every scope"
    TOKEN_NARROW = "token without the scope"
    TOKEN_EXPIRED = "expired token"
    TOKEN_REVOKED = "revoked token"


# Tokens of the owner's manager.
TOKENS = {Role.TOKEN: "ipm_live", Role.TOKEN_NARROW: "ipm_narrow", Role.TOKEN_EXPIRED: "ipm_expired", Role.TOKEN_REVOKED: "ipm_revoked"}
PLATFORM = {
    Role.OPERATOR: PlatformRole.OPERATOR,
    Role.SLEEPING_OPERATOR: PlatformRole.OPERATOR,
    Role.ADVISER: PlatformRole.ADVISER,
    Role.DESK_MANAGER: PlatformRole.DESK_MANAGER,
    Role.AUDITOR: PlatformRole.AUDITOR,
}
OWNERS = {
    Role.OWNERS_VIEWER: MemberRole.VIEWER,
    Role.OWNERS_MEMBER: MemberRole.MEMBER,
    Role.OWNERS_MANAGER: MemberRole.MANAGER,
    Role.OWNERS_OWNER: MemberRole.OWNER,
    Role.WALLED: MemberRole.MEMBER,
}
# Titles of things that not everybody may see; no other text holds these words.
REGISTERED_TITLE = "Quartz spindle"
OWNER_TITLE = "Basalt nozzle"
INVITATION_TOKEN = "an-invitation-token-of-the-matrix-0001"


@dataclass(frozen=True, slots=True)
class World:
    """What the examples ask for. Ids of rows of the owner's organisation, unless their names say otherwise."""

    public_ref: str
    registered_ref: str
    owner_ref: str
    technology_ref: str
    import_id: UUID
    owner_organisation_id: UUID
    membership_id: str = ""
    person_id: str = ""
    document_id: str = ""
    case_id: str = ""
    domain_id: str = ""
    invitation_id: str = ""
    invitation_token: str = INVITATION_TOKEN
    join_request_id: str = ""
    signatory_id: str = ""
    mandate_id: str = ""
    proposal_id: str = ""
    role_grant_id: str = ""
    token_id: str = ""
    other_organisation_id: str = ""
    people: dict[Role, UUID] = field(default_factory=dict)


def build_world() -> World:
    """Everything that is asked for and everybody who asks. Some 150 rows."""
    load_terms(actor=SYSTEM, at=AT)
    load_rows(actor=SYSTEM, at=AT)
    owner = make_organisation(name_en="Owner Works", registration_number="12345678")
    other = make_organisation(name_en="Another Works", registration_number="87654321")
    make_symbols(("B", "Operations", ""), ("B29", "Plastics", ""), ("B29C", "Shaping plastics", ""))
    make_right("US7272630B2", audience=Audience.PUBLIC, owner_organisation=owner)
    make_right("US7272631B2", titles={"en": REGISTERED_TITLE}, audience=Audience.REGISTERED, owner_organisation=owner)
    make_right("US7272632B2", titles={"en": OWNER_TITLE}, audience=Audience.OWNER, owner_organisation=owner)
    technology = make_technology(owner=owner)
    make_user(email="somebody@example.test", organisation=other)
    make_user(email="suspended@example.test", is_active=False)
    batch = ImportBatch.objects.create(file_name="a.jsonl", file_sha256="0" * 64, source="labelled", created_at=AT)
    people = build_people(owner)
    _grant_and_wall(people)
    return World(
        "US7272630B2",
        "US7272631B2",
        "US7272632B2",
        str(technology.id),
        batch.id,
        owner.id,
        other_organisation_id=str(other.id),
        people=people,
        **rows_of(owner),
    )


def rows_of(owner: Organisation) -> dict[str, str]:
    """One row of everything that hangs on an organisation or on the platform: World's fields by name."""
    person = make_user(email="asked-about@example.test", name="Lau Ka Yan")
    asker = make_user(email="asker@example.test", name="Ho Wing Sze")
    founder = make_user(email="founder@example.test", name="Yip Chi Keung")
    Membership.objects.create(user=founder, organisation=owner, role=MemberRole.OWNER, starts_at=AT)
    membership = Membership.objects.create(user=person, organisation=owner, role=MemberRole.MEMBER, starts_at=AT)
    document = Document.objects.create(
        organisation=owner, kind=DocumentKind.REGISTRATION, path="evidence/none.pdf", sha256="0" * 64, name="certificate.pdf",
        media_type="application/pdf", size_bytes=1, uploaded_by=founder, created_at=AT,
    )  # fmt: skip
    case = VerificationCase.objects.create(organisation=owner, state=VerificationState.SUBMITTED, submitted_by=founder, submitted_at=AT)
    Organisation.objects.filter(id=owner.id).update(verification=VerificationState.SUBMITTED)
    domain = OrganisationDomain.objects.create(organisation=owner, domain="owner-works.example", added_by=founder, added_at=AT)
    invitation = Invitation.objects.create(
        organisation=owner, email="asker@example.test", role=MemberRole.MEMBER, token_digest=digest_of(INVITATION_TOKEN),
        invited_by=founder, created_at=AT, expires_at=AT + timedelta(days=3650),
    )  # fmt: skip
    join_request = JoinRequest.objects.create(organisation=owner, user=asker, created_at=AT)
    signatory = Signatory.objects.create(membership=membership, document=document, proposed_by=founder, proposed_at=AT)
    mandate = Mandate.objects.create(
        organisation=owner, user=asker, kind=MandateKind.PATENT_AGENT, scopes=["read"], starts_date=AT.date(), offered_by=founder,
        offered_at=AT,
    )  # fmt: skip
    proposer = make_user(email="proposer@example.test", name="Proposer", roles=(PlatformRole.OPERATOR,))
    proposal = RoleProposal.objects.create(user=person, role=PlatformRole.ADVISER, reason="Needed.", proposed_by=proposer, proposed_at=AT)
    grant = PlatformRoleGrant.objects.get(user=proposer)
    token = _token(person, "ipm_of_another", owner)
    return {
        "membership_id": str(membership.id),
        "person_id": str(person.id),
        "document_id": str(document.id),
        "case_id": str(case.id),
        "domain_id": str(domain.id),
        "invitation_id": str(invitation.id),
        "join_request_id": str(join_request.id),
        "signatory_id": str(signatory.id),
        "mandate_id": str(mandate.id),
        "proposal_id": str(proposal.id),
        "role_grant_id": str(grant.id),
        "token_id": str(token.id),
    }


def build_people(owner: Organisation) -> dict[Role, UUID]:
    """One person a role, tokens apart: those belong to the owner's manager."""
    asking = [role for role in Role if role not in TOKENS and role is not Role.VISITOR]
    people: dict[Role, User] = {role: _person(role) for role in asking}
    elsewhere = make_organisation(name_en="Works of the one who asks")
    asleep = make_organisation(name_en="Works at rest", state=OrganisationState.SUSPENDED)
    ended = timezone.now()
    for role, standing in OWNERS.items():
        Membership.objects.create(user=people[role], organisation=owner, role=standing, starts_at=AT - timedelta(days=30))
    for role in (Role.EXPIRED, Role.REMOVED):
        ends_at = AT - timedelta(days=1) if role is Role.EXPIRED else ended
        Membership.objects.create(
            user=people[role], organisation=owner, role=MemberRole.OWNER, starts_at=AT - timedelta(days=30), ends_at=ends_at
        )
    for role in (Role.MEMBER, Role.GRANTEE, Role.SUSPENDED, Role.ERASED, *PLATFORM):
        Membership.objects.create(user=people[role], organisation=elsewhere, role=MemberRole.OWNER, starts_at=AT - timedelta(days=30))
    Membership.objects.create(user=people[Role.SUSPENDED_ORGANISATION], organisation=asleep, role=MemberRole.OWNER, starts_at=AT)
    for role, scopes in ((Role.MANDATE, ["read"]), (Role.MANDATE_ELSE, ["report"])):
        Mandate.objects.create(
            organisation=owner, user=people[role], kind=MandateKind.PATENT_AGENT, scopes=scopes, state=MandateState.ACTIVE,
            starts_date=(AT - timedelta(days=30)).date(), offered_by=people[Role.OWNERS_OWNER], offered_at=AT, answered_at=AT,
        )  # fmt: skip
    for role, platform_role in PLATFORM.items():
        PlatformRoleGrant.objects.create(user=people[role], role=platform_role, starts_at=AT - timedelta(days=30))
    manager = people[Role.OWNERS_MANAGER]
    every = list(TokenScope.values)
    _token(manager, TOKENS[Role.TOKEN], owner, scopes=every)
    _token(manager, TOKENS[Role.TOKEN_NARROW], owner, scopes=[TokenScope.IMPORT])
    _token(manager, TOKENS[Role.TOKEN_EXPIRED], owner, scopes=every, days=-1)
    _token(manager, TOKENS[Role.TOKEN_REVOKED], owner, scopes=every, is_revoked=True)
    return {role: person.id for role, person in people.items()}


def _person(role: Role) -> User:
    erased = AT if role is Role.ERASED else None
    is_active = role not in {Role.SUSPENDED, Role.ERASED}
    return make_user(email=f"{role.name.lower()}-who-asks@example.test", is_active=is_active, erased_at=erased)


def _token(
    user: User, secret: str, organisation: Organisation, *, scopes: list[str] | None = None, days: int = 30, is_revoked: bool = False
) -> ApiToken:
    now = timezone.now()
    return ApiToken.objects.create(
        user=user, organisation=organisation, name="Token of the matrix", prefix=secret[:12], digest=digest_of(secret),
        scopes=scopes or [TokenScope.CATALOGUE_READ], created_at=now - timedelta(days=60), expires_at=now + timedelta(days=days),
        revoked_at=now if is_revoked else None,
    )  # fmt: skip


def _grant_and_wall(people: dict[Role, UUID]) -> None:
    owned = Right.objects.get(ref="US7272632B2")
    AccessGrant.objects.create(
        user_id=people[Role.GRANTEE], object_type=RIGHT, object_id=owned.id, level=AccessLevel.DETAILS, basis="nda:example", starts_at=AT
    )
    rights = Right.objects.values_list("id", flat=True)
    things = [(RIGHT, id_) for id_ in rights] + [(TECHNOLOGY, id_) for id_ in ProductionTechnology.objects.values_list("id", flat=True)]
    Wall.objects.bulk_create(
        Wall(user_id=people[Role.WALLED], object_type=kind, object_id=id_, basis="conflict:example", starts_at=AT) for kind, id_ in things
    )


def client_of(role: Role, world: World) -> Client:
    """A browser in which somebody is signed in, or a program that sends a token."""
    if role in TOKENS:
        return Client(headers={"Authorization": f"Bearer {TOKENS[role]}"})
    client = Client()
    if role is Role.VISITOR:
        return client
    person = User.objects.get(id=world.people[role])
    is_strong = role in PLATFORM and role is not Role.SLEEPING_OPERATOR
    acts_for = world.owner_organisation_id if role in OWNERS or role in {Role.MANDATE, Role.MANDATE_ELSE} else None
    sign_in(client, person, is_strong=is_strong, organisation_id=acts_for)
    return client
