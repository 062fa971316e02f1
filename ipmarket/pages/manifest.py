"""What the front-end build made: the files that a page has to name."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

MANIFEST = Path(".vite") / "manifest.json"


class FrontEndNotBuilt(Exception):
    """There is no readable manifest, or it names no entry."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Addresses for one page: the entry module, the style sheets in cascade order, and the modules worth fetching early."""

    module: str
    styles: tuple[str, ...]
    preloads: tuple[str, ...]


_read: dict[tuple[str, int, int], Assets] = {}


def assets() -> Assets:
    """The entry's files. The manifest is parsed again only when it was written anew. Raises FrontEndNotBuilt."""
    path: Path = settings.FRONTEND_DIST / MANIFEST
    try:
        stat = path.stat()
        key = (str(path), stat.st_mtime_ns, stat.st_size)
        if key not in _read:
            read = json.loads(path.read_bytes())
            found = _parse(read if isinstance(read, dict) else {})
            _read.clear()
            _read[key] = found
        return _read[key]
    except (OSError, ValueError) as error:
        raise FrontEndNotBuilt(str(path)) from error


def _parse(manifest: dict[str, Any]) -> Assets:
    entry = next((name for name, chunk in manifest.items() if chunk.get("isEntry")), None)
    if entry is None:
        raise FrontEndNotBuilt("The manifest names no entry.")
    chunks = _static_imports(manifest, entry)
    base = f"{settings.STATIC_URL}app/"
    # The entry holds the base sheets (Mantine, tokens); the sheets of shared components refine them, so they come after it.
    styles = dict.fromkeys(base + sheet for name in [entry, *chunks] for sheet in manifest[name].get("css", ()))
    preloads = tuple(base + manifest[name]["file"] for name in chunks if name != entry)
    return Assets(module=base + manifest[entry]["file"], styles=tuple(styles), preloads=preloads)


def _static_imports(manifest: dict[str, Any], entry: str) -> list[str]:
    """The entry and everything it imports at once, dependencies first; each chunk once, however the imports meet."""
    ordered: list[str] = []
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in manifest:
            return
        seen.add(name)
        for imported in manifest[name].get("imports", ()):
            visit(imported)
        ordered.append(name)

    visit(entry)
    return ordered
