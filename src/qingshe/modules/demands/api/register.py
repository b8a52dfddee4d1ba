"""The register of signs, organisations, systems and groups."""

from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query, Router

from qingshe.modules.demands.models import RegisterEntry
from qingshe.modules.demands.queries import register as queries
from qingshe.modules.demands.schemas.places import RegisterEntryOut, RegisterPage, RemoveIn
from qingshe.modules.demands.services import register as services
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

router = Router(tags=["登记册"])


@router.get("", response=RegisterPage, summary="登记册")
def list_entries(
    request: ActorRequest,
    view: Literal["", "ending", "over", "removed"] = "",
    kind: Literal["", "sign", "organisation", "system", "group"] = "",
    q: Annotated[str, Query(max_length=100)] = "",
    after: str = "",
    size: Annotated[int, Query(ge=1, le=500)] = 100,
) -> dict[str, object]:
    """What stands, by its end; view is empty, ending (within 30 days), over or removed."""
    queries.insist_on_access(request.actor)
    found = queries.seen(request.actor, view, timezone.localdate(), words=q, kind=kind)
    page = keyset(found, order=queries.ORDER, after=after, size=size)
    return {"entries": page.rows, "next_after": page.next_after}


@router.get("/{pk}", response=RegisterEntryOut, summary="登记册里的一项")
def show_entry(request: ActorRequest, pk: int) -> RegisterEntry:
    return queries.get(request.actor, pk)


@router.post("/{pk}/remove", response=RegisterEntryOut, summary="登记已撤除")
def remove(request: ActorRequest, pk: int, body: RemoveIn) -> RegisterEntry:
    """By its department or the office; it cannot come back without another admission."""
    return services.remove(request.actor, pk, today=timezone.localdate(), **body.dict())
