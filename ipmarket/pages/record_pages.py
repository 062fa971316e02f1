"""Pages of single records: what can be read, found and cited without running the front end."""

from datetime import date
from typing import Any

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language, Translated
from ipmarket.pages import texts
from ipmarket.pages.addresses import page_path
from ipmarket.pages.page import MAX_DESCRIPTION_CHARACTERS, Fact, Page, PageLink, Passage, shortened, titled, written_day
from ipmarket.pages.structured_data import patent_work, technology_work
from ipmarket.reference.enums import RowList
from ipmarket.reference.selectors.rows import labels_of
from patents.selectors.records import patent_page
from patents.selectors.technologies import technology_page

MAX_SHOWN_CLASSES = 20
MAX_SHOWN_PARTIES = 10


def patent(actor: Actor, ref: str, *, origin: str, language: Language, on: date) -> Page:
    """The page of a right; its pieces hold the canonical address. Raises NotFound."""
    record = patent_page(actor, ref, language=language, on=on)
    title = _title(record, language)
    number: str = record["number"] or ""
    named = texts.PATENT_DESCRIPTION.get(language).format(number=number or title.text)
    abstract = record["abstract"]
    pieces = ("patents", str(record["ref"]))
    return Page(
        language=language,
        pieces=pieces,
        title=titled(language, title.text, number),
        description=shortened(abstract["text"], MAX_DESCRIPTION_CHARACTERS) if abstract else named,
        heading=title,
        og_type="article",
        paragraphs=_paragraphs(record, abstract, language),
        facts=_patent_facts(record, language, on),
        links=_class_links(record, language),
        structured=(patent_work(record, url=origin + page_path(language, *pieces), title=title.text),),
    )


def technology(actor: Actor, ref: str, *, origin: str, language: Language, on: date) -> Page:
    """The page of a production technology; its pieces hold the canonical address. Raises NotFound."""
    record = technology_page(actor, ref, language=language, on=on)
    title = _title(record, language)
    summary = record["summary"]
    pieces = ("technologies", str(record["ref"]))
    owner: str = record["owner"]["name"]
    described = summary["text"] if summary else f"{texts.PRODUCTION_TECHNOLOGY.get(language)} · {title.text}"
    facts = [Fact(texts.HOLDER.get(language), Passage(owner, language))] if owner else []
    facts.append(Fact(texts.STAGE.get(language), Passage(record["stage"]["label"], language)))
    return Page(
        language=language,
        pieces=pieces,
        title=titled(language, title.text),
        description=shortened(described, MAX_DESCRIPTION_CHARACTERS),
        heading=title,
        og_type="article",
        paragraphs=_paragraphs(record, summary, language),
        facts=tuple(facts),
        links=_class_links(record, language),
        structured=(technology_work(record, url=origin + page_path(language, *pieces), title=title.text),),
    )


def _title(record: dict[str, Any], language: Language) -> Passage:
    title = record["title"]
    if title["text"]:
        return Passage(title["text"], title["lang"])
    return Passage(record.get("number") or texts.UNTITLED.get(language), language)


def _paragraphs(record: dict[str, Any], body: dict[str, str] | None, language: Language) -> tuple[Passage, ...]:
    shown = [Passage(body["text"], body["lang"])] if body else []
    if record["is_demo"]:
        shown.append(Passage(texts.DEMO.get(language), language))
    shown.append(Passage(texts.NO_ADVICE.get(language), language))
    return tuple(shown)


def _patent_facts(record: dict[str, Any], language: Language, on: date) -> tuple[Fact, ...]:
    rows: list[tuple[Translated, str | None]] = [
        (texts.NUMBER, record["number"]),
        (texts.STATUS, _status(record["status"], language, on)),
        (texts.FILING_DATE, written_day(record["filing_date"], language) if record["filing_date"] else None),
        (texts.PUBLICATION_DATE, written_day(record["publication_date"], language) if record["publication_date"] else None),
        (texts.APPLICANT, _names(record, "applicant", language)),
        (texts.INVENTOR, _names(record, "inventor", language)),
        (texts.OWNER, record["owner"]["name"] if record["owner"] else record["owner_name"]),
    ]
    return tuple(Fact(term.get(language), Passage(value, language)) for term, value in rows if value)


def _status(status: dict[str, Any], language: Language, on: date) -> str:
    """The state in words, with who says so and when: a status without its source is not shown as a fact."""
    label = labels_of(RowList.LEGAL_STATE, on=on).get(status["state"])
    state = label.best(language)[0] if label else str(status["state"])
    if not status["source"] or not status["as_of"]:
        return state
    return texts.STATUS_SOURCE.get(language).format(state=state, source=status["source"], day=written_day(status["as_of"], language))


def _names(record: dict[str, Any], role: str, language: Language) -> str:
    names = [party["name"] for party in record["parties"] if party["role"] == role][:MAX_SHOWN_PARTIES]
    return ("; " if language == "en" else "；").join(names)


def _class_links(record: dict[str, Any], language: Language) -> tuple[PageLink, ...]:
    """The subclasses of a record, each once, as ways to its neighbours."""
    subclasses = {row["subclass"]: row["label"] for row in reversed(record["classes"]) if row["subclass"]}
    shown = list(reversed(subclasses.items()))[:MAX_SHOWN_CLASSES]
    return tuple(PageLink(f"{symbol} {label}".strip(), page_path(language, "classes", symbol)) for symbol, label in shown)
