"""The inventory of personal data: each field that holds some, what for, how long, and what becomes of it. Read by its page and its check.

``data/personal_data.tsv`` names fields as ``app.Model.field``, several of one model with commas. ``kind`` "none" marks what could hold
personal data by its type and does not; such rows say why under ``purpose``.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "data" / "personal_data.tsv"
NOT_PERSONAL = "none"


@dataclass(frozen=True, slots=True)
class PersonalField:
    """One field. ``kept`` is the code of a retention rule or words; ``copy`` the section of the copy of one's data, or "none: why"."""

    field: str
    kind: str
    purpose: str
    kept: str
    erasure: str
    copy: str

    @property
    def is_personal(self) -> bool:
        return self.kind != NOT_PERSONAL


def inventory(path: Path = _FILE) -> list[PersonalField]:
    """Every row of the inventory, one for each field, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        PersonalField(f"{model}.{name}", line["kind"], line["purpose"], line["kept"] or "", line["erasure"] or "", line["copy"] or "")
        for line in lines
        for model, names in [line["fields"].rsplit(".", 1)]
        for name in names.split(",")
    ]
