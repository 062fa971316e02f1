"""Two kinds of import contract that import-linter lacks: what an app opens to others, and vendors that may not be in use yet."""

from typing import Any, cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.protected import ProtectedContract


def _names(field: Any) -> list[str]:
    """The values of a contract's option; import-linter replaces the field with them when it reads the file."""
    return [str(getattr(value, "expression", value)) for value in cast("list[Any]", field or [])]


class OpenRoomsContract(Contract):
    """Modules outside an app import only its open rooms. Whatever is not opened is private, also a room that is added tomorrow.

    ``roof`` names modules that may import every app's API: the address table.
    """

    type_name = "open_rooms"
    apps = fields.ListField(subfield=fields.StringField())
    open_rooms = fields.ListField(subfield=fields.StringField())
    roof = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        opened, roof = set(_names(self.open_rooms)), set(_names(self.roof))
        trespasses: list[tuple[str, str, str]] = []
        for app in _names(self.apps):
            rooms = {app} | graph.find_descendants(app)
            for imported in sorted(rooms):
                room = imported.removeprefix(app).lstrip(".").split(".")[0]
                importers = graph.find_modules_that_directly_import(imported) - rooms
                if room in opened or (room in {"", "api"} and importers <= roof):
                    continue
                trespasses += [(importer, imported, _lines(graph, importer, imported)) for importer in sorted(importers)]
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, lines in check.metadata["trespasses"]:
            output.print_error(f"{importer}:{lines} imports {imported}, which that app keeps to itself")


def _lines(graph: ImportGraph, importer: str, imported: str) -> str:
    return ", ".join(str(detail["line_number"]) for detail in graph.get_import_details(importer=importer, imported=imported))


class VendorContract(ProtectedContract):
    """A protected contract whose libraries need not be imported anywhere yet."""

    type_name = "vendor"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        for option in ("protected_modules", "allowed_importers"):
            present = [module for module in cast("list[Any]", getattr(self, option)) if module.expression in graph.modules]
            setattr(self, option, present)
        return super().check(graph, verbose)
