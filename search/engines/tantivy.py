"""The embedded engine: tantivy indexes in a folder, one writer at a time, readers that notice a commit by the file that it replaces."""

import shutil
import threading
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import tantivy

from search.engines import generation_folder, port
from search.engines.facet_passes import facet_passes
from search.engines.sort_heads import first_in_order, head_of

_MUST, _SHOULD, _NOT, _ASCENDING = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot, tantivy.Order.Asc
_WRITER_HEAP_BYTES = 60_000_000
_ENTRIES_PAGE, _REMEMBERED_COUNTS = 1_000, 256
_HEAD = "_head"


def _schema(mapping: port.IndexMapping) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("id" + _HEAD, fast=True)
    builder.add_integer_field("version", fast=True)
    builder.add_integer_field("digest", fast=True)
    for each in mapping.fields:
        if each.kind is port.FieldKind.TEXT:
            builder.add_text_field(each.name, tokenizer_name="whitespace", index_option="position")
        elif each.kind is port.FieldKind.SORT_KEY:
            builder.add_text_field(each.name, stored=True, tokenizer_name="raw", index_option="basic")
            builder.add_integer_field(each.name + _HEAD, fast=True)
        else:
            builder.add_text_field(each.name, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


@dataclass(slots=True)
class _Index:
    """One open generation. ``stamp`` identifies the commit that its reader shows."""

    folder: Path
    mapping: port.IndexMapping
    index: tantivy.Index
    schema: tantivy.Schema
    stamp: tuple[int, int]
    lock: threading.Lock = field(default_factory=threading.Lock)

    def current(self) -> tuple[tantivy.Searcher, tuple[int, int]]:
        """A searcher that sees the last commit, and a stamp under which what it found may be remembered."""
        stamp = _stamp(self.folder)
        if stamp != self.stamp:
            with self.lock:
                self.index.reload()
                self.stamp = stamp
        return self.index.searcher(), stamp

    def searcher(self) -> tantivy.Searcher:
        return self.current()[0]


@dataclass(slots=True)
class _Writer:
    """An open writer with its file lock, the versions not yet committed, and the versions of deletions."""

    lock: IO[str]
    writer: tantivy.IndexWriter
    tombstones: dict[str, int]
    pending: dict[str, int] = field(default_factory=dict)
    new_tombstones: dict[str, int] = field(default_factory=dict)

    def version(self, id_: str, stored: Mapping[str, int]) -> int | None:
        """The highest version that was written of a document or its deletion."""
        pending = self.pending.get(id_)
        if pending is not None:
            return pending
        known = [versions[id_] for versions in (stored, self.tombstones) if id_ in versions]
        return max(known, default=None)


def _stamp(folder: Path) -> tuple[int, int]:
    status = (folder / "meta.json").stat()
    return status.st_mtime_ns, status.st_ino


class TantivyEngine:
    """``root/<audience>/<generation>/`` holds an index, ``root/<audience>/serving.json`` is the alias."""

    name = "tantivy"

    def __init__(self, root: Path) -> None:
        self._root = root
        self._open: dict[Path, _Index] = {}
        self._writers: dict[Path, _Writer] = {}
        self._counted: dict[Hashable, dict[str, dict[str, int]]] = {}
        self._lock = threading.RLock()

    def create_generation(self, audience: str, generation: str, mapping: port.IndexMapping) -> None:
        folder = self._folder(audience, generation)
        folder.mkdir(parents=True)
        tantivy.Index(_schema(mapping), path=str(folder))
        generation_folder.write_mapping(folder, mapping)

    def generations(self, audience: str) -> list[str]:
        return sorted(path.parent.name for path in (self._root / audience).glob("*/mapping.json"))

    def drop_generation(self, audience: str, generation: str) -> None:
        if self.serving(audience) == generation:
            raise ValueError(f"{generation} is serving {audience}")
        folder = self._folder(audience, generation)
        with self._lock:
            self._release(folder)
            self._open.pop(folder, None)
        shutil.rmtree(folder, ignore_errors=True)

    def serving(self, audience: str) -> str | None:
        return generation_folder.read_alias(self._root / audience)

    def serve(self, audience: str, generation: str) -> None:
        self._index(audience, generation)
        generation_folder.write_alias(self._root / audience, generation)

    def write(self, audience: str, generation: str, writes: Sequence[port.Write]) -> port.WriteReport:
        if not writes:
            return port.WriteReport(applied=0, stale=0)
        with self._lock:
            opened = self._index(audience, generation)
            writer = self._writer(opened)
            stored = _stored_versions(opened, opened.searcher(), [each.id for each in writes])
            applied = 0
            for each in writes:
                known = writer.version(each.id, stored)
                if known is not None and each.version <= known:
                    continue
                applied += 1
                if known is not None:
                    writer.writer.delete_documents_by_term("id", each.id)
                writer.pending[each.id] = each.version
                if each.fields is None:
                    writer.new_tombstones[each.id] = each.version
                else:
                    writer.writer.add_document(_document(opened, each))
        return port.WriteReport(applied=applied, stale=len(writes) - applied)

    def refresh(self, audience: str, generation: str) -> None:
        with self._lock:
            folder = self._folder(audience, generation)
            writer = self._writers.get(folder)
            if writer is None:
                return
            if writer.new_tombstones:
                generation_folder.append_tombstones(folder, writer.new_tombstones)
            try:
                writer.writer.commit()
            except (OSError, ValueError) as error:
                raise port.EngineUnavailableError(f"the index could not be committed: {error}") from error
            finally:
                self._release(folder)

    def search(self, audience: str, query: port.Query, *, generation: str | None = None) -> port.Hits:
        port.checked(query)
        opened = self._index(audience, self._named(audience, generation))
        try:
            searcher, stamp = opened.current()
            match = _node(opened.schema, query.match)
            full = _filtered(opened.schema, match, query, query.filters)
            found = _by_score(searcher, full, query) if query.sort is None else _by_key(opened, searcher, full, query, query.sort)
            facets = self._facets((opened.folder, stamp), opened.schema, searcher, match, query)
        except (OSError, ValueError) as error:
            raise port.EngineUnavailableError(f"tantivy could not answer: {error}") from error
        return port.Hits(total=found.total, hits=found.hits, facets=facets, after=found.after, limit_reached=found.limit_reached)

    def frequencies(self, audience: str, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        opened = self._index(audience, self._named(audience, None))
        searcher = opened.searcher()
        # Counting matches, unlike reading the dictionary, leaves deleted documents out.
        asked = {(name, token): tantivy.Query.term_query(opened.schema, name, token, "basic") for name, token in terms}
        return {each: _count(searcher.search(query, limit=1)) for each, query in asked.items()}

    def entries(self, audience: str, generation: str) -> Iterator[port.Entry]:
        opened = self._index(audience, generation)
        searcher = opened.searcher()
        after: port.AfterKey | None = None
        everything = tantivy.Query.all_query()
        while True:
            page, more = _page_by_key(opened, searcher, everything, port.Query(sort="id", after=after, limit=_ENTRIES_PAGE), "id")
            addresses = [address for _, address in page]
            versions, digests = _integers(searcher, "version", addresses), _integers(searcher, "digest", addresses)
            for (document, _), version, digest in zip(page, versions, digests, strict=True):
                yield port.Entry(document["id"][0], version, digest)
            if not more:
                return
            after = port.AfterKey(page[-1][0]["id"][0])

    def health(self) -> port.Health:
        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return port.Health(is_up=False, detail=str(error))
        return port.Health(is_up=True, detail=str(self._root))

    def close(self) -> None:
        with self._lock:
            for folder in list(self._writers):
                self._release(folder)
            self._open.clear()

    def _facets(
        self, commit: Hashable, schema: tantivy.Schema, searcher: tantivy.Searcher, match: tantivy.Query, query: port.Query
    ) -> dict[str, dict[str, int]]:
        """Counting is the dear part of a search, and the pages of one list count the same: remembered until the next commit."""
        if not query.facets:
            return {}
        asked = (commit, query.match, query.filters, query.without_ids, query.facets)
        counts = self._counted.get(asked)
        if counts is None:
            counts = _facets(schema, searcher, match, query)
            with self._lock:
                if len(self._counted) >= _REMEMBERED_COUNTS:
                    self._counted.clear()
                self._counted[asked] = counts
        return counts

    def _folder(self, audience: str, generation: str) -> Path:
        return self._root / audience / generation

    def _named(self, audience: str, generation: str | None) -> str:
        found = generation or self.serving(audience)
        if found is None:
            raise port.EngineUnavailableError(f"no index serves {audience}")
        return found

    def _index(self, audience: str, generation: str) -> _Index:
        folder = self._folder(audience, generation)
        opened = self._open.get(folder)
        if opened is not None and folder.exists():
            return opened
        with self._lock:
            try:
                mapping = generation_folder.read_mapping(folder)
                index = tantivy.Index.open(str(folder))
                stamp = _stamp(folder)
            except (OSError, ValueError) as error:
                raise port.EngineUnavailableError(f"the index {generation} of {audience} cannot be opened: {error}") from error
            # Without a thread of its own the reader moves on when we say so.
            index.config_reader("manual")
            index.reload()
            self._open[folder] = opened = _Index(folder, mapping, index, index.schema, stamp)
        return opened

    def _writer(self, opened: _Index) -> _Writer:
        held = self._writers.get(opened.folder)
        if held is not None:
            return held
        lock = generation_folder.locked(opened.folder / "writer.lock")
        tombstones = generation_folder.read_tombstones(opened.folder)
        held = _Writer(lock, opened.index.writer(_WRITER_HEAP_BYTES, 1), tombstones)
        self._writers[opened.folder] = held
        return held

    def _release(self, folder: Path) -> None:
        """Close the writer, so that another process may open one; what was not committed is gone."""
        writer = self._writers.pop(folder, None)
        if writer is None:
            return
        try:
            writer.writer.wait_merging_threads()
        finally:
            writer.lock.close()


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the stub leaves the attribute out


def _integers(searcher: tantivy.Searcher, name: str, addresses: list[Any]) -> list[int]:
    return [int(value or 0) for value in searcher.fast_field_values(name, addresses)]


def _stored_versions(opened: _Index, searcher: tantivy.Searcher, ids: Sequence[str]) -> dict[str, int]:
    """The committed versions of those ids that the index holds, in one question for many."""
    hits = searcher.search(tantivy.Query.term_set_query(opened.schema, "id", list(ids)), limit=len(ids), count=False).hits
    addresses = [address for _, address in hits]
    versions = _integers(searcher, "version", addresses)
    return {searcher.doc(address)["id"][0]: version for address, version in zip(addresses, versions, strict=True)}


def _document(opened: _Index, write: port.Write) -> tantivy.Document:
    content: dict[str, Any] = {"id": write.id, "id" + _HEAD: head_of(write.id), "version": write.version, "digest": write.digest}
    for each in opened.mapping.fields:
        value = (write.fields or {}).get(each.name)
        if value is None or value == "":
            continue
        content[each.name] = value if isinstance(value, str) else list(value)
        if each.kind is port.FieldKind.SORT_KEY:
            content[each.name + _HEAD] = head_of(str(value))
    return tantivy.Document.from_dict(content, opened.schema)


def _node(schema: tantivy.Schema, node: port.Node) -> tantivy.Query:  # noqa: PLR0911 - one branch a kind of node reads better than a table of lambdas
    if isinstance(node, port.Term):
        return _boosted(tantivy.Query.term_query(schema, node.field, node.value, "freq"), node.boost)
    if isinstance(node, port.Phrase):
        if len(node.values) == 1:
            return _node(schema, port.Term(node.field, node.values[0], node.boost))
        return _boosted(tantivy.Query.phrase_query(schema, node.field, list(node.values)), node.boost)
    if isinstance(node, port.All):
        parts = [(_MUST, _node(schema, each)) for each in node.nodes] + [(_SHOULD, _node(schema, each)) for each in node.optional]
        return tantivy.Query.boolean_query(parts)
    if isinstance(node, port.Some):
        return tantivy.Query.boolean_query(
            [(_SHOULD, _node(schema, each)) for each in node.nodes], minimum_number_should_match=node.at_least
        )
    if isinstance(node, port.Best):
        return tantivy.Query.disjunction_max_query([_node(schema, each) for each in node.nodes], float(node.others))
    if isinstance(node, port.Constant):
        return tantivy.Query.const_score_query(_node(schema, node.node), float(node.score))
    if isinstance(node, port.Nothing):
        return tantivy.Query.empty_query()
    return tantivy.Query.all_query()


def _boosted(query: tantivy.Query, boost: float) -> tantivy.Query:
    return query if boost == 1.0 else tantivy.Query.boost_query(query, float(boost))


def _filtered(schema: tantivy.Schema, match: tantivy.Query, query: port.Query, filters: Sequence[port.Filter]) -> tantivy.Query:
    parts: list[tuple[tantivy.Occur, tantivy.Query]] = [(_MUST, match)]
    for each in filters:
        wanted = tantivy.Query.term_set_query(schema, each.field, list(each.values))
        parts.append((_MUST, tantivy.Query.const_score_query(wanted, 0.0)))
    if query.without_ids:
        parts.append((_NOT, tantivy.Query.term_set_query(schema, "id", list(query.without_ids))))
    return match if len(parts) == 1 else tantivy.Query.boolean_query(parts)


def _page_by_key(
    opened: _Index, searcher: tantivy.Searcher, full: tantivy.Query, query: port.Query, sort: str
) -> tuple[list[tuple[tantivy.Document, Any]], bool]:
    """(document, address) of the page and whether more follow. The engine orders by heads; keys with equal heads are told apart here."""
    start = query.after.key if isinstance(query.after, port.AfterKey) else ""
    if start:
        bound = tantivy.Query.range_query(opened.schema, sort + _HEAD, tantivy.FieldType.Integer, head_of(start), None)
        full = tantivy.Query.boolean_query([(_MUST, full), (_MUST, bound)])

    def read(_: float, addresses: Sequence[Any]) -> list[tuple[tantivy.Document, Any]]:
        documents = [(searcher.doc(address), address) for address in addresses]
        return sorted((each for each in documents if each[0][sort][0] > start), key=lambda each: str(each[0][sort][0]))

    asked = query.limit + 4
    while True:
        hits = searcher.search(full, asked, count=False, order_by_field=sort + _HEAD, order=_ASCENDING).hits
        page = first_in_order(hits, read, query.limit + 1, complete=len(hits) < asked)
        if page is not None:
            return page[: query.limit], len(page) > query.limit
        asked *= 4


def _by_key(opened: _Index, searcher: tantivy.Searcher, full: tantivy.Query, query: port.Query, sort: str) -> port.Hits:
    total = _count(searcher.search(full, 1))
    if query.limit == 0:
        return port.Hits(total, (), {})
    page, more = _page_by_key(opened, searcher, full, query, sort)
    hits = tuple(port.Hit(document["id"][0], 0.0, document[sort][0]) for document, _ in page)
    return port.Hits(total, hits, {}, port.AfterKey(hits[-1].sort_key) if more and hits else None)


def _by_score(searcher: tantivy.Searcher, full: tantivy.Query, query: port.Query) -> port.Hits:
    """Best first, equal scores by id. The list is read from its head, which is why it is served to a stated depth."""
    after = query.after if isinstance(query.after, port.AfterScore) else port.AfterScore(float("inf"), "", 0)
    seen = min(max(after.seen, 0), port.RELEVANCE_DEPTH)
    limit = min(query.limit, port.RELEVANCE_DEPTH - seen)

    def read(score: float, addresses: Sequence[Any]) -> list[port.Hit]:
        ids = sorted(searcher.doc(address)["id"][0] for address in addresses)
        return [port.Hit(id_, score) for id_ in ids if score < after.score or id_ > after.id]

    asked = seen + limit + 4
    while True:
        result = searcher.search(full, asked)
        rest = [hit for hit in result.hits if hit[0] <= after.score]
        page = first_in_order(rest, read, limit + 1, complete=len(result.hits) < asked)
        if page is not None:
            break
        asked *= 2
    shown, more = page[:limit], len(page) > limit
    reached = more and seen + len(shown) >= port.RELEVANCE_DEPTH
    next_ = port.AfterScore(shown[-1].score, shown[-1].id, seen + len(shown)) if shown and more and not reached else None
    return port.Hits(_count(result), tuple(shown), {}, next_, reached)


def _facets(schema: tantivy.Schema, searcher: tantivy.Searcher, match: tantivy.Query, query: port.Query) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for names, others in facet_passes(query):
        asked = {name: {"terms": {"field": name, "size": port.FACET_SIZE, "segment_size": port.FACET_SIZE}} for name in names}
        answer = searcher.aggregate(_filtered(schema, match, query, others), asked)
        for name in names:
            counts[name] = {bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]}
    return counts
