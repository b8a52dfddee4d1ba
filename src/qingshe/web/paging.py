"""Pages by key: the next page begins after the last row seen, however many rows came meanwhile.

No count and no offset, so the thousandth page costs what the first does.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, Model, Q, QuerySet

from qingshe.kernel.errors import Invalid

M = TypeVar("M", bound=Model)
T = TypeVar("T")
SIZE = 100  # rows a page


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list; `next_after` names the place after the last one, "" at the end."""

    rows: Sequence[T]
    next_after: str = ""
    first: bool = True

    @property
    def has_more(self) -> bool:
        return bool(self.next_after)

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def keyset(
    queryset: QuerySet[M], *, order: Sequence[str], after: str = "", size: int = SIZE
) -> Page[M]:
    """The `size` rows of `queryset` that follow the place `after`, in `order`.

    `order` names columns that are never null, the last one unique ("pk"); "-" turns one round, and
    "unit__path" reaches over a key. `after` is `next_after` of the page before, "" for the first.
    Errors: Invalid when `after` is no place in such a list.
    """
    ordered = queryset.order_by(*order)
    if after:
        ordered = ordered.filter(_beyond(order, _place(queryset.model, order, after)))
    rows = list(ordered[: size + 1])
    more = rows[size:]
    rows = rows[:size]
    return Page(rows, _token(rows[-1], order) if more else "", first=not after)


def _beyond(order: Sequence[str], place: Sequence[object]) -> Q:
    """Rows after `place`: later in the first column, or equal there and later in the rest.

    The bound on the first column alone is said as well: databases find the place by it.
    """
    later, equal = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, comparison = _column(name), "lt" if name.startswith("-") else "gt"
        later |= equal & Q(**{f"{column}__{comparison}": value})
        equal &= Q(**{column: value})
    comparison = "lte" if order[0].startswith("-") else "gte"
    return Q(**{f"{_column(order[0])}__{comparison}": place[0]}) & later


def _column(name: str) -> str:
    return name.removeprefix("-")


def _token(row: Model, order: Sequence[str]) -> str:
    place = [attrgetter(_column(name).replace("__", "."))(row) for name in order]
    text = json.dumps(place, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(model: type[Model], order: Sequence[str], after: str) -> list[object]:
    try:
        text = urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
        place = [
            _field(model, _column(name)).to_python(value)
            for name, value in zip(order, json.loads(text), strict=True)
        ]
        if any(value is None or "\0" in str(value) for value in place):
            raise ValueError("no column of a place is null or holds a zero byte")
    except (binascii.Error, ValueError, TypeError, ValidationError) as error:
        raise Invalid("翻页的位置无效，请回到第一页重新看起。") from error
    return place


def _field(model: type[Model], path: str) -> "Field[object, object]":
    *keys, last = path.split("__")
    for key in keys:
        related = model._meta.get_field(key).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(f"{model.__name__}.{key} leads nowhere")
        model = related
    field = model._meta.pk if last == "pk" else model._meta.get_field(last)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(f"{model.__name__}.{last} is no column")
    return field
