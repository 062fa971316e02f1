"""Structured data (schema.org, as JSON-LD) for pages that others find and cite."""

import json
from typing import Any, Final

from django.utils.safestring import SafeString, mark_safe

from ipmarket.kernel.text import LANGUAGES, Language
from ipmarket.pages.addresses import page_path
from ipmarket.pages.texts import BRAND

CONTEXT: Final = "https://schema.org"
# Inside a script element only these could end it, or open a comment; as escapes they mean the same to a JSON reader.
_ESCAPES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_script(data: dict[str, Any]) -> SafeString:
    """The data as text that is safe between script tags, whatever titles and names contain."""
    return mark_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES))  # noqa: S308 - escaped just here


def website(origin: str, language: Language) -> dict[str, Any]:
    """The site and its search box."""
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": BRAND.get(language),
        "url": origin + page_path(language),
        "inLanguage": list(LANGUAGES),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{origin}{page_path(language, 'search')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def breadcrumb(origin: str, language: Language, steps: list[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """Where a page stands; each step is a name and the pieces of its address."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": origin + page_path(language, *pieces)}
            for position, (name, pieces) in enumerate(steps, start=1)
        ],
    }


def patent_work(page: dict[str, Any], *, url: str, title: str) -> dict[str, Any]:
    """A right as a creative work. schema.org knows no patents; the classes are given as terms of their scheme."""
    people = [{"@type": "Person", "name": party["name"]} for party in page["parties"] if party["role"] == "inventor"]
    companies = [{"@type": "Organization", "name": party["name"]} for party in page["parties"] if party["role"] in {"applicant", "owner"}]
    numbers = [p["ref"] for p in page["publications"]] or ([page["ref"]] if page["number"] else [])
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "CreativeWork",
            "@id": url,
            "url": url,
            "name": title,
            "alternateName": [text["text"] for text in page["other_titles"]],
            "genre": page["right_type"]["label"],
            "abstract": page["abstract"]["text"] if page["abstract"] else None,
            "inLanguage": page["title"]["lang"] if page["title"]["text"] else None,
            "identifier": [{"@type": "PropertyValue", "propertyID": "publication number", "value": number} for number in numbers],
            "dateCreated": _day(page["filing_date"]),
            "datePublished": _day(page["publication_date"]),
            "dateModified": page["updated_at"].isoformat(),
            "creator": people[:50],
            "sourceOrganization": companies[:50],
            "about": _terms(page["classes"]),
        }
    )


def technology_work(page: dict[str, Any], *, url: str, title: str) -> dict[str, Any]:
    """A production technology as a creative work of its owner."""
    return _without_empty(
        {
            "@context": CONTEXT,
            "@type": "CreativeWork",
            "@id": url,
            "url": url,
            "name": title,
            "alternateName": [text["text"] for text in page["other_titles"]],
            "abstract": page["summary"]["text"] if page["summary"] else None,
            "inLanguage": page["title"]["lang"] if page["title"]["text"] else None,
            "identifier": [{"@type": "PropertyValue", "propertyID": "record", "value": page["ref"]}],
            "dateModified": page["updated_at"].isoformat(),
            "creator": [{"@type": "Organization", "name": page["owner"]["name"]}],
            "about": _terms(page["classes"]),
        }
    )


def _terms(classes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _without_empty({"@type": "DefinedTerm", "termCode": row["symbol"], "name": row["label"], "inDefinedTermSet": row["scheme"].upper()})
        for row in classes[:50]
    ]


def _day(value: Any) -> str | None:
    return value.isoformat() if value is not None else None


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", [])}
