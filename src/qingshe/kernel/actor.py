"""Who is acting: a person at a screen, a token at the API, or a task at night."""

from dataclasses import dataclass

from .roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The one argument every service and query starts with.

    `id` is "user:42", "token:9", "task:catalog" or "visitor"; `unit` is the path of the unit acted
    for ("/1404/140402/003/"; a parent's path is a prefix of it, the root is "/").
    """

    id: str
    unit: str
    grants: frozenset[str] = frozenset()
    role: Role | None = None

    def __post_init__(self) -> None:
        if not (self.unit.startswith("/") and self.unit.endswith("/")):
            raise ValueError(f"{self.unit!r} is not the path of a unit")

    def has(self, grant: str) -> bool:
        return grant in self.grants


VISITOR = Actor("visitor", "/nowhere/")  # nobody signed in: sees what is public, and nothing else
