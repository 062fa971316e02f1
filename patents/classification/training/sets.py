"""Which labelled sets each head learns from, and how good the artefact is on what was set aside of them."""

from __future__ import annotations

from pathlib import Path

from patents.classification.classifier import Classifier
from patents.classification.documents import Document
from patents.classification.evaluation import Quality, measure
from patents.classification.training.dataset import Record, labelled_file, read_records
from patents.classification.training.split import groups, held_out

SETS = {
    "en": ("uspto-latam", "uspto-latam-b", "uspto-ppubs-full", "uspto-ppubs-biblio", "patentscope-titles", "lens-titles"),
    "zh": ("zh-titles",),
}
"""The set of each language that the targets are measured on comes first."""
NEVER_TRAINED_ON = "zh-g06f-abstracts"
LEAST_DOCUMENTS = 30


def read_sets(data: Path, language: str) -> tuple[list[Record], list[str]]:
    """All records of the sets of one language, and the group of relatives of each."""
    records = [record for source in SETS[language] for record in read_records(labelled_file(data, source))]
    return records, groups(records)


def measure_held_out(data: Path, classifier: Classifier, *, seed: int) -> dict[str, Quality]:
    """Quality on each set with at least 30 records aside, and on the small Chinese set with abstracts (one subclass only)."""
    found: dict[str, list[Record]] = {}
    for language in SETS:
        for record, name in zip(*read_sets(data, language), strict=True):
            if held_out(name, seed):
                found.setdefault(record.source, []).append(record)
    found[NEVER_TRAINED_ON] = list(read_records(labelled_file(data, NEVER_TRAINED_ON)))
    return {source: measure_records(records, classifier, seed=seed) for source, records in found.items() if len(records) >= LEAST_DOCUMENTS}


def measure_records(records: list[Record], classifier: Classifier, *, seed: int) -> Quality:
    """Quality on any labelled records."""
    documents = [Document(record.title, record.abstract) for record in records]
    return measure(classifier.suggest(documents), [record.symbols for record in records], seed=seed)
