"""What ships: its size, that nothing in it can run, and that it says what it is."""

import io
import json
import pickletools
import zipfile
from pathlib import Path

import numpy as np
import pytest

from patents.classification.classifier import ARTEFACT, FILES, Classifier
from patents.classification.training.dataset import sha256_of
from patents.classification.training.sets import SETS

LARGEST_BYTES = 15 * 1024 * 1024
SOURCES = Path(ARTEFACT).parent
SUFFIXES = {".npz", ".json", ".md"}


def metadata() -> dict[str, object]:
    content: dict[str, object] = json.loads((ARTEFACT / "metadata.json").read_text(encoding="utf-8"))
    return content


def looks_pickled(content: bytes) -> bool:
    """Whether the bytes can be read as a pickle from the first to the last opcode."""
    try:
        *_, last = pickletools.genops(content)
    except Exception:  # any failure means that it is no pickle
        return False
    return last[0].name == "STOP"


def test_the_scan_finds_a_pickle() -> None:
    assert looks_pickled(b"\x80\x04\x8c\x01a\x94.")
    assert not looks_pickled(b'{"a": 1}')


def test_the_artefact_is_complete_small_and_of_known_kinds() -> None:
    files = [path for path in ARTEFACT.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {*FILES, "MODEL_CARD.md"}
    assert {path.suffix for path in files} == SUFFIXES
    assert sum(path.stat().st_size for path in files) <= LARGEST_BYTES


def test_nothing_that_ships_is_or_holds_a_pickle() -> None:
    for path in ARTEFACT.rglob("*"):
        if path.is_file():
            assert not looks_pickled(path.read_bytes()), path
    for name in ("en.npz", "zh.npz"):
        with zipfile.ZipFile(ARTEFACT / name) as archive:
            for member in archive.namelist():
                array = np.load(io.BytesIO(archive.read(member)), allow_pickle=False)
                assert array.dtype.kind in "uif", (name, member)


def test_the_product_neither_pickles_nor_needs_training_packages() -> None:
    for path in SOURCES.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for word in (
            "import pickle",
            "joblib",
            "allow_pickle=True",
            "import sklearn",
            "import scipy",
            "from scipy",
            "from sklearn",
            "import opencc",
        ):
            assert word not in text, (path, word)


def test_the_metadata_names_scheme_seed_and_data() -> None:
    content = metadata()
    assert content["scheme_version"] == "2026.01"
    assert content["seed"] == 2026
    withdrawn = content["withdrawn"]
    assert isinstance(withdrawn, list)
    assert {"H01L", "F24J"} <= set(withdrawn)
    data = content["data"]
    assert isinstance(data, dict)
    assert {f"labelled/{source}.jsonl.gz" for sources in SETS.values() for source in sources} <= set(data)


def test_the_recorded_hashes_are_those_of_the_data(data_dir: Path) -> None:
    data = metadata()["data"]
    assert isinstance(data, dict)
    assert {name: sha256_of(data_dir / name) for name in data} == data


def test_the_card_is_about_these_weights() -> None:
    card = (ARTEFACT / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert f"Version {metadata()['version']} " in card
    for heading in ("## What it learnt from", "## How good it is", "## What it is not for"):
        assert heading in card


def test_a_missing_file_is_an_error_and_not_a_silent_default(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"metadata\.json"):
        Classifier.load(tmp_path)
