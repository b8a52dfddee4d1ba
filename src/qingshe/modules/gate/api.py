from django.utils import timezone
from ninja import Router

from qingshe.web.http import ActorRequest

from . import queries, services
from .schemas import CheckIn, RuleOut, SwitchOffIn, SwitchOnIn, VerdictOut

router = Router(tags=["闸门"])


@router.post("/check", response=VerdictOut, summary="判断一件要社区做的事")
def check(request: ActorRequest, body: CheckIn) -> VerdictOut:
    """The verdict by the lists in force where the caller works; nothing is written."""
    judged = queries.judged(request.actor, body.question(), today=timezone.localdate())
    return VerdictOut.of(judged.verdict)


@router.get("/rules", response=list[RuleOut], summary="闸门规则，在本级是否停用")
def list_rules(request: ActorRequest) -> list[RuleOut]:
    return [RuleOut.of(row) for row in queries.rule_rows(request.actor)]


@router.post("/rules/{rule_id}/switch_off", response=RuleOut, summary="本级停用一条可选规则")
def switch_off(request: ActorRequest, rule_id: str, body: SwitchOffIn) -> RuleOut:
    today = timezone.localdate()
    services.switch_off(request.actor, rule_id, reason=body.reason, today=today)
    return RuleOut.of(queries.rule_row(request.actor, rule_id))


@router.post("/switches/{pk}/switch_on", response=RuleOut, summary="恢复一条停用的规则")
def switch_on(request: ActorRequest, pk: int, body: SwitchOnIn) -> RuleOut:
    lifted = services.switch_on(request.actor, pk, today=timezone.localdate(), **body.dict())
    return RuleOut.of(queries.rule_row(request.actor, lifted.rule))
