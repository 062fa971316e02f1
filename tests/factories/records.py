"""Rows for tests, complete by default and exact where a test says so. Every text is invented."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from ipmarket.accounts.credentials import confirm_address
from ipmarket.accounts.enums import Audience, Language, MemberRole, OrganisationKind, PlatformRole
from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, User
from patents.enums import ClassOrigin, LegalState, PartyRole, RightType, Scheme, Stage, SymbolKind, TextStanding
from patents.models import ClassAssignment, ClassSymbol, PartyMention, ProductionTechnology, Publication, Right, RightText
from patents.numbers import parse

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"


def make_organisation(*, name_en: str = "Sample Mould Works", at: datetime = AT, **values: Any) -> Organisation:
    return Organisation.objects.create(name_en=name_en, kind=values.pop("kind", OrganisationKind.MANUFACTURER), created_at=at, **values)


def make_user(
    *,
    email: str = "member@example.test",
    name: str = "Chan Tai Man",
    organisation: Organisation | None = None,
    roles: Sequence[str] = (),
    at: datetime = AT,
    **values: Any,
) -> User:
    """A person who can sign in with PASSWORD; a member of the organisation and a holder of the platform roles, from `at` on."""
    user = User(email=email, name=name, created_at=at, language=values.pop("language", Language.EN), **values)
    user.set_password(PASSWORD)
    user.save()
    confirm_address(user)
    if organisation is not None:
        Membership.objects.create(user=user, organisation=organisation, role=MemberRole.MEMBER, starts_at=at)
    for role in roles:
        PlatformRoleGrant.objects.create(user=user, role=role, starts_at=at)
    return user


def make_operator(*, email: str = "operator@example.test", at: datetime = AT) -> User:
    return make_user(email=email, name="Operator", roles=(PlatformRole.OPERATOR,), at=at)


def make_right(
    number: str = "HK30012345A",
    *,
    titles: Mapping[str, str] | None = None,
    abstracts: Mapping[str, str] | None = None,
    standings: Mapping[str, str] | None = None,
    classes: Sequence[str] = ("B29C 45/17",),
    inventors: Sequence[str] = (),
    applicants: Sequence[str] = (),
    audience: str = Audience.PUBLIC,
    at: datetime = AT,
    **values: Any,
) -> Right:
    """A right with one publication of this number; an empty number makes an unpublished one. Texts are by language."""
    published = parse(number) if number else None
    right = Right.objects.create(
        ref=published.key if published else "",
        office=values.pop("office", published.office if published else "HK"),
        right_type=values.pop("right_type", RightType.PATENT),
        original_language=values.pop("original_language", "en"),
        audience=audience,
        created_at=at,
        updated_at=values.pop("updated_at", at),
        **values,
    )
    if published:
        make_publication(right, number, publication_date=right.publication_date)
    titles = {"en": "Injection moulding machine with a split clamp"} if titles is None else titles
    for language in dict.fromkeys([*titles, *(abstracts or {})]):
        make_right_text(
            right,
            language,
            title=titles.get(language, ""),
            abstract=(abstracts or {}).get(language, ""),
            standing=(standings or {}).get(language, TextStanding.ORIGINAL),
        )
    for position, symbol in enumerate(classes):
        make_class(right=right, symbol=symbol, position=position)
    for role, names in ((PartyRole.INVENTOR, inventors), (PartyRole.APPLICANT, applicants)):
        for position, name in enumerate(names):
            PartyMention.objects.create(right=right, role=role, position=position, name=name)
    return right


def make_publication(right: Right, number: str, *, publication_date: date | None = None) -> Publication:
    read = parse(number)
    return Publication.objects.create(
        right=right, office=read.office, number=read.number, kind=read.kind, publication_date=publication_date
    )


def make_right_text(
    right: Right, language: str, *, title: str = "", abstract: str = "", standing: str = TextStanding.ORIGINAL
) -> RightText:
    return RightText.objects.create(right=right, language=language, title=title, abstract=abstract, standing=standing)


def make_class(
    *,
    symbol: str,
    right: Right | None = None,
    technology: ProductionTechnology | None = None,
    position: int = 0,
    origin: str = ClassOrigin.OFFICE,
    score: str | None = None,
) -> ClassAssignment:
    return ClassAssignment.objects.create(
        right=right, technology=technology, scheme=Scheme.IPC, symbol=symbol, subclass=symbol[:4], origin=origin, score=score,
        position=position, is_first=position == 0,
    )  # fmt: skip


def make_technology(
    *,
    title_en: str = "Water-saving plating rinse",
    owner: Organisation | None = None,
    rights: Sequence[Right] = (),
    classes: Sequence[str] = (),
    at: datetime = AT,
    **values: Any,
) -> ProductionTechnology:
    technology = ProductionTechnology.objects.create(
        title_en=title_en,
        owner_organisation=owner or make_organisation(),
        original_language=values.pop("original_language", "en"),
        stage=values.pop("stage", Stage.PRODUCTION),
        created_at=at,
        updated_at=values.pop("updated_at", at),
        **values,
    )
    technology.rights.set(rights)
    for position, symbol in enumerate(classes):
        make_class(technology=technology, symbol=symbol, position=position)
    return technology


def make_symbols(*rows: tuple[str, str, str], version: str = "2026.01") -> list[ClassSymbol]:
    """Entries of the IPC: (symbol, plain English label, official title). The parent follows from the symbol."""
    return [
        ClassSymbol.objects.create(
            scheme=Scheme.IPC, version=version, symbol=symbol, kind=_kind(symbol), parent=_parent(symbol), position=position,
            title_en=title, title_source="WIPO" if title else "", label_en=label, label_zh_hant=f"{label} 繁", label_zh_hans=f"{label} 简",
        )
        for position, (symbol, label, title) in enumerate(rows)
    ]  # fmt: skip


def _kind(symbol: str) -> str:
    kinds = {1: SymbolKind.SECTION, 3: SymbolKind.CLASS, 4: SymbolKind.SUBCLASS}
    return kinds.get(len(symbol)) or (SymbolKind.MAIN_GROUP if symbol.endswith("/00") else SymbolKind.SUBGROUP)


def _parent(symbol: str) -> str:
    if len(symbol) > 4:
        return symbol[:4] if symbol.endswith("/00") else f"{symbol.partition('/')[0]}/00"
    return {4: symbol[:3], 3: symbol[:1]}.get(len(symbol), "")


IN_FORCE: dict[str, Any] = {
    "status": LegalState.IN_FORCE,
    "status_source": "Hong Kong register",
    "status_as_of_date": date(2026, 11, 1),
}
