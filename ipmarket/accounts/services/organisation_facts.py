"""What an organisation says about itself, read and checked. A step of founding and editing."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.organisation_names import match_keys
from ipmarket.accounts.registration import read_registration
from ipmarket.accounts.selectors.organisation_rules import is_country, is_known_kind, registration_formats, sector_label
from ipmarket.kernel.errors import Unprocessable
from ipmarket.kernel.text import Translated

MOST_EMPLOYEES: Final = 10_000_000
# Facts that a verification is about: another value needs another verification.
IDENTITY: Final = frozenset({"kind", "name_en", "name_zh_hant", "name_zh_hans", "country", "registration_kind", "registration_number"})
_LONGEST: Final = {"name": 200, "address": 400, "district": 80, "website": 200}


@dataclass(frozen=True, slots=True)
class OrganisationFacts:
    """The profile as its owner states it. ``employees`` counts people employed in the country, None where nobody said."""

    kind: str
    name: Translated
    country: str = "HK"
    registration_kind: str = ""
    registration_number: str = ""
    sector: str = ""
    employees: int | None = None
    address: str = ""
    district: str = ""
    website: str = ""


EDITABLE: Final = tuple(field.name for field in fields(OrganisationFacts))


def facts_of(organisation: Organisation) -> OrganisationFacts:
    """The facts as they are stored."""
    name = Translated(organisation.name_en, organisation.name_zh_hant, organisation.name_zh_hans)
    plain = {key: getattr(organisation, key) for key in EDITABLE if key != "name"}
    return OrganisationFacts(name=name, **plain)


def checked_facts(facts: OrganisationFacts, *, on: date) -> OrganisationFacts:
    """The facts in one notation. Raises Unprocessable for what no organisation can be, RegistrationRefused for its number.

    A number without a kind is left as it is: loaders bring numbers of their own making.
    """
    name = Translated(*(_line(text, "name") for text in (facts.name.en, facts.name.zh_hant, facts.name.zh_hans)))
    if not name:
        raise _refused("A name in at least one language is needed.", "name")
    if not is_known_kind(facts.kind):
        raise _refused("There is no such kind of organisation.", "kind")
    if not is_country(facts.country, on=on):
        raise _refused("There is no such country.", "country")
    if facts.sector and sector_label(facts.sector, on=on) is None:
        raise _refused("There is no such sector.", "sector")
    if facts.employees is not None and not 0 <= facts.employees <= MOST_EMPLOYEES:
        raise _refused(f"From 0 to {MOST_EMPLOYEES:,} people.", "employees")
    return OrganisationFacts(
        kind=facts.kind,
        name=name,
        country=facts.country,
        registration_kind=facts.registration_kind,
        registration_number=_registration(facts, on=on),
        sector=facts.sector,
        employees=facts.employees,
        address=_line(facts.address, "address"),
        district=_line(facts.district, "district"),
        website=_website(facts.website),
    )


def columns_of(facts: OrganisationFacts) -> dict[str, Any]:
    """The facts as columns of the table, with the keys by which duplicates are found."""
    plain = {key: getattr(facts, key) for key in EDITABLE if key != "name"}
    names = {"name_en": facts.name.en, "name_zh_hant": facts.name.zh_hant, "name_zh_hans": facts.name.zh_hans}
    return {**plain, **names, "match_keys": match_keys(names.values(), facts.registration_number)}


def audited(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as they stand in an audit entry, under their names on the wire."""
    names = {
        "name_en": "nameEn",
        "name_zh_hant": "nameZhHant",
        "name_zh_hans": "nameZhHans",
        "registration_kind": "registrationKind",
        "registration_number": "registrationNumber",
    }
    return {names.get(key, key): value for key, value in columns.items() if key != "match_keys"}


def _registration(facts: OrganisationFacts, *, on: date) -> str:
    if not facts.registration_kind:
        return facts.registration_number
    return read_registration(
        facts.registration_number, country=facts.country, kind=facts.registration_kind, formats=registration_formats(on=on)
    )


def _line(text: str, field: str) -> str:
    """One line without control characters, blanks collapsed, composed."""
    plain = " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)).split())
    if len(plain) > _LONGEST[field]:
        raise _refused(f"At most {_LONGEST[field]} characters.", field)
    return plain


def _website(text: str) -> str:
    address = _line(text, "website")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        has_host = "." in (parts.hostname or "") and parts.username is None and parts.port != 0
    except ValueError:
        has_host = False
    if not has_host or parts.scheme not in {"http", "https"} or any(character in address for character in ' "<>\\'):
        raise _refused("Expected: an address that begins with https:// or http://.", "website")
    return address


def _refused(detail: str, field: str) -> Unprocessable:
    return Unprocessable(detail, code=AccountsError.ORGANISATION_FACTS_REFUSED, params={"field": field})
