"""The cluster engine: Elasticsearch 8, one index a generation, an alias an audience, external versions.

Only what runs on the free licence without scripts is used. The fields hold tokens that were cut here, so the server splits at white space.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError

from search.engines import port

_TIMEOUT_SECONDS = 10.0
_BULK_TIMEOUT_SECONDS = 60.0
# A search that takes longer is given up, by the server too, so that a hard question does not hold the others up; the database answers then.
SEARCH_TIMEOUT_SECONDS = 0.5
_BULK_DOCUMENTS = 500
_ENTRIES_PAGE = 1_000
# The version of a deletion is remembered this long: longer than a writer can be late.
_REMEMBER_DELETIONS = "1h"

_Answer = TypeVar("_Answer")


def _mappings(mapping: port.IndexMapping) -> dict[str, Any]:
    properties: dict[str, Any] = {"id": {"type": "keyword"}, "digest": {"type": "long", "index": False}}
    for each in mapping.fields:
        if each.kind is port.FieldKind.TEXT:
            properties[each.name] = {"type": "text", "analyzer": "tokens"}
        elif each.kind is port.FieldKind.SORT_KEY:
            properties[each.name] = {"type": "keyword", "index": True}
        else:
            properties[each.name] = {"type": "keyword"}
    return {"dynamic": "strict", "properties": properties, "_source": {"enabled": False}, "_meta": {"schemaVersion": mapping.version}}


_SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,
    "auto_expand_replicas": "0-1",
    "refresh_interval": "1s",
    "gc_deletes": _REMEMBER_DELETIONS,
    "max_result_window": 10_000,
    "analysis": {"analyzer": {"tokens": {"type": "custom", "tokenizer": "whitespace"}}},
}


class ElasticsearchEngine:
    """``prefix-audience-generation`` names an index, ``prefix-audience`` is the alias."""

    name = "elasticsearch"

    def __init__(self, url: str, *, prefix: str = "ipmarket", search_timeout_seconds: float = SEARCH_TIMEOUT_SECONDS) -> None:
        self._client = Elasticsearch(url, request_timeout=_TIMEOUT_SECONDS, max_retries=0, retry_on_timeout=False)
        self._searching = self._client.options(request_timeout=search_timeout_seconds)
        self._deadline = f"{int(search_timeout_seconds * 1000)}ms"
        self._prefix = prefix

    # Generations

    def create_generation(self, audience: str, generation: str, mapping: port.IndexMapping) -> None:
        _asked(
            lambda: self._client.indices.create(index=self._index(audience, generation), settings=_SETTINGS, mappings=_mappings(mapping))
        )

    def generations(self, audience: str) -> list[str]:
        start = self._index(audience, "")
        found = _asked(lambda: self._client.indices.get(index=start + "*", expand_wildcards="open", features="aliases"))
        return sorted(name.removeprefix(start) for name in found)

    def drop_generation(self, audience: str, generation: str) -> None:
        if self.serving(audience) == generation:
            raise ValueError(f"{generation} is serving {audience}")
        _asked(lambda: self._client.indices.delete(index=self._index(audience, generation), ignore_unavailable=True))

    def remove_audience(self, audience: str) -> None:
        """Remove every index of an audience, the serving one too: for throw-away indexes only."""
        names = ",".join(self._index(audience, generation) for generation in self.generations(audience))
        if names:
            _asked(lambda: self._client.indices.delete(index=names, ignore_unavailable=True))

    def serving(self, audience: str) -> str | None:
        try:
            found = _asked(lambda: self._client.indices.get_alias(name=self._alias(audience)))
        except _MissingError:
            return None
        return next((str(name).removeprefix(self._index(audience, "")) for name in found), None)

    def serve(self, audience: str, generation: str) -> None:
        alias, index = self._alias(audience), self._index(audience, generation)
        before = self.serving(audience)
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": alias}}]
        if before is not None and before != generation:
            actions.append({"remove": {"index": self._index(audience, before), "alias": alias}})
        _asked(lambda: self._client.indices.update_aliases(actions=actions))

    # Writing

    def write(self, audience: str, generation: str, writes: Sequence[port.Write]) -> port.WriteReport:
        applied = stale = 0
        for start in range(0, len(writes), _BULK_DOCUMENTS):
            report = self._bulk(self._index(audience, generation), writes[start : start + _BULK_DOCUMENTS])
            applied, stale = applied + report.applied, stale + report.stale
        return port.WriteReport(applied=applied, stale=stale)

    def _bulk(self, index: str, writes: Sequence[port.Write]) -> port.WriteReport:
        operations: list[dict[str, Any]] = []
        for each in writes:
            meta = {"_id": each.id, "version": each.version, "version_type": "external"}
            if each.fields is None:
                operations.append({"delete": meta})
            else:
                operations += ({"index": meta}, {**each.fields, "id": each.id, "digest": each.digest})
        client = self._client.options(request_timeout=_BULK_TIMEOUT_SECONDS)
        answer = _asked(lambda: client.bulk(index=index, operations=operations, require_alias=False))
        return _read(lambda: _bulk_report(answer))

    def refresh(self, audience: str, generation: str) -> None:
        _asked(lambda: self._client.indices.refresh(index=self._index(audience, generation)))

    # Reading

    def search(self, audience: str, query: port.Query, *, generation: str | None = None) -> port.Hits:
        port.checked(query)
        after = query.after
        seen = min(max(after.seen, 0), port.RELEVANCE_DEPTH) if isinstance(after, port.AfterScore) else 0
        limit = query.limit if query.sort else min(query.limit, port.RELEVANCE_DEPTH - seen)
        body: dict[str, Any] = {
            "query": _matching(query),
            "size": limit + 1 if limit else 0,
            "sort": [{query.sort: "asc"}] if query.sort else [{"_score": "desc"}, {"id": "asc"}],
            "track_total_hits": True,
            "track_scores": not query.sort,
            "timeout": self._deadline,
            "_source": False,
            "docvalue_fields": ["id"],
        }
        if query.filters:
            body["post_filter"] = _filters(query.filters)
        if query.facets:
            body["aggs"] = {name: _facet(name, query.filters) for name in query.facets}
        if isinstance(after, port.AfterKey):
            body["search_after"] = [after.key]
        elif isinstance(after, port.AfterScore):
            body["search_after"] = [after.score, after.id]
        index = self._index(audience, generation) if generation else self._alias(audience)
        answer = _asked(lambda: self._searching.search(index=index, **body))
        return _read(lambda: _hits(answer, query, seen, limit))

    def frequencies(self, audience: str, terms: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        if not terms:
            return {}
        asked = {str(at): {"filter": {"term": {name: token}}} for at, (name, token) in enumerate(terms)}
        answer = _asked(lambda: self._searching.search(index=self._alias(audience), size=0, aggs=asked, timeout=self._deadline))
        _read(lambda: _all_hits(answer))
        return _read(lambda: {each: int(answer["aggregations"][str(at)]["doc_count"]) for at, each in enumerate(terms)})

    def entries(self, audience: str, generation: str) -> Iterator[port.Entry]:
        index = self._index(audience, generation)
        body: dict[str, Any] = {
            "size": _ENTRIES_PAGE,
            "sort": [{"id": "asc"}],
            "_source": False,
            "version": True,
            "docvalue_fields": ["digest"],
        }
        while True:
            entries, last = self._entries_page(index, body)
            yield from entries
            if len(entries) < _ENTRIES_PAGE:
                return
            body["search_after"] = last

    def _entries_page(self, index: str, body: dict[str, Any]) -> tuple[list[port.Entry], list[Any]]:
        answer = _asked(lambda: self._client.search(index=index, **body))
        hits = _read(lambda: _all_hits(answer))
        entries = _read(lambda: [port.Entry(hit["_id"], int(hit["_version"]), int(hit["fields"]["digest"][0])) for hit in hits])
        return entries, hits[-1]["sort"] if hits else []

    def health(self) -> port.Health:
        try:
            answer = _asked(self._searching.cluster.health)
            status = _read(lambda: str(answer["status"]))
        except port.EngineUnavailableError as error:
            return port.Health(is_up=False, detail=str(error))
        return port.Health(is_up=status in {"green", "yellow"}, detail=status)

    def close(self) -> None:
        """Connections are kept by the client and closed with the process; nothing else is held."""

    # Inside

    def _alias(self, audience: str) -> str:
        return f"{self._prefix}-{audience}"

    def _index(self, audience: str, generation: str) -> str:
        return f"{self._prefix}-{audience}-{generation}"


class _MissingError(port.EngineUnavailableError):
    """The index or the alias does not exist."""


def _asked(call: Callable[[], _Answer]) -> _Answer:
    """One request; whatever goes wrong on the way is the engine being unavailable."""
    try:
        return call()
    except NotFoundError as error:
        raise _MissingError(f"no such index: {error.message}") from error
    except (ApiError, TransportError) as error:
        raise port.EngineUnavailableError(f"Elasticsearch did not answer: {type(error).__name__}: {error}") from error


def _read(reading: Callable[[], _Answer]) -> _Answer:
    """An answer that has not the shape of an answer is none."""
    try:
        return reading()
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise port.EngineUnavailableError(f"Elasticsearch answered with something else: {type(error).__name__}: {error}") from error


def _bulk_report(answer: Any) -> port.WriteReport:
    applied = stale = 0
    for item in answer["items"]:
        (result,) = item.values()
        if result["status"] == 409:
            stale += 1
        # Deleting what is not there leaves the tombstone that a late writer has to meet.
        elif result["status"] < 300 or (result["status"] == 404 and result.get("result") == "not_found"):
            applied += 1
        else:
            raise port.EngineUnavailableError(f"document {result['_id']} was refused: {result.get('error')}")
    return port.WriteReport(applied=applied, stale=stale)


def _all_hits(answer: Any) -> list[Any]:
    """The hits of a complete answer; a part of one would be a wrong answer."""
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise port.EngineUnavailableError("Elasticsearch gave up on a part of the index")
    return list(answer["hits"]["hits"])


def _hits(answer: Any, query: port.Query, seen: int, limit: int) -> port.Hits:
    found = _all_hits(answer)
    more = len(found) > limit
    hits: tuple[port.Hit, ...]
    after: port.AfterKey | port.AfterScore | None = None
    if query.sort:
        hits = tuple(port.Hit(str(hit["_id"]), 0.0, str(hit["sort"][0])) for hit in found[:limit])
        after = port.AfterKey(hits[-1].sort_key) if more and hits else None
        reached = False
    else:
        hits = tuple(port.Hit(str(hit["_id"]), float(hit["_score"])) for hit in found[:limit])
        reached = more and seen + len(hits) >= port.RELEVANCE_DEPTH
        after = port.AfterScore(hits[-1].score, hits[-1].id, seen + len(hits)) if hits and more and not reached else None
    facets = {name: _counts(answer["aggregations"][name]) for name in query.facets}
    return port.Hits(int(answer["hits"]["total"]["value"]), hits, facets, after, reached)


def _counts(aggregation: Mapping[str, Any]) -> dict[str, int]:
    return {str(bucket["key"]): int(bucket["doc_count"]) for bucket in aggregation["values"]["buckets"]}


def _matching(query: port.Query) -> dict[str, Any]:
    match = _node(query.match)
    if not query.without_ids:
        return match
    return {"bool": {"must": [match], "must_not": [{"terms": {"id": list(query.without_ids)}}]}}


def _filters(filters: Sequence[port.Filter]) -> dict[str, Any]:
    return {"bool": {"filter": [{"terms": {each.field: list(each.values)}} for each in filters]}}


def _facet(name: str, filters: Sequence[port.Filter]) -> dict[str, Any]:
    """Counted under the filters of the other facets."""
    others = [each for each in filters if each.field != name]
    counted = {"terms": {"field": name, "size": port.FACET_SIZE, "shard_size": port.FACET_SIZE}}
    return {"filter": _filters(others) if others else {"match_all": {}}, "aggs": {"values": counted}}


def _node(node: port.Node) -> dict[str, Any]:  # noqa: PLR0911 - one branch a kind of node reads better than a table of lambdas
    if isinstance(node, port.Term):
        return {"term": {node.field: {"value": node.value, "boost": node.boost}}}
    if isinstance(node, port.Phrase):
        if len(node.values) == 1:
            return _node(port.Term(node.field, node.values[0], node.boost))
        return {"match_phrase": {node.field: {"query": " ".join(node.values), "boost": node.boost}}}
    if isinstance(node, port.All):
        return {"bool": {"must": [_node(each) for each in node.nodes], "should": [_node(each) for each in node.optional]}}
    if isinstance(node, port.Some):
        return {"bool": {"should": [_node(each) for each in node.nodes], "minimum_should_match": node.at_least}}
    if isinstance(node, port.Best):
        return {"dis_max": {"queries": [_node(each) for each in node.nodes], "tie_breaker": node.others}}
    if isinstance(node, port.Constant):
        return {"constant_score": {"filter": _node(node.node), "boost": node.score}}
    if isinstance(node, port.Nothing):
        return {"match_none": {}}
    return {"match_all": {}}
