"""From all source records of a cluster to the rights that are shown. Pure, and blind to the order in which records came.

Identity:

* Records with the same office, number and kind speak about one publication.
* A record without a kind speaks about the sole publication of its number; where several kinds exist it speaks about their right and
  about no publication in particular; where none exists it makes a publication without a kind.
* Publications belong to one right when they share the application, or the office, number and class of right (patent, utility model, design,
  plant). A record without a number is a right of its own.
* Rights that share a priority, or of which one is the other's priority, belong to one family (connected components).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from patents.ingest.cleaning import MAX_CITATIONS, MAX_CLAIMS
from patents.ingest.precedence import by_precedence, source_rank
from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord, StatusMention
from patents.numbers import PublicationNumber, RightClass

_CLASS_ORDER = (RightClass.PATENT, RightClass.UTILITY_MODEL, RightClass.DESIGN, RightClass.PLANT)
RecordName = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PublicationDraft:
    number: PublicationNumber
    publication_date: date | None


@dataclass(frozen=True, slots=True)
class TextDraft:
    """Title and abstract in one language; `is_original` when a source names this language as that of the document."""

    language: str
    title: str
    abstract: str
    is_original: bool


@dataclass(frozen=True, slots=True)
class StatusDraft:
    state: str
    source: str
    as_of_date: date
    note: str


@dataclass(frozen=True, slots=True)
class RightDraft:
    """Everything that the sources say about one right, chosen by precedence. `records` names the source records behind it."""

    records: tuple[RecordName, ...]
    office: str
    right_class: RightClass
    main: PublicationNumber | None
    publications: tuple[PublicationDraft, ...]
    application_text: str
    application_key: str
    filing_date: date | None
    publication_date: date | None
    grant_date: date | None
    original_language: str
    texts: tuple[TextDraft, ...]
    claims: tuple[str, ...]
    parties: tuple[Party, ...]
    classes: tuple[ClassMention, ...]
    citations: tuple[CitationMention, ...]
    priorities: tuple[PriorityClaim, ...]
    statuses: tuple[StatusDraft, ...]
    original_link: str
    family_keys: frozenset[str]


def cluster_keys(record: SourceRecord) -> frozenset[str]:
    """Records that share one of these may belong together. A loader that follows them to the end finds whole clusters."""
    keys = {f"number:{record.office}{record.number}"} if record.number else {f"record:{record.source}:{record.source_key}"}
    if record.application_key:
        keys.add(f"application:{record.application_key}")
    return frozenset(keys)


def priority_keys(draft: RightDraft) -> frozenset[str]:
    """Keys by which rights find their family: the priorities claimed and the own application, which others may claim."""
    return draft.family_keys


def resolve(records: Iterable[SourceRecord]) -> tuple[RightDraft, ...]:
    """All rights that the records speak about, in a fixed order."""
    by_name = {(record.source, record.source_key): record for record in records}
    groups = _Groups()
    publication_of = _publications_of(by_name.values())
    for name, record in sorted(by_name.items()):
        groups.add(name)
        for anchor in _anchors(record, publication_of.get(name)):
            groups.join(anchor, name)
    members: dict[object, list[RecordName]] = defaultdict(list)
    for name in sorted(by_name):
        members[groups.root(name)].append(name)
    drafts = [_draft([(by_name[name], publication_of.get(name)) for name in names]) for names in members.values()]
    return tuple(sorted(drafts, key=lambda draft: draft.records))


def families(rights: Iterable[tuple[str, frozenset[str]]]) -> tuple[tuple[str, ...], ...]:
    """Connected components of (right, family keys), each sorted, in a fixed order; a right that shares nothing stands alone."""
    groups = _Groups()
    names = []
    for name, keys in sorted(rights, key=lambda pair: pair[0]):
        names.append(name)
        groups.add(("right", name))
        for key in sorted(keys):
            groups.join(("key", key), ("right", name))
    members: dict[object, list[str]] = defaultdict(list)
    for name in names:
        members[groups.root(("right", name))].append(name)
    return tuple(sorted(tuple(sorted(group)) for group in members.values()))


class _Groups:
    """Disjoint sets with path halving."""

    def __init__(self) -> None:
        self._parents: dict[object, object] = {}

    def add(self, item: object) -> None:
        self._parents.setdefault(item, item)

    def root(self, item: object) -> object:
        self.add(item)
        while self._parents[item] != item:
            self._parents[item] = self._parents[self._parents[item]]
            item = self._parents[item]
        return item

    def join(self, one: object, other: object) -> None:
        self._parents[self.root(other)] = self.root(one)


def _publications_of(records: Iterable[SourceRecord]) -> dict[RecordName, PublicationNumber | RightClass]:
    """For each record with a number: its publication, or the class of right it speaks about where several kinds exist."""
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    numbered = [record for record in records if record.number]
    for record in numbered:
        if record.kind:
            kinds[record.office, record.number].add(record.kind)
    found: dict[RecordName, PublicationNumber | RightClass] = {}
    for record in numbered:
        known = kinds.get((record.office, record.number), set())
        name = (record.source, record.source_key)
        if record.kind or not known:
            found[name] = PublicationNumber(record.office, record.number, record.kind)
        elif len(known) == 1:
            found[name] = PublicationNumber(record.office, record.number, next(iter(known)))
        else:
            classes = {PublicationNumber(record.office, record.number, kind).right_class for kind in known}
            own = PublicationNumber(record.office, record.number).right_class
            found[name] = own if own in classes else min(classes, key=_CLASS_ORDER.index)
    return found


def _anchors(record: SourceRecord, publication: PublicationNumber | RightClass | None) -> list[tuple[str, ...]]:
    anchors: list[tuple[str, ...]] = []
    if publication is not None:
        right_class = publication.right_class if isinstance(publication, PublicationNumber) else publication
        anchors.append(("number", record.office, record.number, right_class.value))
    if record.application_key:
        anchors.append(("application", record.application_key))
    return anchors


def _draft(pairs: list[tuple[SourceRecord, PublicationNumber | RightClass | None]]) -> RightDraft:
    ordered = by_precedence([(record, record.content_sha256) for record, _publication in pairs])
    publications = _publications(ordered, {(record.source, record.source_key): publication for record, publication in pairs})
    application = next((record for record in ordered if record.application_key), None)
    application = application or next((record for record in ordered if record.application_text), None)
    priorities = next((record.priorities for record in ordered if record.priorities), ())
    main = _main(publications)
    classes = {draft.number.right_class for draft in publications} | {item for _, item in pairs if isinstance(item, RightClass)}
    dates = [draft.publication_date for draft in publications if draft.publication_date]
    grants = [draft.publication_date for draft in publications if draft.publication_date and draft.number.is_grant]
    language = next((record.original_language for record in ordered if record.original_language), "")
    application_keys = {record.application_key for record in ordered if record.application_key}
    return RightDraft(
        records=tuple(sorted((record.source, record.source_key) for record in ordered)),
        office=main.office if main else ordered[0].office,
        right_class=min(classes, key=_CLASS_ORDER.index) if classes else RightClass.PATENT,
        main=main,
        publications=publications,
        application_text=application.application_text if application else "",
        application_key=application.application_key if application else "",
        filing_date=next((record.filing_date for record in ordered if record.filing_date), None),
        publication_date=min(dates, default=None),
        grant_date=min(grants, default=None),
        original_language=language,
        texts=_texts(ordered, language),
        claims=_claims(ordered, language),
        parties=_parties(ordered),
        classes=_classes(ordered),
        citations=_citations(ordered),
        priorities=priorities,
        statuses=_statuses(ordered),
        original_link=next((record.original_link for record in ordered if record.original_link), ""),
        family_keys=frozenset({claim.key or f"{claim.office}{claim.text}" for claim in priorities} | application_keys),
    )


def _publications(
    ordered: list[SourceRecord], publication_of: dict[RecordName, PublicationNumber | RightClass | None]
) -> tuple[PublicationDraft, ...]:
    dates: dict[PublicationNumber, date | None] = {}
    for record in ordered:
        publication = publication_of.get((record.source, record.source_key))
        if isinstance(publication, PublicationNumber):
            dates[publication] = dates.get(publication) or record.publication_date
    return tuple(PublicationDraft(number, dates[number]) for number in sorted(dates, key=lambda number: number.sort_key))


def _main(publications: tuple[PublicationDraft, ...]) -> PublicationNumber | None:
    """The number that pages show: the latest publication; without dates a grant before an application, then the highest kind."""
    if not publications:
        return None
    chosen = max(publications, key=lambda draft: (draft.publication_date or date.min, draft.number.is_grant, draft.number.sort_key))
    return chosen.number


def _texts(ordered: list[SourceRecord], original_language: str) -> tuple[TextDraft, ...]:
    titles: dict[str, str] = {}
    abstracts: dict[str, str] = {}
    for record in ordered:
        for language, title in record.titles:
            titles.setdefault(language, title)
        for language, abstract in record.abstracts:
            abstracts.setdefault(language, abstract)
    languages = sorted(titles.keys() | abstracts.keys())
    return tuple(
        TextDraft(language, titles.get(language, ""), abstracts.get(language, ""), bool(language) and language == original_language)
        for language in languages
    )


def _claims(ordered: list[SourceRecord], original_language: str) -> tuple[str, ...]:
    """The claims of the most believed record that has any: in the original language, else English, else the first by tag."""
    for record in ordered:
        by_language = dict(record.claims)
        for language in (original_language, "en", *sorted(by_language)):
            if by_language.get(language):
                return by_language[language][:MAX_CLAIMS]
    return ()


def _parties(ordered: list[SourceRecord]) -> tuple[Party, ...]:
    """For each role the names of the most believed record that names anybody in it."""
    found: list[Party] = []
    for role in ("applicant", "inventor", "owner", "agent"):
        chosen = next((record for record in ordered if any(party.role == role for party in record.parties)), None)
        if chosen is not None:
            found.extend(party for party in chosen.parties if party.role == role)
    return tuple(dict.fromkeys(found))


def _classes(ordered: list[SourceRecord]) -> tuple[ClassMention, ...]:
    """All symbols that any source names, the most believed first. A bare subclass gives way to a group below it."""
    found: list[ClassMention] = []
    for scheme in ("ipc", "cpc"):
        symbols: dict[str, bool] = {}
        has_first = False
        for record in ordered:
            for mention in record.classes:
                if mention.scheme == scheme:
                    is_first = mention.is_first and not has_first
                    has_first = has_first or is_first
                    symbols[mention.symbol] = symbols.get(mention.symbol, False) or is_first
        with_group = {symbol[:4] for symbol in symbols if len(symbol) > 4}
        # A main class that a coarse source gives only as a subclass is not guessed down to a group.
        found.extend(
            ClassMention(scheme, symbol, first) for symbol, first in symbols.items() if len(symbol) > 4 or symbol not in with_group
        )
    return tuple(sorted(found, key=lambda mention: (mention.scheme != "ipc", not mention.is_first)))


def _citations(ordered: list[SourceRecord]) -> tuple[CitationMention, ...]:
    found: dict[str, CitationMention] = {}
    for record in ordered:
        for citation in record.citations:
            name = citation.ref or citation.text
            known = found.get(name)
            if known is None or (citation.category and not known.category):
                found[name] = CitationMention(known.text if known else citation.text, citation.ref, citation.category)
    return tuple(found.values())[:MAX_CITATIONS]


def _statuses(ordered: list[SourceRecord]) -> tuple[StatusDraft, ...]:
    found = {
        (status.state, record.source, status.as_of_date): StatusDraft(status.state, record.source, status.as_of_date, status.note)
        for record in reversed(ordered)
        for status in record.statuses
    }
    return tuple(sorted(found.values(), key=lambda draft: (-draft.as_of_date.toordinal(), source_rank(draft.source), draft.state)))


__all__ = [
    "PublicationDraft",
    "RightDraft",
    "StatusDraft",
    "StatusMention",
    "TextDraft",
    "cluster_keys",
    "families",
    "priority_keys",
    "resolve",
]
