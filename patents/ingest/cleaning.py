"""What every format does to texts, dates, symbols and language tags before they become a source record."""

import re
import unicodedata
from datetime import date

MAX_TITLE_CHARS = 2_000
MAX_ABSTRACT_CHARS = 20_000
MAX_CLAIM_CHARS = 20_000
MAX_NAME_CHARS = 400
MAX_CLAIMS = 200
MAX_CITATIONS = 1_000
MAX_CLASSES = 500
MAX_PARTIES = 200
MAX_PRIORITIES = 200

# Control characters, lone surrogates and non-characters cannot be stored or shown; line ends and tabs become spaces below.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_WHITE = re.compile(r"\s+")
_SYMBOL = re.compile(r"^([A-HY])\s*([0-9]{2})\s*([A-Z])(?:\s*0*([0-9]{1,4})\s*/\s*([0-9]{2,6}))?(?:\s.*)?$")
_SUBCLASS_AND_GROUP = re.compile(r"^([A-HY][0-9]{2}[A-Z])\s*0*([0-9]{1,4})$")


def clean_text(text: object, limit: int) -> str:
    """One line of printable text, composed (NFC), at most `limit` characters; anything that is no text gives ""."""
    if not isinstance(text, str):
        return ""
    plain = _WHITE.sub(" ", _UNPRINTABLE.sub("", text)).strip()
    if not unicodedata.is_normalized("NFC", plain):
        plain = unicodedata.normalize("NFC", plain)
    return plain[:limit].rstrip() if len(plain) > limit else plain


def read_symbol(text: object) -> str | None:
    """An IPC or CPC symbol as "B29C 45/17" or "B29C"; None for what is no symbol (old US classes, designs' Locarno numbers)."""
    if not isinstance(text, str) or len(text) > 60:
        return None
    match = _SYMBOL.match(text.strip().upper())
    if match is None:
        group = _SUBCLASS_AND_GROUP.match(text.strip().upper())
        return f"{group.group(1)} {group.group(2)}/00" if group else None
    section, class_digits, letter, main, sub = match.groups()
    subclass = f"{section}{class_digits}{letter}"
    return subclass if main is None else f"{subclass} {main}/{sub}"


def read_date(text: object) -> date | None:
    """A day from "20070918" or "2007-09-18"; None for months without a day ("19930400") and for anything else."""
    if not isinstance(text, str):
        return None
    digits = text.strip().replace("-", "")
    if len(digits) != 8 or not digits.isascii() or not digits.isdigit():
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def read_language(tag: object, office: str = "") -> str:
    """A tag that the product uses: en, zh-Hans, zh-Hant, or the source's two letters; "" when the source says nothing usable."""
    if not isinstance(tag, str):
        return ""
    folded = tag.strip().lower().replace("_", "-")
    if folded in {"zh-hant", "zh-tw", "zh-hk", "zh-mo"}:
        return "zh-Hant"
    if folded.startswith("zh") or folded in {"cn", "chi", "zho"}:
        # Sources write "zh" for both scripts; the office tells which one its documents are printed in.
        return "zh-Hant" if office in {"TW", "HK", "MO"} and folded == "zh" else "zh-Hans"
    match = re.match(r"^([a-z]{2})(?:-|$)", folded)
    return match.group(1) if match else ""


def read_country(text: object) -> str:
    """Two capital letters, or ""."""
    folded = text.strip().upper() if isinstance(text, str) else ""
    return folded if re.fullmatch(r"[A-Z]{2}", folded) else ""


def read_link(text: object) -> str:
    """A web address that may be shown as a link (https or http, no spaces, at most 500 characters), or ""."""
    folded = text.strip() if isinstance(text, str) else ""
    return folded if re.fullmatch(r"https?://[^\s<>\"']{3,480}", folded) else ""
