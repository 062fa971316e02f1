"""What is installed is pinned by hash, and the lock files name no address."""

import json
import re

from tests.support.source_tree import ROOT, assert_none

ADDRESS = re.compile(r"https?://|git\+|--index-url|--extra-index-url|--find-links")
PINNED = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*(\[[a-z0-9,_-]+\])?==\S+")


def test_python_locks_are_pinned_by_hash_without_addresses() -> None:
    for name in ("runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
        assert not ADDRESS.search(text), name
        packages = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.startswith("#")).strip())
        assert [package.splitlines()[0] for package in packages if not PINNED.match(package) or "--hash=sha256:" not in package] == []


def test_the_front_end_lock_has_a_digest_for_every_package_and_no_address() -> None:
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {path: entry for path, entry in lock["packages"].items() if path and not entry.get("link")}
    assert len(packages) > 100
    assert_none(path for path, entry in packages.items() if "resolved" in entry)
    assert_none(path for path, entry in packages.items() if not entry.get("integrity") and not entry.get("inBundle"))


def test_the_runtime_is_part_of_what_development_installs() -> None:
    runtime, dev = (_versions(name) for name in ("runtime.txt", "dev.txt"))
    assert {name: version for name, version in runtime.items() if dev.get(name) != version} == {}


def _versions(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?==([^\s;\\]+)", text, flags=re.MULTILINE))
