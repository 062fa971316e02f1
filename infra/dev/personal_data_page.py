"""Writes docs/personal-data.md from the inventory of personal data; `make check` compares it."""

import argparse
import os
import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.dev")

import django  # noqa: E402 - after the path is set

django.setup()

from django.apps import apps  # noqa: E402 - after Django is ready

from ipmarket.accounts.personal_data import PersonalField, inventory  # noqa: E402 - after Django is ready

INTRODUCTION = """# Personal data

Printed from `ipmarket/accounts/data/personal_data.tsv`; `make check` compares this page. `tests/architecture/test_personal_data.py` reads
the models: a field that could hold personal data and has no row fails, and so does a row without a field.

"Kept" names a rule of `ipmarket/reference/data/retention_rules.tsv` where it is one word; the daily job applies those rules
(`ipmarket/accounts/services/keep_retention.py`). "Copy" names the section of the file that a person gets on request.
"""


def page() -> str:
    """The whole page: one table for each model, then what was looked at and holds nothing personal."""
    rows = inventory()
    lines = [INTRODUCTION]
    for model, fields in groupby((row for row in rows if row.is_personal), key=lambda row: row.field.rsplit(".", 1)[0]):
        lines += [f"## {model}", "", (apps.get_model(model).__doc__ or "").strip().splitlines()[0], "", *_table(list(fields)), ""]
    lines += ["## Looked at, nothing personal", ""]
    for model, fields in groupby((row for row in rows if not row.is_personal), key=lambda row: row.field.rsplit(".", 1)[0]):
        found = list(fields)
        lines.append(f"- {model}: {', '.join(row.field.rsplit('.', 1)[1] for row in found)}. {found[0].purpose}.")
    return "\n".join(lines) + "\n"


def _table(fields: list[PersonalField]) -> list[str]:
    heads = ["Field", "Kind", "What for", "Kept", "When the account is erased", "Copy"]
    cells = [[f.field.rsplit(".", 1)[1], f.kind, f.purpose, f.kept, f.erasure, f.copy] for f in fields]
    return ["| " + " | ".join(row) + " |" for row in (heads, ["---"] * len(heads), *cells)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--output", type=Path, required=True)
    parser.parse_args().output.write_text(page(), encoding="utf-8")
