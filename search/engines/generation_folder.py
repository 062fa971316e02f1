"""What an embedded index keeps in its folder beside the engine's own files: its mapping, the writer's lock, the versions of deletions."""

import fcntl
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from search.engines.port import EngineUnavailableError, Field, FieldKind, IndexMapping

_LOCK_TIMEOUT_SECONDS = 30.0
_LOCK_POLL_SECONDS = 0.01


def write_mapping(folder: Path, mapping: IndexMapping) -> None:
    described = {"version": mapping.version, "fields": [[each.name, each.kind.value] for each in mapping.fields]}
    (folder / "mapping.json").write_text(json.dumps(described), encoding="utf-8")


def read_mapping(folder: Path) -> IndexMapping:
    """Raises OSError or ValueError when the folder holds no index of ours."""
    described = json.loads((folder / "mapping.json").read_text(encoding="utf-8"))
    return IndexMapping(int(described["version"]), tuple(Field(name, FieldKind(kind)) for name, kind in described["fields"]))


def read_alias(folder: Path) -> str | None:
    """The generation that serves the audience of this folder; None where none does yet.

    Raises:
        EngineUnavailableError: the alias is there and cannot be read.
    """
    try:
        return str(json.loads((folder / "serving.json").read_text(encoding="utf-8"))["generation"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise EngineUnavailableError(f"the alias in {folder.name} cannot be read: {error}") from error


def write_alias(folder: Path, generation: str) -> None:
    """Replacing a file is one step for every reader."""
    draft = folder / "serving.draft"
    draft.write_text(json.dumps({"generation": generation}), encoding="utf-8")
    draft.replace(folder / "serving.json")


def locked(path: Path) -> IO[str]:
    """Wait for the lock that keeps writers of all processes apart; closing the file gives it back, and so does a crash.

    Raises:
        EngineUnavailableError: somebody else has written for half a minute.
    """
    lock = path.open("a", encoding="utf-8")
    deadline = time.monotonic() + _LOCK_TIMEOUT_SECONDS
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                lock.close()
                raise EngineUnavailableError("another process holds the index writer") from error
            time.sleep(_LOCK_POLL_SECONDS)
        else:
            return lock


def read_tombstones(folder: Path) -> dict[str, int]:
    """Id → version of the last deletion."""
    kept = folder / "tombstones.jsonl"
    if not kept.exists():
        return {}
    versions: dict[str, int] = {}
    for line in kept.read_text(encoding="utf-8").splitlines():
        id_, version = json.loads(line)
        versions[id_] = version
    return versions


def append_tombstones(folder: Path, versions: Mapping[str, int]) -> None:
    """Write the versions down before the deletions are committed, so that a crash between the two loses nothing."""
    with (folder / "tombstones.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps([id_, version]) + "\n" for id_, version in versions.items())
        file.flush()
        os.fsync(file.fileno())
