"""Write the model card from the metadata and the measurements, so that its numbers are never older than the weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from patents.classification.evaluation import Quality

_SETS = {
    "uspto-latam": "US grants, English, title and abstract",
    "uspto-latam-b": "US grants, English, title and abstract (few)",
    "uspto-ppubs-full": "US records, English, title and abstract (few)",
    "uspto-ppubs-biblio": "US records, English, titles only (few)",
    "patentscope-titles": "result lists of several offices, titles only, mostly English; one query, so topics are skewed",
    "lens-titles": "result lists of several offices, titles only, mostly English; three queries, so topics are skewed",
    "zh-titles": "Chinese publications, titles only",
    "zh-g06f-abstracts": "Chinese applications, title and abstract, one subclass only; never trained on",
}
_MEASURES = (
    ("subclass_top1", "subclass, first suggestion"),
    ("subclass_top3", "subclass, first three"),
    ("subclass_top5", "subclass, first five"),
    ("subclass_calibration_error", "calibration error, first five subclasses"),
    ("section_top1", "section, first"),
    ("section_micro_f1", "sections, micro-F1 at probability 0.5"),
    ("section_calibration_error", "calibration error, all sections"),
    ("coverage", "share without the advice to abstain"),
    ("precision_where_not_abstained", "first suggestion right where not abstained"),
)
_CARD = """# Model card: IPC suggestions

Version {version} · scheme IPC {scheme} · seed {seed} · made by `python manage.py train_classifier`; do not edit by hand.

## What it is

A linear one-vs-rest model (ridge regression, then pruned and stored in eight bits) over hashed features: words, pairs of words and
character 3–5-grams for text in letters; runs of one to three ideographs and words in letters for Chinese. Traditional and Simplified
characters fold together before anything else, so both scripts get the same suggestions. Scores are calibrated on leave-one-out scores:
a score of 0.8 means that the symbol is among the symbols of the record in about 8 of 10 such cases.

## What it learnt from

{training}

The official titles of subclasses and groups (IPC and CPC, English and Chinese) were further training text. From the two English
title-only sets a spread selection was used. The artefact holds hashes of words and n-grams with numbers; no text of any record.

A tenth of all records was set aside before training. Records with the same number (without kind), the same title or the same
beginning of the abstract stay together, so that no relative of a test record was trained on.

Labels are the symbols printed at the time. Some of them IPC {scheme} no longer has: {withdrawn}.
They are still predicted, because records carry them, and suggestions mark them as not current. Withdrawn symbols on fewer than
three records were taken for misprints and left out.

## How good it is

Top-k counts a hit when any subclass of the record is among the first k. Each value with its 95 % bootstrap interval, on held-out records.

{tables}

## What it is not for

- No legal classification: offices classify from claims and description, this model reads a title and an abstract.
- No groups or subgroups: it stops at the subclass.
- No other languages: text that is neither English nor Chinese gets guesses with low scores.
- Chinese abstracts were hardly seen in training, and there is no broad set to measure them on.
- Subclasses with few examples (most of sections D and E, and those new in 2026) are known mainly from their official titles.
- Where it abstains, no subclass is more likely than not; a person should look.
"""


def render(metadata: Mapping[str, Any], qualities: Mapping[str, Quality]) -> str:
    """The card as Markdown."""
    counts = metadata["training_records_by_set"]
    return _CARD.format(
        version=metadata["version"],
        scheme=metadata["scheme_version"],
        seed=metadata["seed"],
        training="\n".join(f"- `{source}`: {count:,} records ({_SETS[source]})" for source, count in sorted(counts.items())),
        withdrawn=", ".join(metadata["withdrawn"]),
        tables="\n\n".join(_table(source, quality) for source, quality in qualities.items()),
    )


def _table(source: str, quality: Quality) -> str:
    rows = [f"### {source}: {_SETS[source]} ({quality.documents:,} records)", "", "| measure | value | 95 % interval |", "|---|---|---|"]
    for name, label in _MEASURES:
        measured = getattr(quality, name)
        rows.append(f"| {label} | {measured.value:.3f} | {measured.low:.3f} to {measured.high:.3f} |")
    return "\n".join(rows)
