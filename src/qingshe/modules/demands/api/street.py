"""A street: what its communities have to do, and what it can do for them."""

from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query, Router

from qingshe.modules.demands import policy
from qingshe.modules.demands.models import Refusal
from qingshe.modules.demands.queries import street as queries
from qingshe.modules.demands.schemas.demands import RefusalOut
from qingshe.modules.demands.schemas.places import (
    RefuseForIn,
    SecondIn,
    StreetShareOut,
    StreetSharePage,
)
from qingshe.modules.demands.services import street as services
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["街道"])


@router.get("", response=StreetSharePage, summary="辖区社区的事项")
def list_shares(
    request: ActorRequest,
    view: Literal["", "in", "ended"] = "",
    community: Annotated[str, Query(max_length=200)] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    after: str = "",
    size: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, object]:
    """View is empty (under way), in (handed in) or ended; `community` is a path."""
    policy.insist(request.actor, policy.STREET)
    found = queries.seen(request.actor, view, community=community, words=q)
    page = keyset(found, order=queries.ORDER, after=after, size=size)
    rows = queries.rows(page.rows, timezone.localdate())
    return {"shares": [StreetShareOut.of(row) for row in rows], "next_after": page.next_after}


@router.get("/{pk}", response=StreetShareOut, summary="辖区社区的一件事项")
def show_share(request: ActorRequest, pk: int) -> dict[str, object]:
    share = queries.get(request.actor, pk)
    return StreetShareOut.of(queries.rows([share], timezone.localdate())[0])


@router.post("/{pk}/refuse", response=RefusalOut, summary="代社区拒收")
def refuse_for(request: ActorRequest, pk: int, body: RefuseForIn) -> Refusal:
    """Where the city lets streets refuse; the community may take it back."""
    return services.refuse_for(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/{pk}/second", response=RefusalOut, summary="支持社区拒收")
def second(request: ActorRequest, pk: int, body: SecondIn) -> Refusal:
    """The office reads it when it rules; the department does not."""
    return services.second(request.actor, pk, now=timezone.now(), **body.dict())
