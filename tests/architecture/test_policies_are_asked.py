"""An action of the table of policies that nobody asks about is a promise that nothing keeps."""

import ast
from collections.abc import Iterator

from ipmarket.accounts.selectors.policies import registry
from tests.support.source_tree import Module, assert_none, dotted, imported_names, product_modules

# The rule itself, and the functions that hand the action they are given to it.
ASKING = {
    "ipmarket.accounts.selectors.policies.require": 1,
    "ipmarket.accounts.selectors.policies.can": 1,
    "ipmarket.accounts.api.organisation_evidence.allowed_person": 1,
    "ipmarket.accounts.services.hold_office.hold_office": "action",
    "ipmarket.accounts.services.hold_organisation.hold_organisation": "action",
    "ipmarket.accounts.services.find_mandate.hold_for_person": "action",
}
# The attribute in which a view names the action of each method that takes tokens: the row's scope is asked of every token.
OF_TOKENS = "token_actions"


def _is_table(module: Module) -> bool:
    """The modules in which apps register their rows."""
    return module.rooms[-1] == "policies" and "selectors" not in module.rooms


def _named(tree: ast.Module) -> dict[str, str]:
    """The texts that a module gives a name to: ``READ = "accounts.organisation.read"``."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id: node.value.value for target in targets if isinstance(target, ast.Name)}
    return found


def _texts(node: ast.expr, module: Module, names: dict[str, str], constants: dict[str, str]) -> Iterator[str]:
    """The texts that an expression may stand for: written there, or under a name of this module or of another."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value
        elif isinstance(inner, ast.Name):
            yield constants.get(names.get(inner.id, f"{module.name}.{inner.id}"), "")


def _asked_by(call: ast.Call, names: dict[str, str], module: Module) -> ast.expr | None:
    """The expression that names the action, where the call asks about one."""
    where = ASKING.get(dotted(call.func, names) or (f"{module.name}.{call.func.id}" if isinstance(call.func, ast.Name) else ""))
    if isinstance(where, int):
        return call.args[where] if len(call.args) > where else None
    return next((keyword.value for keyword in call.keywords if keyword.arg == where), None) if where else None


def _is_named(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)


def _asked() -> set[str]:
    modules = [module for module in product_modules() if not _is_table(module)]
    constants = {f"{module.name}.{name}": text for module in modules for name, text in _named(module.tree).items()}
    found: set[str] = set()
    for module in modules:
        names = imported_names(module.tree)
        for node in ast.walk(module.tree):
            expression = _asked_by(node, names, module) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Assign | ast.AnnAssign) and _is_named(node, OF_TOKENS):
                expression = node.value
            if expression is not None:
                found |= set(_texts(expression, module, names, constants))
    return found


def test_every_action_of_the_table_is_asked_about() -> None:
    asked = _asked()
    assert_none(f"{action} has a row in the table of policies, and nothing asks about it" for action in registry() if action not in asked)


def test_nothing_is_asked_about_that_has_no_row() -> None:
    """It would be found by whoever runs the line; here it is found by reading it."""
    apps = {action.split(".")[0] for action in registry()}
    actions = {text for text in _asked() if text.count(".") == 2 and text.split(".")[0] in apps}
    assert_none(f"{action} has no row" for action in actions - set(registry()))
