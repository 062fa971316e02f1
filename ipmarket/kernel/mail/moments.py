"""Instants in words: in the recipient's zone, named, in the recipient's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from ipmarket.kernel.text import Language

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Zones whose abbreviation is missing, stands for several places ("CST"), or means nothing to a Chinese reader: en, zh-Hant, zh-Hans.
_NAMES: Final[dict[str, tuple[str, str, str]]] = {
    "Asia/Hong_Kong": ("HKT", "香港時間", "香港时间"),
    "Hongkong": ("HKT", "香港時間", "香港时间"),
    "Asia/Macau": ("Macao time", "澳門時間", "澳门时间"),
    "Asia/Shanghai": ("Beijing time", "北京時間", "北京时间"),
    "Asia/Chongqing": ("Beijing time", "北京時間", "北京时间"),
    "PRC": ("Beijing time", "北京時間", "北京时间"),
    "Asia/Taipei": ("Taipei time", "台北時間", "台北时间"),
    "Asia/Singapore": ("Singapore time", "新加坡時間", "新加坡时间"),
    "Asia/Tokyo": ("JST", "東京時間", "东京时间"),
    "Asia/Seoul": ("KST", "首爾時間", "首尔时间"),
    "UTC": ("UTC", "世界協調時間", "世界协调时间"),
    "Etc/UTC": ("UTC", "世界協調時間", "世界协调时间"),
}
_COLUMN: Final[dict[Language, int]] = {"en": 0, "zh-Hant": 1, "zh-Hans": 2}


def _offset(moment: datetime) -> str:
    """The distance from UTC as "UTC+8" or "UTC+5:30"."""
    offset = moment.utcoffset()
    minutes = 0 if offset is None else int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{sign}{hours}" + (f":{rest:02d}" if rest else "")


def zone_in_words(moment: datetime, time_zone: str, language: Language) -> str:
    """Return what a reader of this language calls the zone at that moment: "HKT", "香港時間", "BST", "UTC+5:45"."""
    known = _NAMES.get(time_zone)
    if known is not None:
        return known[_COLUMN[language]]
    short = moment.tzname() or ""
    return short if short.isascii() and short.isalpha() else _offset(moment)


def day_in_words(day: date, language: Language) -> str:
    """Return "21 Nov 2026" or "2026 年 11 月 21 日"."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def moment_in_words(instant: datetime, time_zone: str, language: Language) -> str:
    """Return "21 Nov 2026, 12:00 HKT" or "2026 年 11 月 21 日 12:00 香港時間".

    The instant has a zone of its own; ``time_zone`` is the recipient's IANA name. Raises ZoneInfoNotFoundError for one that there is not.
    """
    moment = instant.astimezone(ZoneInfo(time_zone))
    return f"{day_in_words(moment, language)}{', ' if language == 'en' else ' '}{moment:%H:%M} {zone_in_words(moment, time_zone, language)}"
