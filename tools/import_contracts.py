"""The one import rule that import-linter has no built-in contract for."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FacadeOnly(Contract):
    """Inside `container`, a package reaches a sibling package only through its facade.

    Tests may use the builders of a sibling's tests as well.
    """

    container = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        root = str(self.container)
        broken = sorted(
            (importer, imported)
            for package in graph.find_children(root)
            for importer in graph.find_descendants(package) | {package}
            for imported in graph.find_modules_directly_imported_by(importer)
            if _is_past_the_door(importer, imported, package, root)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} reaches past the facade of {imported}")


def _is_past_the_door(importer: str, imported: str, package: str, root: str) -> bool:
    if not imported.startswith(f"{root}.") or f"{imported}.".startswith(f"{package}."):
        return False
    rooms = imported.removeprefix(f"{root}.").split(".")[1:]
    borrows_builders = ".tests." in importer and rooms == ["tests", "builders"]
    return rooms[:1] != ["facade"] and not borrows_builders
