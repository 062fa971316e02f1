"""Writes docs/authorisation.md from the table that the authorisation tests walk."""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.test")

import django  # noqa: E402 - after the path is set

django.setup()

from tests.support.authorisation_page import page  # noqa: E402 - the table names models


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "docs" / "authorisation.md")
    parser.parse_args().output.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
