"""The whole recipe: read the sets, set families aside, train both heads, calibrate, write the artefact."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from patents.classification.calibration import Logistic, section_properties, symbol_properties
from patents.classification.classifier import Classifier, calibration_name, section_membership
from patents.classification.documents import Document
from patents.classification.model import SECTIONS
from patents.classification.text import CodeTable, Scripts
from patents.classification.training.dataset import Record, labelled_file, sha256_of
from patents.classification.training.heads import Example, HeadParameters, TrainedHead, train_head
from patents.classification.training.model_card import render
from patents.classification.training.scheme_titles import chinese_titles, current_subclasses, english_titles
from patents.classification.training.script_folding import write_script_folding
from patents.classification.training.sets import SETS, measure_held_out, read_sets
from patents.classification.training.split import held_out

SCHEME_VERSION = "2026.01"
MODEL_SERIES = "1"
TITLE_SETS = frozenset({"patentscope-titles", "lens-titles"})
MOST_TITLES = 5000
MOST_TITLES_PER_SYMBOL = 60
PARAMETERS = {
    "en": HeadParameters(penalty=0.7, rarity_power=1.5, least_documents=2, kept_weights=2_600_000, scheme_importance=3.0),
    "zh": HeadParameters(penalty=0.7, rarity_power=1.5, least_documents=1, kept_weights=1_600_000, scheme_importance=1.0),
}
LEAST_RECORDS_OF_WITHDRAWN = 3
_CANDIDATES = 30

F64 = npt.NDArray[np.float64]
Report = Callable[[str], None]


def training_records(records: Sequence[Record], names: Sequence[str], seed: int) -> tuple[list[Record], list[str]]:
    """What is not held out.  The title-only sets are about few topics, so only a spread selection of their English is used."""
    chosen: list[Record] = []
    chosen_names: list[str] = []
    taken: Counter[str] = Counter()
    for record, name in sorted(zip(records, names, strict=True), key=lambda pair: _shuffled(pair[0], seed)):
        if held_out(name, seed):
            continue
        if record.source in TITLE_SETS:
            if record.language != "en" or taken[""] >= MOST_TITLES or taken[record.symbols[0]] >= MOST_TITLES_PER_SYMBOL:
                continue
            taken.update(("", record.symbols[0]))
        chosen.append(record)
        chosen_names.append(name)
    return chosen, chosen_names


def _shuffled(record: Record, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{record.source}:{record.id}".encode()).hexdigest()


def make_artefact(data: Path, output: Path, *, seed: int, report: Report) -> None:
    """Train, measure on what was held out, and write weights, metadata and model card into ``output``."""
    metadata = train(data, output, seed=seed, report=report)
    qualities = measure_held_out(data, Classifier.load(output), seed=seed)
    (output / "MODEL_CARD.md").write_text(render(metadata, qualities), encoding="utf-8")


def train(data: Path, output: Path, *, seed: int, report: Report) -> dict[str, object]:
    """Make the weights in ``output`` and return their metadata.  The same data and seed give the same files."""
    output.mkdir(parents=True, exist_ok=True)
    write_script_folding(output / "script_folding.json")
    table = CodeTable(Scripts.read(output / "script_folding.json").folding())
    current = current_subclasses(data)
    calibrations: dict[str, object] = {}
    counts: Counter[str] = Counter()
    symbols_seen: set[str] = set()
    for language, titles in (("en", english_titles(data)), ("zh", chinese_titles(data))):
        records, names = training_records(*read_sets(data, language), seed)
        examples = _examples(records, titles, current, PARAMETERS[language])
        symbols = _symbols(records, examples, current)
        report(f"{language}: {len(records)} records, {len(examples) - len(records)} scheme documents, {len(symbols)} symbols")
        trained = train_head(language, examples, [*symbols, *SECTIONS], table, PARAMETERS[language])
        trained.head.save(output / f"{language}.npz")
        calibrations.update(_calibrate(language, trained, records, names))
        counts.update(record.source for record in records)
        symbols_seen.update(symbols)
        report(f"{language}: {trained.head.bucket.size} features, {trained.head.weight.size} weights")
    metadata: dict[str, object] = {
        "version": f"{MODEL_SERIES}.{_digest(output)}",
        "scheme_version": SCHEME_VERSION,
        "seed": seed,
        "withdrawn": sorted(symbols_seen - set(current)),
        "training_records_by_set": dict(counts),
        "parameters": {language: asdict(parameters) for language, parameters in PARAMETERS.items()},
        "data": _data_hashes(data),
        "calibrations": calibrations,
    }
    (output / "metadata.json").write_text(json.dumps(metadata, sort_keys=True, separators=(",", ":")) + "\n", encoding="utf-8")
    return metadata


def _symbols(records: Sequence[Record], examples: Sequence[Example], current: Sequence[str]) -> list[str]:
    """Current subclasses with any text, and withdrawn ones that several records carry: rarer ones are misprints (D65D)."""
    carried = Counter(symbol for record in records for symbol in record.symbols)
    seen = {symbol for example in examples for symbol in example.symbols}
    return sorted(symbol for symbol in seen if symbol in set(current) or carried[symbol] >= LEAST_RECORDS_OF_WITHDRAWN)


def _examples(records: Sequence[Record], titles: dict[str, str], current: Sequence[str], parameters: HeadParameters) -> list[Example]:
    examples = [Example(Document(record.title, record.abstract), record.symbols) for record in records]
    for symbol in current:
        if symbol in titles:
            document = Document(abstract=titles[symbol])
            examples.append(Example(document, (symbol,), importance=parameters.scheme_importance, is_record=False))
    return examples


def _calibrate(language: str, trained: TrainedHead, records: Sequence[Record], names: Sequence[str]) -> dict[str, object]:
    """Fit on the records without relatives in training: the score of one with relatives knows too much."""
    sizes = Counter(names)
    kinds: dict[str, list[int]] = {}
    for row, (record, name) in enumerate(zip(records, names, strict=True)):
        if sizes[name] == 1:
            kinds.setdefault(calibration_name(language, Document(record.title, record.abstract)), []).append(row)
    return {kind: _fit(trained, [records[row] for row in rows], rows) for kind, rows in kinds.items()}


def _fit(trained: TrainedHead, records: Sequence[Record], rows: Sequence[int]) -> dict[str, object]:
    subclasses = trained.head.subclasses
    scores, length = trained.scores[rows].astype(np.float64), trained.lengths[rows].astype(np.float64)
    own = scores[:, : len(subclasses)]
    outcomes = np.array([[symbol in record.symbols for symbol in subclasses] for record in records], dtype=np.float64)
    candidates = np.zeros(own.shape, dtype=np.bool_)
    np.put_along_axis(candidates, np.argpartition(-own, _CANDIDATES, axis=1)[:, :_CANDIDATES], True, axis=1)
    properties = symbol_properties(own, length)
    of_symbols = Logistic.fit(properties[candidates.ravel()], outcomes.ravel()[candidates.ravel()])
    probabilities = of_symbols(properties).reshape(own.shape)
    sections = np.array([[any(symbol[0] == section for symbol in record.symbols) for section in SECTIONS] for record in records])
    of_sections = Logistic.fit(
        section_properties(probabilities, scores[:, len(subclasses) :], section_membership(subclasses)),
        sections.ravel().astype(np.float64),
    )
    return {
        "symbols": of_symbols.to_json(),
        "sections": of_sections.to_json(),
        "symbol_shares": [round(float(share), 6) for share in outcomes.mean(axis=0)],
        "section_shares": [round(float(share), 6) for share in sections.mean(axis=0)],
        "documents": len(rows),
    }


def _digest(output: Path) -> str:
    """A short name for exactly these weights."""
    return hashlib.sha256("".join(sha256_of(output / f"{language}.npz") for language in SETS).encode()).hexdigest()[:8]


def _data_hashes(data: Path) -> dict[str, str]:
    files = [labelled_file(data, source) for sources in SETS.values() for source in sources]
    files += [*sorted((data / "classification").rglob("*.gz")), data / "classification" / "ipc_bilingual_to_subclass.tsv"]
    return {path.relative_to(data).as_posix(): sha256_of(path) for path in files}
