"""A small front-end build and a way to read what a page says."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import html

MANIFEST = {
    "src/main.tsx": {
        "file": "assets/main-AAAA.js",
        "isEntry": True,
        "imports": ["_vendor.js", "_words.js"],
        "dynamicImports": ["src/features/home/HomePage.tsx"],
        "css": ["assets/main-BBBB.css"],
    },
    "_vendor.js": {"file": "assets/vendor-CCCC.js", "css": ["assets/vendor-DDDD.css"]},
    "_words.js": {"file": "assets/words-EEEE.js", "imports": ["_vendor.js"]},
    "src/features/home/HomePage.tsx": {"file": "assets/HomePage-FFFF.js", "isDynamicEntry": True, "css": ["assets/home-GGGG.css"]},
}


@dataclass(frozen=True)
class Read:
    """A page taken apart."""

    response: Any
    tree: Any

    @property
    def title(self) -> str:
        return str(self.tree.findtext(".//title"))

    def meta(self, name: str) -> str | None:
        found = self.tree.xpath("//meta[@name=$name or @property=$name]/@content", name=name)
        return str(found[0]) if found else None

    @property
    def canonical(self) -> str | None:
        found = self.tree.xpath("//link[@rel='canonical']/@href")
        return str(found[0]) if found else None

    @property
    def alternates(self) -> dict[str, str]:
        return {str(link.get("hreflang")): str(link.get("href")) for link in self.tree.xpath("//link[@rel='alternate']")}

    @property
    def structured(self) -> list[dict[str, Any]]:
        return [json.loads(script.text) for script in self.tree.xpath("//script[@type='application/ld+json']")]

    @property
    def text(self) -> str:
        return " ".join(self.tree.xpath("string(//div[@id='root'])").split())

    @property
    def header_nonce(self) -> str:
        match = re.search(r"script-src [^;]*'nonce-([^']+)'", self.response["Content-Security-Policy"])
        assert match is not None
        return match.group(1)


@pytest.fixture
def built(tmp_path: Path, settings: Any) -> Path:
    """A front-end build of three chunks, in a folder of its own."""
    dist = tmp_path / "dist"
    (dist / ".vite").mkdir(parents=True)
    (dist / ".vite" / "manifest.json").write_text(json.dumps(MANIFEST))
    settings.FRONTEND_DIST = dist
    settings.PUBLIC_URL = "https://market.example"
    return dist


@pytest.fixture
def read(built: Path, client: Client) -> Callable[..., Read]:
    def get(path: str, *, status: int = 200, **extra: Any) -> Read:
        response = client.get(path, **extra)
        assert response.status_code == status, response.content[:300]
        return Read(response, html.document_fromstring(response.content.decode()))

    return get


@pytest.fixture
def touch_later() -> Callable[[Path], None]:
    """Moves a file's time of change, since two writes within one tick of the clock look the same."""

    def touch(path: Path) -> None:
        at = path.stat().st_mtime_ns + 1_000_000_000
        os.utime(path, ns=(at, at))

    return touch
