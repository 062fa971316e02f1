"""The public service functions of the product, and which of them write."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.support.source_tree import Module, dotted, imported_names, product_modules

# What changes rows, whoever it is called on, and the two calls that every write ends with.
ROW_METHODS = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
# Dicts and sets have these too; they count where they are called on rows.
AMBIGUOUS_METHODS = {"update", "add", "set", "clear"}
RECORDING = {"ipmarket.kernel.audit.services.record", "ipmarket.kernel.audit.services.record_entry.record"}
TRACES = RECORDING | {
    "ipmarket.kernel.outbox.services.emit",
    "ipmarket.kernel.outbox.services.emit_event.emit",
    "ipmarket.kernel.outbox.services.emit_many",
    "ipmarket.kernel.outbox.services.emit_event.emit_many",
}


@dataclass(frozen=True, slots=True)
class Service:
    """One public function of a module in a ``services`` room."""

    module: Module
    node: ast.FunctionDef

    @property
    def name(self) -> str:
        return f"{self.module.name}.{self.node.name}"

    @property
    def is_keyword_only(self) -> bool:
        arguments = self.node.args
        return not arguments.args and not arguments.posonlyargs and arguments.vararg is None

    @property
    def arguments(self) -> set[str]:
        return {argument.arg for argument in self.node.args.kwonlyargs}

    @property
    def records(self) -> bool:
        """True when it records an audit entry in its own body."""
        names = imported_names(self.module.tree)
        return any(isinstance(node, ast.Call) and dotted(node.func, names) in RECORDING for node in ast.walk(self.node))

    @property
    def writes(self) -> bool:
        """True when it, or a function of its module that it calls, changes rows or leaves a trace."""
        functions = {node.name: node for node in self.module.tree.body if isinstance(node, ast.FunctionDef)}
        names = imported_names(self.module.tree)
        waiting, seen = [self.node.name], set()
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            for call in (node for node in ast.walk(functions[current]) if isinstance(node, ast.Call)):
                if _is_write(call, names):
                    return True
                if isinstance(call.func, ast.Name) and call.func.id in functions:
                    waiting.append(call.func.id)
        return False


def _is_write(call: ast.Call, names: dict[str, str]) -> bool:
    if dotted(call.func, names) in TRACES:
        return True
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in ROW_METHODS:
        return not dotted(call.func, names).startswith(("django.core.cache", "ipmarket.kernel.files"))
    return call.func.attr in AMBIGUOUS_METHODS and _speaks_of_rows(call.func.value)


def _speaks_of_rows(node: ast.expr) -> bool:
    """A dict and a set have ``update`` and ``add`` too; rows are reached through ``objects`` or a filter."""
    return any(isinstance(inner, ast.Attribute) and inner.attr in {"objects", "filter", "exclude"} for inner in ast.walk(node))


@cache
def services() -> tuple[Service, ...]:
    """The use cases: every public function of a services room that records an audit entry, is called from outside, or from nowhere yet.

    Another function that only modules of its own room import is a step of theirs: it runs inside their transaction and under their trace.
    """
    inside, outside = _importers()
    return tuple(s for s in _services() if s.records or s.name in outside or s.name not in inside)


def _importers() -> tuple[set[str], set[str]]:
    """The dotted names that are imported by modules of the same services room, and those imported from anywhere else."""
    inside: set[str] = set()
    outside: set[str] = set()
    for module in product_modules():
        here = module.name.split(".services")[0] if "services" in module.rooms else ""
        for name in imported_names(module.tree).values():
            if ".services." in name:
                (inside if name.split(".services.")[0] == here else outside).add(name)
    return inside, outside


def _services() -> Iterator[Service]:
    for module in product_modules():
        if len(module.rooms) > 1 and "services" in module.rooms[:-1] and "api" not in module.rooms:
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield Service(module, node)
