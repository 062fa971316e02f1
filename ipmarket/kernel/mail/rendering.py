"""Makes a message out of a template and its values: subject, text and HTML, both from the same pieces."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.template.loader import render_to_string

from ipmarket.kernel.mail.errors import TemplateRefused
from ipmarket.kernel.mail.links import is_ours, page_address, site_address
from ipmarket.kernel.mail.moments import day_in_words, moment_in_words
from ipmarket.kernel.mail.registry import Template
from ipmarket.kernel.mail.substitution import fill, placeholders
from ipmarket.kernel.text import Language

# Control characters, and those that turn the direction of writing and so could make one address look like another. Line ends stay.
_UNSAFE: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END: Final = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SUBJECT_CHARACTERS: Final = 180


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to be sent, in one language."""

    language: Language
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class _Frame:
    product: str
    footer: tuple[str, ...]
    colon: str


@lru_cache(maxsize=1)
def _frames() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "frame.toml").read_text(encoding="utf-8"))


def _frame(language: Language) -> _Frame:
    raw = _frames()[language]
    contact = str(settings.SECURITY_CONTACT).removeprefix("mailto:")
    reach = (f"{raw['contact']}{raw['colon']}{contact}",) if contact else ()
    return _Frame(product=raw["product"], footer=(*raw["footer"], *reach), colon=raw["colon"])


def _instant(name: str, value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise TemplateRefused(f"{name!r} is no instant in ISO form.") from None
    if instant.tzinfo is None:
        raise TemplateRefused(f"{name!r} has no zone.")
    return instant


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise TemplateRefused(f"{name!r} is no day in ISO form.") from None


def _in_words(template: Template, name: str, value: str, language: Language) -> str:
    words = template.words[name]
    codes = [code for code in value.split(",") if code]
    if not set(codes) <= set(words):
        raise TemplateRefused(f"{template.name}: {name!r} holds a code without words.")
    return (", " if language == "en" else "、").join(words[code][language] for code in codes)


def check_values(template: Template, values: Mapping[str, str]) -> None:
    """Raise TemplateRefused unless the values are exactly those declared, can be read, and lead to our own site.

    A value may be empty where it stands among the facts only.
    """
    if set(values) != set(template.values):
        raise TemplateRefused(f"{template.name} wants {sorted(template.values)} and was given {sorted(values)}.")
    for name, value in values.items():
        if not isinstance(value, str):
            raise TemplateRefused(f"{template.name}: {name!r} is no string.")
        if not value.strip() and name in template.needed():
            raise TemplateRefused(f"{template.name}: {name!r} is empty.")
        _shown(template, name, value, language="en", time_zone="UTC")
    if template.url and not is_ours(fill(template.url, values)):
        raise TemplateRefused(f"{template.name}: the button leads away from our site.")


def _shown(template: Template, name: str, value: str, *, language: Language, time_zone: str) -> str:
    if not value.strip():
        return ""
    if name in template.words:
        return _in_words(template, name, value, language)
    if name.endswith("_at"):
        return moment_in_words(_instant(name, value), time_zone, language)
    if name.endswith("_date"):
        return day_in_words(_day(name, value), language)
    return _UNSAFE.sub("", _LINE_END.sub("\n", value)).strip()


def _one_line(text: str) -> str:
    """A header has one line: whatever a value brings along, it cannot begin another one."""
    line = " ".join(text.split())
    return line if len(line) <= _SUBJECT_CHARACTERS else f"{line[: _SUBJECT_CHARACTERS - 1]}…"


def _as_text(parts: Mapping[str, Any], frame: _Frame) -> str:
    blocks = [*parts["paragraphs"]]
    if parts["facts"]:
        blocks.append("\n".join(f"{label}{frame.colon}{value}" for label, value in parts["facts"]))
    if parts["code"]:
        blocks.append(f"    {parts['code']}")
    if parts["action"]:
        blocks.append(f"{parts['action']}{frame.colon.rstrip()}\n{parts['url']}")
    blocks += parts["after"]
    blocks.append("\n".join(["-- ", f"{frame.product}  {site_address()}/", *frame.footer]))
    return "\n\n".join(blocks) + "\n"


def render(template: Template, *, language: Language, time_zone: str, values: Mapping[str, str]) -> Rendered:
    """Return the message in this language, instants in this zone. Raises TemplateRefused when the values do not fit the template."""
    check_values(template, values)
    shown = {name: _shown(template, name, value, language=language, time_zone=time_zone) for name, value in values.items()}
    text, frame = template.texts[language], _frame(language)
    subject = _one_line(fill(text.subject, shown))
    parts = {
        "paragraphs": [fill(paragraph, shown) for paragraph in text.paragraphs],
        "facts": [(fill(label, shown), filled) for label, value in text.facts if (filled := fill(value, shown))],
        "code": fill(template.code, shown),
        "action": fill(text.action, shown),
        "url": page_address(template.page, language=language) if template.page else fill(template.url, shown),
        "after": [fill(paragraph, shown) for paragraph in text.after],
    }
    context = {**parts, "subject": subject, "language": language, "frame": frame, "site": site_address()}
    html = render_to_string("mail/message.html", context)
    return Rendered(language=language, subject=subject, text=_as_text(parts, frame), html=html)


def sample(template: Template, *, language: Language, time_zone: str) -> Rendered:
    """Return the message with the template's own examples, for previews."""
    values = dict(template.samples)
    for name in placeholders(template.url):
        # The site's address is a matter of configuration, so an example names the page only.
        values[name] = page_address(values[name], language=language)
    return render(template, language=language, time_zone=time_zone, values=values)


def language_or_english(language: str) -> Language:
    """Return the language when it is one of ours, else English: a row that was written long ago is still sent."""
    return cast("Language", language) if language in _frames() else "en"
