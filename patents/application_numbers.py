"""Application numbers: the same filing written by different sources becomes one key.

The key of an application joins its publications into one right and links priorities into families, so it must never join two filings.
Where a notation cannot be read with certainty, the digits stay as they are: a link is missed rather than invented.

Rules (sources: the EPO's docdb and epodoc number formats, USPTO application series, WIPO ST.13):

* US: canonical is filing year + six serial digits. docdb writes six digits + two year digits until 2010 ("65784810"), then year + series +
  serial ("201213648029"); the office writes series + serial ("13648029"), which needs the filing date to find the year. Series 60 to 63 are
  provisional (kind P), 29 and 35 designs (kind F).
* PCT: office of filing, year + six digits, kind W.
* EP: year + six digits; the check digit behind the point is dropped.
* JP, GB, KR, CN: year + serial; see the readers below.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from patents.numbers import OFFICES, NumberErrorCode, NumberNotRead, fold_notation, year_of_two_digits

Form = Literal["original", "docdb", "epodoc"]
MAX_APPLICATION_CHARS = 30
_PCT = re.compile(r"^PCT[/ ]?([A-Z]{2})[/ ]?((?:19|20)?[0-9]{2})[/ ]?([0-9]{4,7})$")
_CHECK_DIGIT = re.compile(r"\.[0-9X]$")
_US_PROVISIONAL_SERIES = frozenset({"60", "61", "62", "63"})
_US_DESIGN_SERIES = frozenset({"29", "35"})


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """Office of filing (WIPO ST.3), canonical number, kind: A, U, P (provisional), F (design) or W (PCT)."""

    office: str
    number: str
    kind: str = "A"

    @property
    def key(self) -> str:
        return f"{self.office}{self.number}{self.kind}"


def parse_application(text: str, filed: date | None = None) -> ApplicationNumber:
    """Read a free notation ("US 13/648,029", "PCT/CN2020/123456", "ZL201910123456.7"); raises nothing but `NumberNotRead`."""
    folded = re.sub(r"\s+", " ", fold_notation(text))
    pct = _PCT.match(folded.replace(" ", ""))
    if pct is not None:
        return read_application(pct.group(1), pct.group(2) + pct.group(3), "W", filed=filed)
    if folded.startswith("ZL"):
        return read_application("CN", folded[2:], "", filed=filed)
    match = re.match(r"^([A-Z]{2})[ .]?(.+)$", folded)
    if match is None:
        raise NumberNotRead(NumberErrorCode.OFFICE_MISSING, text)
    office, rest = match.groups()
    dotted = re.match(r"^([0-9A-Z]+)\.([A-Z])$", rest)
    if dotted is not None:
        return read_application(office, dotted.group(1), dotted.group(2), filed=filed, form="docdb")
    return read_application(office, rest, "", filed=filed)


def read_application(office: str, number: str, kind: str, *, filed: date | None = None, form: Form = "original") -> ApplicationNumber:
    """Canonical application number from the parts that a source gives; raises nothing but `NumberNotRead`."""
    office = office.strip().upper()
    if office not in OFFICES:
        raise NumberNotRead(NumberErrorCode.OFFICE_UNKNOWN, f"{office} {number}"[:64])
    text = fold_notation(number)
    if form == "original":
        text = _CHECK_DIGIT.sub("", text)
    text = re.sub(r"[^0-9A-Z]", "", text)
    letter = kind.strip().upper()[:1]
    if form == "epodoc" and text.startswith(office):
        text = text[2:]
    pct = re.match(r"^((?:19|20)[0-9]{2})([A-Z]{2})([0-9]{5,6})$", text) if office == "WO" else None
    if pct is not None and pct.group(2) in OFFICES:
        # epodoc writes the receiving office inside the number: WO2004US12345.
        return ApplicationNumber(pct.group(2), pct.group(1) + pct.group(3).zfill(6), "W")
    if form == "epodoc" and len(text) > 1 and text[-1] in "WUPFA" and text[:-1].isdigit():
        letter, text = letter or text[-1], text[:-1]
    if not re.search(r"[1-9]", text) or len(text) > MAX_APPLICATION_CHARS or re.fullmatch(r"[0-9]+[DTX]", text):
        # docdb marks numbers that it made up with a final D, T or X; they say nothing about identity.
        raise NumberNotRead(NumberErrorCode.SHAPE_UNKNOWN, number)
    if letter == "W":
        return ApplicationNumber(office, _pct_number(text), "W")
    reader = _READERS.get(office)
    if reader is not None and text.isdigit():
        canonical, derived = reader(text, filed, form)
        return ApplicationNumber(office, canonical, letter if letter not in {"", "A"} else derived)
    return ApplicationNumber(office, text, letter or "A")


def try_read_application(
    office: str, number: str, kind: str, *, filed: date | None = None, form: Form = "original"
) -> ApplicationNumber | None:
    """As `read_application`, but None for what cannot be read."""
    try:
        return read_application(office, number, kind, filed=filed, form=form)
    except NumberNotRead:
        return None


def _pct_number(digits: str) -> str:
    if digits[:2] in {"19", "20"} and len(digits) >= 9:
        return digits[:4] + digits[4:].lstrip("0").zfill(6)
    if digits.isdigit() and len(digits) in {7, 8}:
        return year_of_two_digits(digits[:2]) + digits[2:].zfill(6)
    return digits


def _century(year: str, filed: date | None) -> str:
    """Full year for two digits: the filing date's when it agrees, otherwise nearest to the files that exist (30 and above: 19xx)."""
    if filed is not None and f"{filed.year % 100:02d}" == year:
        return str(filed.year)
    return f"20{year}" if int(year) < 30 else f"19{year}"


def _read_us(digits: str, filed: date | None, form: Form) -> tuple[str, str]:
    if len(digits) == 12 and digits[:2] in {"19", "20"}:
        return digits[:4] + digits[6:], _us_kind(digits[4:6])
    if form == "epodoc" and len(digits) == 11 and digits[:2] in {"19", "20"}:
        return digits[:4] + digits[5:], "A"
    if form == "original" and len(digits) == 8:
        series, serial = digits[:2], digits[2:]
        return (f"{filed.year}{serial}" if filed else digits), _us_kind(series)
    if form == "docdb" and len(digits) in {6, 7, 8}:
        return _century(digits[-2:], filed) + digits[:-2].zfill(6), "A"
    return digits, "A"


def _us_kind(series: str) -> str:
    if series in _US_PROVISIONAL_SERIES:
        return "P"
    return "F" if series in _US_DESIGN_SERIES else "A"


def _read_ep(digits: str, _filed: date | None, form: Form) -> tuple[str, str]:
    if form == "epodoc" and len(digits) == 11:
        return digits[:4] + digits[4:].lstrip("0").zfill(6), "A"
    if len(digits) == 8:
        return year_of_two_digits(digits[:2]) + digits[2:], "A"
    return digits, "A"


def _read_jp(digits: str, filed: date | None, form: Form) -> tuple[str, str]:
    if form == "epodoc" and len(digits) == 11:
        return digits[:4] + digits[4:].lstrip("0").zfill(6), "A"
    if len(digits) == 10 and digits[:2] in {"19", "20"}:
        return digits, "A"
    if form == "docdb" and 3 <= len(digits) <= 8:
        return _century(digits[-2:], filed) + digits[:-2].zfill(6), "A"
    return digits, "A"


def _read_gb(digits: str, filed: date | None, form: Form) -> tuple[str, str]:
    if form == "epodoc" and len(digits) == 11:
        return digits, "A"
    if len(digits) == 7:
        return _century(digits[:2], filed) + digits[2:].zfill(7), "A"
    return digits, "A"


def _read_kr(digits: str, _filed: date | None, _form: Form) -> tuple[str, str]:
    if len(digits) == 13 and digits[:2] in {"10", "20"} and digits[2:4] in {"19", "20"}:
        return digits[2:], "A" if digits.startswith("10") else "U"
    return digits, "A"


def _read_cn(digits: str, _filed: date | None, form: Form) -> tuple[str, str]:
    if form == "epodoc" and len(digits) == 11 and digits[:2] in {"19", "20"}:
        # epodoc leaves one zero of the serial out: year, kind of right, seven digits become six.
        return f"{digits[:5]}0{digits[5:]}", "A"
    if len(digits) == 12:
        return digits, {"2": "U", "9": "U", "3": "F"}.get(digits[4], "A")
    return digits, "A"


def _read_nl(digits: str, filed: date | None, form: Form) -> tuple[str, str]:
    if form == "epodoc" and len(digits) == 11 and (filed is None or digits[:4] == str(filed.year)):
        # The Netherlands count through the years, so that the serial alone names the filing.
        return digits[4:].lstrip("0"), "A"
    return digits.lstrip("0"), "A"


_READERS: dict[str, Callable[[str, date | None, Form], tuple[str, str]]] = {
    "CN": _read_cn,
    "EP": _read_ep,
    "GB": _read_gb,
    "JP": _read_jp,
    "KR": _read_kr,
    "NL": _read_nl,
    "US": _read_us,
}
