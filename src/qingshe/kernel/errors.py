"""What a service or query may refuse; each edge (screen, API, task) translates these once."""

from collections.abc import Sequence


class DomainError(Exception):
    """A refusal with a sentence for the person at the other end: what is wrong, what to do next."""

    status = 400


class Denied(DomainError):
    """The actor sees the record but may not do this to it."""

    status = 403


class NotFound(DomainError):
    """It does not exist, or this actor may not know that it does."""

    status = 404


class Conflict(DomainError):
    """The record has moved on: its state or version no longer allows this."""

    status = 409


class Invalid(DomainError):
    """The values break a rule; `problems` lists every one of them with its place."""

    status = 422

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)
