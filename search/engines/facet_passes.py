"""Which facets of a query can be counted together. A facet is counted without the choices of its own field."""

from search.engines.port import Filter, Query


def facet_passes(query: Query) -> list[tuple[list[str], list[Filter]]]:
    """One pass for all facets without a choice of their own, one more for each that has one: their names and the filters that hold."""
    chosen = {each.field for each in query.filters}
    passes = [[name] for name in query.facets if name in chosen]
    plain = [name for name in query.facets if name not in chosen]
    if plain:
        passes.append(plain)
    return [(names, [each for each in query.filters if each.field not in names]) for names in passes]
