"""Publication numbers: every common notation in, one canonical form out.

Rules of reading, where notations are ambiguous (checked by tests/unit/patents/test_numbers.py):

* WO: with four year digits the year is taken as written; with two, 78 to 99 mean 19xx (the PCT began in 1978) and 00 to 77 mean 20xx.
  Without a slash, 10 digits are YYYY + 6, 9 are YYYY + 5, 8 are YY + 6, 7 are YY + 5. Canonical: YYYY + 6 digits.
* US: grants lose leading zeros ("07272630"); 10 digits that begin with a year are the docdb form of a pre-grant publication (YYYY + 6) and
  mean the same as the office's own 11 digits (YYYY + 7), which is canonical.
* EP: seven digits, filled with zeros from the left.
* JP: the era form is canonical with six serial digits ("H05123456"); eight digits without an era letter are an imperial year and six digits
  (40 to 64 Showa, 01 to 31 Heisei); "2019-123456" is YYYY + 6.
* KR: "10-2019-0012345" (PATENTSCOPE, KIPO) is docdb's "20190012345"; the leading 10 or 20 says patent or utility model and becomes
  kind A or U where no kind is written. Grants keep their two digits.
* Lens writes a correction as kind + date ("B920061018"): the date is dropped.
* An asterisk (PATENTSCOPE's mark of Korean grants) means nothing.
* Everything else keeps its digits; DE, CA, RU and ES lose leading zeros, because those offices count without them.

Sources: WIPO ST.3 (offices), ST.6 (publication numbers), ST.16 (kind codes).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MAX_NOTATION_CHARS = 64
MAX_NUMBER_DIGITS = 15

# WIPO ST.3, current codes of states and organisations that publish patent documents, and former ones that still stand on documents.
_OFFICE_CODES = """
AD AE AF AG AI AL AM AN AO AP AR AT AU AW AZ BA BB BD BE BF BG BH BI BJ BM BN BO BR BS BT BW BX BY BZ CA CD CF CG CH CI
CK CL CM CN CO CR CS CU CV CW CY CZ DD DE DJ DK DM DO DZ EA EC EE EG EH EM EP ER ES ET FI FJ FK FO FR GA GB GC GD GE GG
GH GI GL GM GN GQ GR GS GT GW GY HK HN HR HT HU IB ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MG MK ML MM MN MO MR MS MT MU MV MW MX MY MZ NA NE NG NI NL NO NP NR NZ
OA OM PA PE PG PH PK PL PT PW PY QA RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SU SV SX SY SZ TC TD TG
TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WO WS XN XV YD YE YU ZA ZM ZR ZW
"""
OFFICES = frozenset(_OFFICE_CODES.split())


class NumberErrorCode(StrEnum):
    EMPTY = "number_empty"
    TOO_LONG = "number_too_long"
    OFFICE_MISSING = "number_without_office"
    OFFICE_UNKNOWN = "number_office_unknown"
    SHAPE_UNKNOWN = "number_shape_unknown"


class NumberNotRead(Exception):
    """The text is not a number in any notation we know. `code` is stable, `text` is the input cut to 64 characters."""

    def __init__(self, code: NumberErrorCode, text: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.text = text[:MAX_NOTATION_CHARS]


class RightClass(StrEnum):
    """Rights of different classes never merge, even where an office gives them the same number."""

    PATENT = "patent"
    UTILITY_MODEL = "utility_model"
    DESIGN = "design"
    PLANT = "plant"


_WORDS_BEFORE = re.compile(
    r"^(?:[\u3400-\u9fff:：\s]+|(?:PUBLICATION|PUB|PATENT|PAT|DOCUMENT|NUMBER|NO|NR)(?:[.:#]\s*|\s+)(?=\S*\s*[A-Z]{2}))+"
)
_WORDS_INSIDE = re.compile(
    r"(?<=[A-Z])[\s.]*(?:\b(?:PATENT|PAT|APPLICATION|APPL|APP|PUBLICATION|PUBLN|PUB|NUMBER|NO|NR)\b[\s.:#]*)+(?=.*\d)"
)
_SEPARATORS = re.compile(r"[\s.,*_'’·:\u200b\u200e\u200f\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212~]")
_COMPACT = re.compile(r"^([A-Z]{2})[-/]*([A-Z]{0,2})[-/]*([0-9][0-9/-]*?)[-/]*(?:([A-Z][0-9])(?:(?:19|20)[0-9]{6})|([A-Z][0-9]?))?$")
_INDIAN = re.compile(r"^IN/?([0-9]{4}[A-Z]{2,3}[0-9]{3,6})([A-Z][0-9]?)?$")
_SINGAPORE = re.compile(r"^SG([0-9]{11}[A-Z])([A-Z][0-9]?)?$")
_JP_ERA = re.compile(r"^([MTSHR])([0-9]{2})([0-9]{1,6})$")


def fold_notation(text: str) -> str:
    """Upper case, ASCII digits and dashes; raises `NumberNotRead` for empty and over-long input. Shared with application numbers."""
    if len(text) > MAX_NOTATION_CHARS:
        raise NumberNotRead(NumberErrorCode.TOO_LONG, text)
    folded = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper().strip()
    if not folded:
        raise NumberNotRead(NumberErrorCode.EMPTY, text)
    if len(folded) > 2 * MAX_NOTATION_CHARS:
        raise NumberNotRead(NumberErrorCode.TOO_LONG, text)
    return folded


@dataclass(frozen=True, slots=True, order=False)
class PublicationNumber:
    """Office (WIPO ST.3), number in canonical form (prefix letters and digits), kind (WIPO ST.16) or "" where none is known."""

    office: str
    number: str
    kind: str = ""

    @property
    def key(self) -> str:
        """Compact canonical form, "US10123456B2": the address of a publication everywhere in the product."""
        return f"{self.office}{self.number}{self.kind}"

    @property
    def docdb(self) -> str:
        """The EPO's docdb form with points, "US.2005004437.A1"."""
        number = _docdb_number(self.office, self.number)
        return f"{self.office}.{number}.{self.kind}" if self.kind else f"{self.office}.{number}"

    @property
    def epodoc(self) -> str:
        """The EPO's epodoc form, which carries no kind: "EP1234567"."""
        return f"{self.office}{_docdb_number(self.office, self.number)}"

    @property
    def display(self) -> str:
        """As the office prints it: "US 10,123,456 B2", "EP 1 234 567 A1", "WO 2020/123456 A1"."""
        write = _DISPLAYS.get(self.office)
        body = f"{self.office} {write(self) if write else self.number}"
        return f"{body} {self.kind}" if self.kind else body

    @property
    def sort_key(self) -> tuple[str, str, int, str, str]:
        prefix, digits = split_prefix(self.number)
        leading = re.match(r"[0-9]+", digits)
        return (self.office, prefix, int(leading.group()) if leading else 0, self.number, self.kind)

    @property
    def without_kind(self) -> "PublicationNumber":
        return PublicationNumber(self.office, self.number)

    @property
    def right_class(self) -> RightClass:
        """Patent, utility model, design or plant, by prefix, kind and, for China, by the first digit of the number."""
        return _right_class(self)

    @property
    def is_grant(self) -> bool:
        """Whether this document announces a granted or registered right (an "A" of the United States before 2001 does)."""
        letter = self.kind[:1]
        if self.office == "US":
            return (letter != "" and letter in "BEPS" and self.kind != "P1") or (self.kind == "A" and not _is_us_pregrant(self.number))
        if self.office == "WO":
            return False
        return letter != "" and letter in _GRANT_LETTERS.get(self.office, "BCSUYZ")


def split_prefix(number: str) -> tuple[str, str]:
    """ "PP12345" → ("PP", "12345")."""
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return number[: len(number) - len(digits)], digits


def parse(text: str) -> PublicationNumber:
    """Read a publication number in any common notation (at most 64 characters); raises nothing but `NumberNotRead`."""
    folded = fold_notation(text)
    without_words = _WORDS_INSIDE.sub("", _WORDS_BEFORE.sub("", folded))
    try:
        return _parse_compact(_SEPARATORS.sub("", without_words), text)
    except NumberNotRead:
        if without_words == folded:
            raise
        # What looked like the word "No." may have been the office code of Norway.
        return _parse_compact(_SEPARATORS.sub("", folded), text)


def _parse_compact(compact: str, text: str) -> PublicationNumber:
    special = _INDIAN.match(compact) or _SINGAPORE.match(compact)
    if special is not None:
        return PublicationNumber(compact[:2], special.group(1), special.group(2) or "")
    match = _COMPACT.match(compact)
    if match is None:
        code = NumberErrorCode.SHAPE_UNKNOWN if re.match(r"[A-Z]{2}", compact) else NumberErrorCode.OFFICE_MISSING
        raise NumberNotRead(code, text)
    office, prefix, body, corrected_kind, plain_kind = match.groups(default="")
    if office not in OFFICES:
        raise NumberNotRead(NumberErrorCode.OFFICE_UNKNOWN, text)
    number, kind = _canonical(office, prefix, body, corrected_kind or plain_kind)
    digits = split_prefix(number)[1]
    if not digits or len(digits) > MAX_NUMBER_DIGITS or not digits.strip("0"):
        raise NumberNotRead(NumberErrorCode.SHAPE_UNKNOWN, text)
    return PublicationNumber(office, number, kind)


def try_parse(text: str) -> PublicationNumber | None:
    """As `parse`, but None for what cannot be read."""
    try:
        return parse(text)
    except NumberNotRead:
        return None


def year_of_two_digits(year: str) -> str:
    """Two digits of a year since 1978, the first year of the PCT and of the European Patent Office's filings."""
    return f"19{year}" if int(year) >= 78 else f"20{year}"


def _canonical(office: str, prefix: str, body: str, kind: str) -> tuple[str, str]:
    groups = [group for group in re.split(r"[-/]+", body) if group]
    digits = "".join(groups)
    if office == "KR" and not prefix and re.fullmatch(r"(?:10|20)(?:19|20)[0-9]{9}", digits):
        return digits[2:], kind or ("A" if digits.startswith("10") else "U")
    reader = _READERS.get((office, bool(prefix)))
    return (prefix + digits if reader is None else reader(prefix, groups)), kind


def _canonical_ep(_prefix: str, groups: list[str]) -> str:
    digits = "".join(groups).lstrip("0")
    return digits.zfill(7) if digits else ""


def _without_zeros(prefix: str, groups: list[str]) -> str:
    return prefix + "".join(groups).lstrip("0")


def _canonical_wo(_prefix: str, groups: list[str]) -> str:
    digits = "".join(groups)
    if len(groups) == 2 and len(groups[0]) in {2, 4} and len(groups[1]) <= 6:
        year, serial = groups
    elif len(digits) in {9, 10} and digits[:2] in {"19", "20"}:
        year, serial = digits[:4], digits[4:]
    elif len(digits) in {7, 8}:
        year, serial = digits[:2], digits[2:]
    else:
        return ""
    if len(year) == 2:
        year = year_of_two_digits(year)
    return f"{year}{serial.zfill(6)}"


def _canonical_us(_prefix: str, groups: list[str]) -> str:
    digits = "".join(groups)
    if len(groups) == 2 and re.fullmatch(r"(?:19|20)[0-9]{2}", groups[0]) and len(groups[1]) <= 7:
        return groups[0] + groups[1].zfill(7)
    if len(digits) == 10 and digits.startswith("20"):
        return f"{digits[:4]}0{digits[4:]}"
    return digits.lstrip("0")


def _canonical_jp(prefix: str, groups: list[str]) -> str:
    digits = "".join(groups)
    if len(groups) == 2 and not prefix and re.fullmatch(r"(?:19|20)[0-9]{2}", groups[0]) and len(groups[1]) <= 6:
        return groups[0] + groups[1].zfill(6)
    if len(groups) == 2 and len(groups[0]) <= 2 and len(groups[1]) <= 6 and prefix in {"M", "T", "S", "H", "R"}:
        return f"{prefix}{groups[0].zfill(2)}{groups[1].zfill(6)}"
    era = _JP_ERA.match(prefix + digits)
    if era is not None:
        return f"{era.group(1)}{era.group(2)}{era.group(3).zfill(6)}"
    if not prefix and len(digits) == 8:
        year = int(digits[:2])
        if 40 <= year <= 64:
            return f"S{digits}"
        if 1 <= year <= 31:
            return f"H{digits}"
    return prefix + digits


_READERS: dict[tuple[str, bool], Callable[[str, list[str]], str]] = {
    ("EP", False): _canonical_ep,
    ("JP", False): _canonical_jp,
    ("JP", True): _canonical_jp,
    ("US", False): _canonical_us,
    ("US", True): _without_zeros,
    ("WO", False): _canonical_wo,
    **{(office, False): _without_zeros for office in ("CA", "DE", "ES", "RU")},
}


def _is_us_pregrant(number: str) -> bool:
    return len(number) == 11 and number.isdigit()


def _docdb_number(office: str, number: str) -> str:
    if office == "US" and _is_us_pregrant(number) and number[4] == "0":
        return number[:4] + number[5:]
    if office == "WO" and len(number) == 10 and number < "2004":
        # Two year digits until 2003; five serial digits until July 2002, about number 051000 of that year. Both read back as this number.
        serial = number[5:] if number[4] == "0" and number < "2002051" else number[4:]
        return f"{number[2:4]}{serial}"
    era = _JP_ERA.match(number)
    if office == "JP" and era is not None:
        return f"{era.group(1)}{era.group(2)}{era.group(3).lstrip('0') or '0'}"
    return number


def _display_us(number: PublicationNumber) -> str:
    if _is_us_pregrant(number.number):
        return f"{number.number[:4]}/{number.number[4:]}"
    prefix, digits = split_prefix(number.number)
    return f"{prefix}{int(digits):,}" if digits.isdigit() else number.number


def _display_jp(number: PublicationNumber) -> str:
    text, era = number.number, _JP_ERA.match(number.number)
    if era is not None:
        return f"{era.group(1)}{era.group(2)}-{era.group(3)}"
    return f"{text[:4]}-{text[4:]}" if len(text) == 10 and text.isdigit() else text


def _display_kr(number: PublicationNumber) -> str:
    text = number.number
    if not text.isdigit():
        return text
    if len(text) == 11 and number.kind[:1] in {"A", "U"}:
        return f"{'10' if number.kind[0] == 'A' else '20'}-{text[:4]}-{text[4:]}"
    return f"{text[:2]}-{text[2:]}" if len(text) == 9 else text


def _in_parts(length: int, pattern: str) -> "Callable[[PublicationNumber], str]":
    def display(number: PublicationNumber) -> str:
        text = number.number
        return pattern.format(*text) if len(text) == length and text.isdigit() else text

    return display


_DISPLAYS: dict[str, Callable[[PublicationNumber], str]] = {
    "DE": _in_parts(12, "{}{} {}{}{}{} {}{}{} {}{}{}"),
    "EP": _in_parts(7, "{} {}{}{} {}{}{}"),
    "JP": _display_jp,
    "KR": _display_kr,
    "US": _display_us,
    "WO": _in_parts(10, "{}{}{}{}/{}{}{}{}{}{}"),
}


_PREFIX_CLASSES = {
    ("US", "D"): RightClass.DESIGN,
    ("US", "PP"): RightClass.PLANT,
    ("TW", "M"): RightClass.UTILITY_MODEL,
    ("TW", "D"): RightClass.DESIGN,
    ("BR", "MU"): RightClass.UTILITY_MODEL,
    ("BR", "DI"): RightClass.DESIGN,
}
# Letters of ST.16 kinds that announce a grant or registration, for offices that use U for mere applications.
_GRANT_LETTERS = {"EP": "B", "JP": "BCSY", "KR": "BCSY"}
_KIND_CLASSES = {"S": RightClass.DESIGN, **dict.fromkeys("UYZ", RightClass.UTILITY_MODEL)}
_CN_FIRST_DIGIT = {"2": RightClass.UTILITY_MODEL, "3": RightClass.DESIGN}


def _right_class(number: PublicationNumber) -> RightClass:
    by_prefix = _PREFIX_CLASSES.get((number.office, split_prefix(number.number)[0]))
    if by_prefix is not None:
        return by_prefix
    letter = number.kind[:1]
    if letter:
        return RightClass.PLANT if letter == "P" and number.office == "US" else _KIND_CLASSES.get(letter, RightClass.PATENT)
    if number.office == "CN" and len(number.number) in {7, 9}:
        return _CN_FIRST_DIGIT.get(number.number[0], RightClass.PATENT)
    is_korean_model = number.office == "KR" and len(number.number) == 9 and number.number.startswith("20")
    return RightClass.UTILITY_MODEL if is_korean_model else RightClass.PATENT
