"""`make screenshots`: pictures of the main pages into docs/screenshots/, taken from a product that is started for this alone."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.support.live_product import Product, live_product  # noqa: E402 - after the path is set

FOLDER = ROOT / "docs" / "screenshots"
LIMIT_BYTES = 12 * 1024 * 1024
TIMEOUT_SECONDS = 900
# Two records that are taken in and one that is held back, so that the import page has something to say.
SAMPLE = [
    '{"id": "HK39990011A", "title": "Sample: spindle bearing with oil channel", "ipc": ["F16C 33/66"], "lang": "en", "source": "sample"}',
    '{"id": "HK39990012A", "title": "Sample: cut off in the middle of',
    '{"id": "CN139990013A", "title": "样例：主轴油雾润滑通道", "ipc": ["F16N 7/32"], "lang": "zh", "source": "sample"}',
]
HEADINGS = {
    "home": "Home",
    "search": "Search with facets",
    "patent": "Record of a patent",
    "technology": "Record of a production technology",
    "class": "Class browser",
    "classify-answer": "Which class is my invention?",
    "sign-in": "Signing in, with the demo people beside it",
    "account-security": "How I sign in",
    "account-data": "My data: consents, accepted terms, copy and erasure",
    "organisation-people": "People of an organisation (owner)",
    "organisation-verification": "Verification of an organisation (owner)",
    "organisation-signing": "Who may sign, and mandates given (owner)",
    "admin-organisations": "Organisations and what waits to be verified (operator)",
    "admin-roles": "Platform roles, which take two people (operator)",
    "audit": "Audit trail (operator)",
    "imports": "Report of an import, with what was held back (operator)",
}
LANGUAGES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}


def import_sample(product: Product) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample-records.jsonl"
        file.write_text("\n".join(SAMPLE), encoding="utf-8")
        product.manage("import_patents", str(file))


def take(product: Product, folder: Path) -> list[dict[str, Any]]:
    """Runs the picture script; one entry for each picture, in the order in which they were taken."""
    done = subprocess.run(
        ["node", "e2e/pictures.mjs", str(folder)], cwd=ROOT / "frontend", env={**os.environ, "PRODUCT_ADDRESS": product.address},
        stdout=subprocess.PIPE, text=True, timeout=TIMEOUT_SECONDS, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def gallery(pictures: list[dict[str, Any]]) -> str:
    """The page that shows all pictures: by page, then language, wide and narrow side by side."""
    files = {(p["page"], p["language"], p["width"]): p["file"] for p in pictures}
    lines = [
        "# Screenshots",
        "",
        "Written by `make screenshots` from the demo data. All names, numbers and figures are invented.",
        "",
    ]
    for page, heading in HEADINGS.items():
        lines += [f"## {heading}", ""]
        for language, name in LANGUAGES.items():
            wide, narrow = files[page, language, 1440], files[page, language, 360]
            described = f"{heading}, {name}"
            pair = [f'<img src="{file}" alt="{described}" width="{width}">' for file, width in ((wide, 720), (narrow, 180))]
            lines += [f"### {described}", "", " ".join(pair), ""]
    return "\n".join(lines)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    print("starting the product with its demo data", flush=True)
    with live_product(with_real_data=True) as product:
        import_sample(product)
        print("taking pictures", flush=True)
        for old in FOLDER.glob("*.png"):
            old.unlink()
        pictures = take(product, FOLDER)
    (FOLDER / "README.md").write_text(gallery(pictures), encoding="utf-8")
    size = sum(file.stat().st_size for file in FOLDER.glob("*.png"))
    print(f"{len(pictures)} pictures, {size / 1024 / 1024:.1f} MB, in {FOLDER.relative_to(ROOT)}")
    if size > LIMIT_BYTES:
        print(f"That is more than {LIMIT_BYTES // 1024 // 1024} MB, which is too much for a repository.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
