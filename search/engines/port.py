"""The one port of the search engines: what is stored, what is asked, what comes back.

Both engines store the tokens that :mod:`search.analysis` cut, and both answer the same query tree, so that the matching set,
the totals, the facet counts and the paging under deterministic sorts are identical.
Only the order by relevance may differ, in the last digits of a score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

# Relevance is served to this depth and no further; the answer says so.
RELEVANCE_DEPTH = 1_000
MAX_LIMIT = 1_000
# More values than any facet has: about 660 subclasses are the most.
FACET_SIZE = 2_000
# More clauses than a person writes; a query tree beyond it is refused before it reaches an engine.
MAX_CLAUSES = 8_000


class FieldKind(StrEnum):
    """How a field is stored and what may be asked of it."""

    TEXT = "text"  # tokens joined by spaces; terms, phrases, BM25
    KEYWORD = "keyword"  # whole values; terms, filters, facets
    SORT_KEY = "sort_key"  # one value, unique in the index, read in ascending order


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: FieldKind


@dataclass(frozen=True, slots=True)
class IndexMapping:
    """The fields of an index and the version of their meaning."""

    version: int
    fields: tuple[Field, ...]

    def of_kind(self, kind: FieldKind) -> list[str]:
        return [each.name for each in self.fields if each.kind is kind]


@dataclass(frozen=True, slots=True)
class Term:
    """Documents whose field holds the token or value."""

    field: str
    value: str
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents whose text field holds the tokens side by side, in order."""

    field: str
    values: tuple[str, ...]
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class All:
    """Every node matches, and the optional ones add to the score where they match too."""

    nodes: "tuple[Node, ...]"
    optional: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least so many nodes match; their scores add up."""

    nodes: "tuple[Node, ...]"
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """Any node matches; the best score counts, the others in the given part."""

    nodes: "tuple[Node, ...]"
    others: float = 0.0


@dataclass(frozen=True, slots=True)
class Constant:
    """The node's matches, each with the same score."""

    node: "Node"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Everything:
    """Every document."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document."""


Node = Term | Phrase | All | Some | Best | Constant | Everything | Nothing


@dataclass(frozen=True, slots=True)
class Filter:
    """One of the values; filters of different fields must all hold. A facet is counted without the filter of its own field."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AfterKey:
    """The next page begins after this value of the sort key."""

    key: str


@dataclass(frozen=True, slots=True)
class AfterScore:
    """The next page by relevance begins after this score and id, ``seen`` hits into the list."""

    score: float
    id: str
    seen: int


@dataclass(frozen=True, slots=True)
class Query:
    match: Node = field(default_factory=Everything)
    filters: tuple[Filter, ...] = ()
    without_ids: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    sort: str | None = None  # the name of a sort key; relevance when None
    after: AfterKey | AfterScore | None = None
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    score: float
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class Hits:
    """``after`` is None on the last page; ``limit_reached`` says that relevance order ends here although more documents match."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    after: AfterKey | AfterScore | None = None
    limit_reached: bool = False


@dataclass(frozen=True, slots=True)
class Write:
    """One document, or its deletion when ``fields`` is None. A write whose version is not higher than the stored one changes nothing."""

    id: str
    version: int
    fields: Mapping[str, str | Sequence[str]] | None
    digest: int = 0


@dataclass(frozen=True, slots=True)
class WriteReport:
    applied: int
    stale: int


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index holds about a document, for comparing it with the database."""

    id: str
    version: int
    digest: int


@dataclass(frozen=True, slots=True)
class Health:
    is_up: bool
    detail: str


class EngineUnavailableError(Exception):
    """The engine did not answer, answered too late, or answered with something that is no answer."""


class Engine(Protocol):
    """Every method raises :class:`EngineUnavailableError` when the engine cannot answer; an index that does not exist counts as that."""

    @property
    def name(self) -> str: ...

    def create_generation(self, audience: str, generation: str, mapping: IndexMapping) -> None:
        """Make an empty index. Making one that exists is an error."""

    def generations(self, audience: str) -> list[str]:
        """The names of the audience's indexes, oldest first."""

    def drop_generation(self, audience: str, generation: str) -> None:
        """Remove an index; the serving one is refused."""

    def serving(self, audience: str) -> str | None:
        """The generation that searches are answered from."""

    def serve(self, audience: str, generation: str) -> None:
        """Point the alias at the generation in one step: a search sees the old one or the new one."""

    def write(self, audience: str, generation: str, writes: Sequence[Write]) -> WriteReport:
        """Apply the writes; they are findable after :meth:`refresh`."""

    def refresh(self, audience: str, generation: str) -> None:
        """Make what was written findable and durable."""

    def search(self, audience: str, query: Query, *, generation: str | None = None) -> Hits:
        """Answer from the serving generation, or from the one named."""

    def frequencies(self, audience: str, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """How many documents hold each (field, token)."""

    def entries(self, audience: str, generation: str) -> Iterator[Entry]:
        """Every document of the index in the order of its id."""

    def health(self) -> Health: ...

    def close(self) -> None:
        """Give back files, locks and connections. The engine may be used again."""


def clause_count(node: Node) -> int:
    """How many leaves a query tree has."""
    if isinstance(node, All):
        return sum(map(clause_count, node.nodes)) + sum(map(clause_count, node.optional))
    if isinstance(node, Some | Best):
        return sum(map(clause_count, node.nodes))
    if isinstance(node, Constant):
        return clause_count(node.node)
    return 1


def checked(query: Query) -> Query:
    """Refuse what no engine should be asked.

    Raises:
        ValueError: the limit or the number of clauses is out of bounds, or the cursor does not belong to the sort.
    """
    if not 0 <= query.limit <= MAX_LIMIT:
        raise ValueError(f"limit {query.limit} is not between 0 and {MAX_LIMIT}")
    if clause_count(query.match) > MAX_CLAUSES:
        raise ValueError(f"more than {MAX_CLAUSES} clauses")
    if query.after is not None and isinstance(query.after, AfterScore) != (query.sort is None):
        raise ValueError("the cursor belongs to another order")
    return query
