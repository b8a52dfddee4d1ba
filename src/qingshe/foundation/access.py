"""Scope by place, said once: paths of units make "below me" and "above me" a comparison of text."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Q
from django.db.models.lookups import StartsWith
from django.db.models.sql.compiler import SQLCompiler

from qingshe.kernel.actor import Actor

NOTHING = Q(pk=None)
EVERYTHING = ~NOTHING


@CharField.register_lookup
class Under(StartsWith):
    """Texts that begin with another, `unit__under="/14/04/"`, answered by an index.

    On PostgreSQL that is LIKE over an index with varchar_pattern_ops; on SQLite LIKE folds capital
    letters and so uses no index, but a range of text does both right.
    """

    lookup_name = "under"

    def get_rhs_op(self, connection: BaseDatabaseWrapper, rhs: str) -> str:
        return str(connection.operators[StartsWith.lookup_name] % rhs)

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: object
    ) -> tuple[str, list[Any]]:
        start = self.rhs
        if not (isinstance(start, str) and start):
            raise TypeError("only a beginning that is text can be compared")
        column, params = self.process_lhs(compiler, connection)
        end = start[:-1] + chr(ord(start[-1]) + 1)
        return f"({column} >= %s AND {column} < %s)", [*params, start, *params, end]


def below(field: str, path: str) -> Q:
    """Records whose unit is `path` or lies below it: whose `field` begins with it."""
    return Q(**{f"{field}__under": path})


def above(field: str, path: str) -> Q:
    """Records whose unit is `path` or one of its ancestors, the root included."""
    return Q(**{f"{field}__in": lineage(path)})


def lineage(path: str) -> list[str]:
    """A path and its ancestors from the root down: "/14/04/" → ["/", "/14/", "/14/04/"]."""
    steps = path.strip("/").split("/") if path != "/" else []
    return ["/", *("/" + "/".join(steps[: n + 1]) + "/" for n in range(len(steps)))]


def is_below(path: str, actor: Actor) -> bool:
    """Whether the unit with `path` is the actor's own or lies below it."""
    return path.startswith(actor.unit)
