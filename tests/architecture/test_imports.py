"""The import direction of the house, as import-linter reads it from .importlinter."""

import configparser
import subprocess
import sys
from pathlib import Path

from tests.support.source_tree import PACKAGES, ROOT, files


def test_every_import_contract_holds() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(linter), "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_package_of_the_product_is_under_contract() -> None:
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    watched = set(contracts["importlinter"]["root_packages"].split())
    present = {name for name in PACKAGES if (ROOT / name / "__init__.py").is_file()}
    assert watched == present


def test_the_top_level_holds_only_the_rooms_of_the_house() -> None:
    allowed = {*PACKAGES, "frontend", "infra", "tests", "docs", "requirements", ".ci"}
    folders = {path.split("/", 1)[0] for path in files() if "/" in path}
    assert folders - allowed == set()
