"""What was refused or cancelled and seems to have come back: found by itself, decided here."""

from django.utils import timezone
from ninja import Router

from qingshe.modules.demands import policy
from qingshe.modules.demands.models import Rebound
from qingshe.modules.demands.queries import rebounds as queries
from qingshe.modules.demands.rules import ReboundState
from qingshe.modules.demands.schemas.demands import VersionIn
from qingshe.modules.demands.schemas.reports import (
    ConfirmReboundIn,
    DismissIn,
    ReboundOut,
    ReboundPage,
)
from qingshe.modules.demands.services import rebounds as services
from qingshe.web.http import ActorRequest
from qingshe.web.paging import keyset

from .demands import Size

router = Router(tags=["反弹核对"])


@router.get("", response=ReboundPage, summary="反弹线索")
def list_rebounds(
    request: ActorRequest,
    state: ReboundState = ReboundState.SUSPECTED,
    after: str = "",
    size: Size = 100,
) -> dict[str, object]:
    """For those who watch, the latest first."""
    policy.insist(request.actor, policy.WATCH)
    page = keyset(queries.queue(request.actor, state), order=("-pk",), after=after, size=size)
    return {"rebounds": page.rows, "next_after": page.next_after}


@router.get("/{pk}", response=ReboundOut, summary="一条反弹线索")
def show_rebound(request: ActorRequest, pk: int) -> Rebound:
    return queries.get(request.actor, pk)


@router.post("/{pk}/confirm", response=ReboundOut, summary="是反弹")
def confirm(request: ActorRequest, pk: int, body: ConfirmReboundIn) -> Rebound:
    """Booked as a violation; `annul` lets the demand be void for all communities."""
    return services.confirm(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/{pk}/dismiss", response=ReboundOut, summary="不是反弹")
def dismiss(request: ActorRequest, pk: int, body: DismissIn) -> Rebound:
    """Why it is another matter."""
    return services.dismiss(request.actor, pk, now=timezone.now(), **body.dict())


@router.post("/{pk}/reopen", response=ReboundOut, summary="重新核对")
def reopen(request: ActorRequest, pk: int, body: VersionIn) -> Rebound:
    return services.reopen(request.actor, pk, version=body.version)
