"""What reference rows say about organisations: kinds, formats of registration numbers, sizes, domains that stand for nobody."""

from dataclasses import dataclass
from datetime import date

from ipmarket.accounts.enums import OrganisationKind, RegistrationKind, SizeClass
from ipmarket.accounts.registration import RegistrationFormat
from ipmarket.kernel.text import Language, Translated
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import ReferenceRow, labels_of, rows_of

EVERY_OTHER_SECTOR = "*"
# Rows without a recorded beginning are stored with this year; nobody is told a day that nobody recorded.
_UNRECORDED_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Size:
    """The class of an organisation's size, and the rule that gave it with who set it. Without a rule it is unknown and the rest empty."""

    size_class: SizeClass
    rule: Translated = Translated()
    source: str = ""
    valid_from: date | None = None

    def card(self, language: Language) -> dict[str, object]:
        return {
            "class": self.size_class.value,
            "rule": self.rule.best(language)[0],
            "source": self.source,
            "valid_from": self.valid_from,
        }


def size_of(*, country: str, sector: str, employees: int | None, on: date) -> Size:
    """The size by the rule of the country for the sector on that day; unknown when one of the three is missing."""
    if employees is None or not sector:
        return Size(SizeClass.UNKNOWN)
    rule = _size_rule(country, sector, on)
    if rule is None:
        return Size(SizeClass.UNKNOWN)
    is_small = employees < int(rule.details["below"])
    since = None if rule.valid_from.year == _UNRECORDED_YEAR else rule.valid_from
    return Size(SizeClass.SME if is_small else SizeClass.LARGE, rule.label, rule.source, since)


def _size_rule(country: str, sector: str, on: date) -> ReferenceRow | None:
    rules = {row.details["sector"]: row for row in rows_of(RowList.SIZE_RULE, on=on) if row.details.get("country") == country}
    return rules.get(sector) or rules.get(EVERY_OTHER_SECTOR)


def registration_formats(*, on: date) -> list[RegistrationFormat]:
    """How registration numbers look on that day, by kind and country."""
    return [
        RegistrationFormat(
            code=row.code,
            kind=RegistrationKind(row.details["kind"]),
            country=row.details["country"],
            digits=int(row.details["digits"]) if row.details.get("digits") else None,
            words=row.label,
            valid_from=row.valid_from,
            source=row.source,
            confidence=row.confidence,
        )
        for row in rows_of(RowList.REGISTRATION_FORMAT, on=on)
    ]


def is_founded_by_anybody(kind: str, *, on: date) -> bool:
    """True for kinds that people found by themselves; the desk and the partner offices are entered by the operator."""
    return any(row.code == kind and row.details.get("founded_by") == "anybody" for row in rows_of(RowList.ORGANISATION_KIND, on=on))


def is_known_kind(kind: str) -> bool:
    return kind in OrganisationKind.values


def is_country(code: str, *, on: date) -> bool:
    return code in labels_of(RowList.COUNTRY, on=on)


def sector_label(code: str, *, on: date) -> Translated | None:
    """The name of a sector (HSIC section); None for a code without one."""
    return labels_of(RowList.SECTOR, on=on).get(code)


def free_mail_domains(*, on: date) -> frozenset[str]:
    return frozenset(labels_of(RowList.FREE_MAIL_DOMAIN, on=on))


def public_suffixes(*, on: date) -> frozenset[str]:
    return frozenset(labels_of(RowList.PUBLIC_SUFFIX, on=on))
