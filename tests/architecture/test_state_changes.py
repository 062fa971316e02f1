"""A state changes through its table of transitions and nowhere else (house rule 5)."""

import ast
from collections.abc import Iterator

from tests.support.source_tree import Module, assert_none, imported_names, product_modules

STATE_FIELDS = {"state", "status"}
# The outbox moves thousands of deliveries in one statement, and the generations of an index are swapped in one: check and unique
# constraints and their own tests hold those states.
MOVES_BY_STATEMENT = ("ipmarket.kernel.outbox", "search.indexing.rebuild")
# A right's legal state is no decision of ours: it is derived from dated assertions of offices and sources, which are kept beside it.
DERIVED = {"patents.services.write_rights"}


def _uses_a_table(module: Module) -> bool:
    """A service that reads a table of transitions: it imports from a ``states`` room."""
    return "services" in module.rooms and any(".states" in name for name in imported_names(module.tree).values())


def _constructors(module: Module) -> set[ast.AST]:
    """Everything inside an ``__init__``: giving a new object its first value changes no state."""
    inits = (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef) and node.name == "__init__")
    return {inner for init in inits for inner in ast.walk(init)}


def _changes(module: Module) -> Iterator[ast.AST]:
    constructing = _constructors(module)
    for node in ast.walk(module.tree):
        if node in constructing:
            continue
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(target, ast.Attribute) and target.attr in STATE_FIELDS for target in targets):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
            if any(keyword.arg in STATE_FIELDS for keyword in node.keywords):
                yield node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr" and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant) and name.value in STATE_FIELDS:
                yield node


def test_states_change_only_in_services_that_read_the_table() -> None:
    elsewhere = [
        module.at(node, "changes a state without a table of transitions")
        for module in product_modules()
        if not module.name.startswith(MOVES_BY_STATEMENT) and module.name not in DERIVED and not _uses_a_table(module)
        for node in _changes(module)
    ]
    assert_none(elsewhere)
