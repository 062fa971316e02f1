"""The project's own files, as the architecture tests read them."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("ipmarket", "patents", "licensing", "search", "tisc_services")
# Written by a command, not by a person.
GENERATED = frozenset({"frontend/src/api/schema.d.ts", "frontend/package-lock.json", "ipmarket/openapi.yaml"})


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of ours: its path from the root, its dotted name, its text as a tree."""

    path: str
    name: str
    tree: ast.Module
    lines: int

    @property
    def rooms(self) -> tuple[str, ...]:
        """The parts of the name: ``("patents", "services", "load_scheme")``."""
        return tuple(self.name.split("."))

    def at(self, node: ast.AST, message: str) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 1)} {message}"


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository, committed or about to be; what git ignores is not ours."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return tuple(sorted(name for name in set(listed.stdout.split("\0")) if name and (ROOT / name).is_file()))


@cache
def python_modules() -> tuple[Module, ...]:
    """Every Python file of ours, migrations included."""
    found = []
    for path in files():
        if path.endswith(".py"):
            text = (ROOT / path).read_text(encoding="utf-8")
            name = path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
            found.append(Module(path, name, ast.parse(text, path), text.count("\n")))
    return tuple(found)


def product_modules() -> Iterator[Module]:
    """The modules that run in the product: no tests, no tools, no migrations."""
    return (module for module in python_modules() if module.rooms[0] in PACKAGES and "migrations" not in module.rooms)


def text_of(path: str) -> str | None:
    """The text of a file, or None where it is no text."""
    data = (ROOT / path).read_bytes()
    if b"\0" in data[:8192]:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def assert_none(found: Iterable[str]) -> None:
    """Fails with every finding on a line of its own: an architecture test is read by whoever has to mend it."""
    findings = sorted(set(found))
    assert not findings, f"{len(findings)} found:\n" + "\n".join(findings)


def imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name of a module stands for, as a dotted name: ``{"audit": "ipmarket.kernel.audit.services"}``."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                names[alias.asname or alias.name.split(".")[0]] = alias.name if alias.asname else alias.name.split(".")[0]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """The dotted name that an expression stands for, or an empty string: ``audit.record`` → ``ipmarket.kernel.audit.services.record``."""
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        before = dotted(node.value, names)
        return f"{before}.{node.attr}" if before else ""
    return ""
