from typing import Annotated

from ninja import Query, Router

from qingshe.kernel.divisions import Level
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from . import queries
from .models import OrgUnit
from .schemas import UnitOut, UnitPage

router = Router(tags=["组织"])
LARGEST_PAGE = 500


@router.get("/units", response=UnitPage, summary="范围内的组织")
def list_units(
    request: ActorRequest,
    below: str = "",
    level: Level | None = None,
    q: Annotated[str, Query(max_length=100)] = "",
    after: str = "",
    size: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 100,
) -> dict[str, object]:
    """Units in the caller's scope: below a path, of one level, with words of the name."""
    found = queries.units.narrowed(request.actor, below=below, level=level, words=q)
    page = keyset(found, order=("path",), after=after, size=size)
    return {"units": page.rows, "next_after": page.next_after}


@router.get("/units/{pk}", response=UnitOut, summary="一个组织")
def show_unit(request: ActorRequest, pk: int) -> OrgUnit:
    return queries.units.get(request.actor, pk)
