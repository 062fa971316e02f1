"""Templates: read from the ``mail`` folders of the apps, checked whole when they are read, so that a slip shows at the start.

One TOML file a template, with its three languages:

    values = ["name", "link", "expires_at"]   what ``queue_mail`` must be given, no more and no less
    code = "{code}"                           shown large, on a line of its own (optional)
    page = "account/security"                 where the button leads: a page of ours …
    url = "{link}"                            … or an address among the values (optional; each language then names its ``action``)

    [en]
    subject = "…"
    paragraphs = ["…"]                        before facts, code and button
    facts = [["Label", "{value}"]]            a fact whose value turns out empty is left out (optional)
    action = "…"                              the button's words
    after = ["…"]                             after the button (optional)

What a value is, its name tells: ``…_at`` an instant and ``…_date`` a day, both in ISO form; a name that stands in ``_words.toml`` a code,
or several with commas between, whose words are there in three languages; everything else is text, which is shown as it was typed.
``_samples.toml`` holds an example of each value, for previews and tests.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ipmarket.kernel.mail.errors import TemplateRefused
from ipmarket.kernel.mail.substitution import placeholders
from ipmarket.kernel.text import LANGUAGES, Language

_SAMPLES: Final = "_samples.toml"
_WORDS: Final = "_words.toml"
_TEXT_KEYS: Final = frozenset({"subject", "paragraphs", "facts", "action", "after"})
_KEYS: Final = frozenset({"values", "code", "page", "url", *LANGUAGES})


@dataclass(frozen=True, slots=True)
class TemplateText:
    """What one template says in one language, placeholders unfilled."""

    subject: str
    paragraphs: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    action: str = ""
    after: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Return every text but the facts: a value that stands here cannot be missing."""
        return (self.subject, *self.paragraphs, self.action, *self.after)

    def pieces(self) -> tuple[str, ...]:
        """Return every text that may hold placeholders."""
        return (*self.sentences(), *(part for fact in self.facts for part in fact))


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of message. ``samples`` gives an example of each value; ``words`` the words of each value that is a code, by language."""

    name: str
    values: tuple[str, ...]
    code: str
    page: str
    url: str
    texts: Mapping[Language, TemplateText]
    samples: Mapping[str, str]
    words: Mapping[str, Mapping[str, Mapping[Language, str]]]

    def needed(self) -> frozenset[str]:
        """Return the values that may not be empty, since they stand in a sentence, in the code or in the address of the button."""
        texts = [piece for text in self.texts.values() for piece in text.sentences()]
        return frozenset().union(*(placeholders(piece) for piece in (*texts, self.code, self.url)))


_templates: dict[str, Template] = {}


def _text(name: str, language: str, raw: Any) -> TemplateText:
    if not isinstance(raw, dict) or not {"subject", "paragraphs"} <= set(raw) <= _TEXT_KEYS:
        raise TemplateRefused(f"{name}, {language}: a subject and paragraphs are needed; beside them only facts, action and after.")
    text = TemplateText(
        subject=raw["subject"],
        paragraphs=tuple(raw["paragraphs"]),
        facts=tuple((fact[0], fact[1]) for fact in raw.get("facts", [])),
        action=raw.get("action", ""),
        after=tuple(raw.get("after", [])),
    )
    if not all(isinstance(piece, str) for piece in text.pieces()) or "\n" in text.subject or not text.subject or not text.paragraphs:
        raise TemplateRefused(f"{name}, {language}: texts are strings, and a subject is one line.")
    return text


def _check(template: Template) -> Template:
    declared = set(template.values)
    for language, text in template.texts.items():
        used: set[str] = set()
        for piece in (*text.pieces(), template.code, template.url):
            used |= placeholders(piece)
        if used != declared:
            raise TemplateRefused(f"{template.name}, {language}: declares {sorted(declared)} and uses {sorted(used)}.")
        if bool(text.action) != bool(template.url or template.page) or (template.url and template.page):
            raise TemplateRefused(f"{template.name}, {language}: a button has words and an address, or there is none.")
    if missing := declared - set(template.samples):
        raise TemplateRefused(f"{template.name}: {_SAMPLES} has no example of {sorted(missing)}.")
    return template


def _table(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _words(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The words of codes by the name of the value; ``other = "role"`` says that one value has the words of another."""
    words = {name: raw[table] if isinstance(table, str) else table for name, table in raw.items()}
    for name, table in words.items():
        for code, by_language in table.items():
            if set(by_language) != set(LANGUAGES) or not all(by_language.values()):
                raise TemplateRefused(f"{_WORDS}: {name}.{code} needs a word in each language.")
    return words


def _read(path: Path, *, name: str, samples: Mapping[str, str], words: Mapping[str, Any]) -> Template:
    raw = _table(path)
    if not {"values", *LANGUAGES} <= set(raw) <= _KEYS:
        raise TemplateRefused(f"{name}: values and three languages are needed; beside them only code, page and url.")
    return _check(
        Template(
            name=name,
            values=tuple(raw["values"]),
            code=raw.get("code", ""),
            page=raw.get("page", ""),
            url=raw.get("url", ""),
            texts={language: _text(name, language, raw[language]) for language in LANGUAGES},
            samples={key: samples[key] for key in raw["values"] if key in samples},
            words={key: words[key] for key in raw["values"] if key in words},
        )
    )


def register(folder: Path) -> tuple[str, ...]:
    """Read every template of an app's ``mail`` folder and return their names: ``accounts/mail/invitation.toml`` is "accounts/invitation".

    Reading a folder again replaces what it gave before. Raises TemplateRefused for a template that is not whole.
    """
    app = folder.parent.name
    samples, words = _table(folder / _SAMPLES), _words(_table(folder / _WORDS))
    read = {
        f"{app}/{path.stem}": _read(path, name=f"{app}/{path.stem}", samples=samples, words=words)
        for path in sorted(folder.glob("*.toml"))
        if not path.stem.startswith("_")
    }
    _templates.update(read)
    return tuple(read)


def template_named(name: str) -> Template | None:
    """Return the template, or None when there is none of that name."""
    return _templates.get(name)


def all_templates() -> tuple[Template, ...]:
    """Return every template, by name."""
    return tuple(_templates[name] for name in sorted(_templates))
