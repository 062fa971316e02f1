"""`make check`: format, lint, types, import contracts, and whether every generated file is what its sources say.

With ``--update`` the generated files are written instead of compared.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from infra.dev.steps import Generated, Step, command, drift, run  # noqa: E402 - after the path is set

PYTHON = sys.executable
BIN = Path(PYTHON).parent
SCRATCH = ROOT / "var" / "check"
FRONTEND = ROOT / "frontend"
TYPED = ("ipmarket", "patents", "search", "licensing", "tisc_services", "tests", "infra")

OPENAPI = Generated("ipmarket/openapi.yaml", (PYTHON, "manage.py", "spectacular", "--fail-on-warn", "--validate", "--file", "{output}"))
API_TYPES = Generated(
    "frontend/src/api/schema.d.ts",
    (str(FRONTEND / "node_modules" / ".bin" / "openapi-typescript"), "../ipmarket/openapi.yaml", "--output", "{output}"),
    FRONTEND,
)
AUTHORISATION = Generated("docs/authorisation.md", (PYTHON, "infra/dev/authorisation_page.py", "--output", "{output}"))
PERSONAL_DATA = Generated("docs/personal-data.md", (PYTHON, "infra/dev/personal_data_page.py", "--output", "{output}"))
POLICIES = Generated("docs/policies.md", (PYTHON, "infra/dev/policies_page.py", "--output", "{output}"))
NOTICES = Generated("docs/third-party-notices.md", (PYTHON, "infra/dev/notices.py", "--output", "{output}"))


def steps() -> list[Step]:
    """Everything that is checked, the longest first so that nothing waits for it at the end."""
    typed = [name for name in TYPED if any((ROOT / name).rglob("*.py"))]
    return [
        command("types (mypy)", PYTHON, "-m", "mypy", *typed),
        command("front end (npm run check)", "npm", "run", "--silent", "check", folder=FRONTEND),
        drift("API description (openapi.yaml)", OPENAPI, SCRATCH),
        drift("front-end API types", API_TYPES, SCRATCH),
        drift("authorisation page", AUTHORISATION, SCRATCH),
        drift("policies page", POLICIES, SCRATCH),
        drift("inventory of personal data", PERSONAL_DATA, SCRATCH),
        command("migrations drift", PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"),
        command("import contracts", str(BIN / "lint-imports"), "--no-logo"),
        command("lint (ruff)", PYTHON, "-m", "ruff", "check", "."),
        command("format (ruff)", PYTHON, "-m", "ruff", "format", "--check", "."),
        drift("third-party notices", NOTICES, SCRATCH),
    ]


def update() -> int:
    """Writes every generated file, in an order in which each finds its sources fresh."""
    for generated in (OPENAPI, API_TYPES, AUTHORISATION, POLICIES, PERSONAL_DATA, NOTICES):
        outcome = generated.write(ROOT / generated.path)
        print(f"{'written' if outcome.passed else 'FAILED '}  {generated.path}", flush=True)
        if not outcome.passed:
            print(outcome.text, flush=True)
            return 1
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the generated files instead of comparing them")
    if parser.parse_args().update:
        return update()
    failed = run(steps(), at_once=2)
    if failed:
        print("make check: FAILED: " + ", ".join(failed), flush=True)
        return 1
    print("make check: everything is in order", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("stopped", flush=True)
        sys.exit(130)
