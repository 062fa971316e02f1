"""Finds the importers and chooses one for a file."""

import importlib
import pkgutil
from functools import cache

from patents.ingest import formats
from patents.ingest.opening import SourceNotReadable
from patents.ingest.port import Importer

AUTO = "auto"
_SURE_ENOUGH = 0.5


@cache
def importers() -> dict[str, Importer]:
    """All importers by name, in the order of their names."""
    found: dict[str, Importer] = {}
    for module_info in pkgutil.iter_modules(formats.__path__):
        importer: Importer = importlib.import_module(f"{formats.__name__}.{module_info.name}").IMPORTER
        if importer.name in found or importer.name == AUTO:
            raise ValueError(f"two importers are called {importer.name}")
        found[importer.name] = importer
    return dict(sorted(found.items()))


def choose_importer(source: str, head: bytes, file_name: str) -> Importer:
    """The named importer, or with "auto" the one that is surest by the first bytes; raises `SourceNotReadable` with a sentence."""
    known = importers()
    names = ", ".join(known)
    if source != AUTO:
        if source not in known:
            raise SourceNotReadable(f"There is no source called {source[:40]!r}. Known sources: {names}.")
        return known[source]
    scores = {name: importer.sniff(head, file_name) for name, importer in known.items()}
    best = max(scores, key=lambda name: (scores[name], name))
    if scores[best] < _SURE_ENOUGH:
        raise SourceNotReadable(f"{file_name} is in no format that is known here ({names}).")
    return known[best]
