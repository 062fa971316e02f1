"""Registration numbers: reads what people write and keeps one value for it. Pure; which formats hold on a day comes from reference rows.

The formats say how a number looks and nothing more: no check digit is computed, since none of the sources that we read gives a rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ipmarket.accounts.enums import RegistrationKind
from ipmarket.accounts.errors import AccountsError, RegistrationRefused
from ipmarket.kernel.text import Translated

LONGEST: Final = 40
SHORTEST: Final = 3
# What is read before it is measured: a certificate's number is longer than what is kept of it.
_LONGEST_READ: Final = 80

_DASHES: Final = re.compile(r"\s*[\u2010-\u2015\u2212-]\s*")
_BLANKS: Final = re.compile(r"\s+")
_OTHER: Final = re.compile(r"[0-9A-Z][0-9A-Z/.\- ]*")
# Number, branch, month and year of expiry, and a sign that the office adds: only the first part is the business's own.
_BUSINESS_CERTIFICATE: Final = re.compile(r"([0-9]+)(?:-[0-9]{3}(?:-[0-9]{2}-[0-9]{2}(?:-[0-9A-Z])?)?)?")


@dataclass(frozen=True, slots=True)
class RegistrationFormat:
    """How the numbers of a kind look in a country: that many digits, or free within bounds when ``digits`` is None. Dated and sourced."""

    code: str
    kind: RegistrationKind
    country: str
    digits: int | None
    words: Translated
    valid_from: date
    source: str
    confidence: str


def normalised(text: str) -> str:
    """Return the text in one notation: compatible characters, upper case, plain dashes without blanks, single blanks.

    Doing it twice is the same as doing it once.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).upper())
    return _BLANKS.sub(" ", _DASHES.sub("-", plain)).strip()


def read_registration(text: str, *, country: str, kind: str, formats: Sequence[RegistrationFormat]) -> str:
    """Return the one value that is kept of a registration number, at most 40 characters.

    ``formats`` are those that hold on the day. Raises RegistrationRefused (422 "registration_refused"), whose sentence says what is
    expected, for a kind that does not exist in the country and for a number that does not look like one of its kind.
    """
    if kind not in RegistrationKind.values:
        raise _refused("Choose a kind of registration number.", expected=[])
    if kind == RegistrationKind.OTHER:
        return _other(text)
    fitting = [each for each in formats if each.kind == kind and each.country == country]
    if not fitting:
        raise _refused("Numbers of this kind exist in Hong Kong only. Choose the kind for other countries.", expected=[])
    number = _digits(text, may_be_certificate=kind == RegistrationKind.HK_BR)
    if number is None or len(number) not in {each.digits for each in fitting}:
        raise _refused(
            f"Expected: {'; or '.join(each.words.en for each in fitting)}.",
            expected=[{"digits": each.digits, "code": each.code} for each in fitting],
        )
    return number


def comparable(number: str) -> str:
    """Return letters and digits only, for asking whether two organisations state the same number in two notations."""
    return "".join(character for character in normalised(number) if character.isalnum())


def _other(text: str) -> str:
    number = normalised(text) if len(text) <= _LONGEST_READ else ""
    if not (SHORTEST <= len(number) <= LONGEST and _OTHER.fullmatch(number)):
        raise _refused(
            f"Expected: {SHORTEST} to {LONGEST} characters, letters A to Z, digits, and / . - or a blank between them.",
            expected=[{"shortest": SHORTEST, "longest": LONGEST}],
        )
    return number


def _digits(text: str, *, may_be_certificate: bool) -> str | None:
    """The digits of the number, without blanks; None for anything that is not made of digits."""
    number = normalised(text).replace(" ", "") if len(text) <= _LONGEST_READ else ""
    if may_be_certificate:
        found = _BUSINESS_CERTIFICATE.fullmatch(number)
        return found[1] if found else None
    return number if re.fullmatch(r"[0-9]+", number) else None


def _refused(detail: str, *, expected: list[dict[str, object]]) -> RegistrationRefused:
    return RegistrationRefused(detail, code=AccountsError.REGISTRATION_REFUSED, params={"expected": expected})
