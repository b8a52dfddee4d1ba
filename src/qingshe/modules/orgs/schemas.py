from ninja import Schema

from .rules import parent_path


class UnitOut(Schema):
    """A unit of the tree; `level` and `code` are "" where it has none."""

    id: int
    path: str
    parent: str
    name: str
    kind: str
    level: str
    community_kind: str
    code: str
    state: str

    @staticmethod
    def resolve_parent(unit: "UnitOut") -> str:
        return parent_path(unit.path)


class UnitPage(Schema):
    """Some units in the order of the tree; `next_after` is asked for the following ones."""

    units: list[UnitOut]
    next_after: str
