from typing import Annotated

from django.utils import timezone
from ninja import Query, Router

from qingshe.web.http import ActorRequest

from .forms import FIRST_YEAR, LAST_YEAR
from .queries import boards
from .schemas import BoardOut

router = Router(tags=["减负成效"])
Year = Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)]
Place = Annotated[str, Query(max_length=200)]


@router.get("", response=BoardOut, summary="减负成效")
def show_board(request: ActorRequest, year: Year = None, place: Place = "") -> BoardOut:
    """What concerns the caller at a place in a year; without a place the own one."""
    board = boards.of_actor(request.actor, year, place, timezone.localdate())
    return BoardOut.told(board)


@router.get("/public", response=BoardOut, summary="公开的减负成效")
def show_public(request: ActorRequest, year: Year = None, place: Place = "") -> BoardOut:
    """A county and larger, for anybody; no community by name."""
    return BoardOut.told(boards.public(year, place, timezone.localdate()))
