"""What the trail's codes are called in Chinese: kinds of records, their fields, their pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db.models import Model
from django.urls import reverse

from qingshe.foundation.records import Record

from .field_names import NAMES

KINDS: Mapping[str, tuple[str, str]] = {  # its name, and the page of one of them where there is one
    "orgs.orgunit": ("组织", "orgs:unit"),
    "orgs.account": ("账号", "orgs:account"),
    "orgs.membership": ("任职", ""),
    "orgs.apitoken": ("接口令牌", ""),
    "orgs.unitimport": ("组织导入", "orgs:import"),
    "catalog.itemlist": ("清单", ""),
    "catalog.edition": ("清单版次", "catalog:edition"),
    "catalog.listitem": ("清单事项", "catalog:item"),
    "catalog.itemimport": ("清单事项导入", ""),
    "catalog.publicationorder": ("后台公布", "catalog:order"),
    "catalog.opinion": ("对清单的意见", ""),
    "catalog.document": ("文件", ""),
    "catalog.legalbasis": ("依据", ""),
    "catalog.settlement": ("冲突裁定", ""),
    "catalog.review": ("依据复核", "catalog:review"),
    "catalog.rule": ("规则", ""),
    "catalog.signvariant": ("对外标牌", ""),
    "catalog.permitseries": ("许可字号", ""),
    "catalog.permit": ("准入许可", "catalog:permit"),
    "gate.ruleswitch": ("闸门规则停用", ""),
    "burden.burdenbudget": ("负担预算", ""),
    "burden.budgetrule": ("超预算规则", ""),
    "burden.burdenchange": ("负担变动", ""),
    "burden.baseline": ("底数", ""),
    "admission.application": ("准入申请", "admission:case"),
    "admission.opinion": ("对申请的意见", ""),
    "admission.assessment": ("评估", ""),
    "admission.meeting": ("会议", "admission:meeting"),
    "admission.decision": ("审批决定", ""),
    "admission.objection": ("异议", ""),
    "admission.agreement": ("服务协议", ""),
    "admission.signature": ("社区签署", ""),
    "admission.flowedition": ("流程参数版次", ""),
    "admission.paymentplan": ("拨付计划", ""),
    "demands.demand": ("下达事项", "demands:detail"),
    "demands.assignment": ("社区事项", ""),
    "demands.plan": ("年度计划", ""),
    "demands.planitem": ("计划事项", "demands:plan_item"),
    "demands.registerentry": ("登记册", "demands:register_entry"),
    "demands.series": ("按期下达", "demands:series_detail"),
    "demands.round": ("按期下达的一次", ""),
    "demands.refusal": ("拒收", "demands:ruling"),
    "demands.offplatform": ("体外下达", "demands:report"),
    "demands.violation": ("违规", ""),
    "demands.rebound": ("反弹", "demands:rebound"),
    "feedback.feedback": ("意见建议", "feedback:detail"),
    "audit.auditseal": ("封存", ""),
    "calendar.year": ("节假日安排", ""),
    "notices.address": ("提醒的号码或邮箱", ""),
    "notices.choice": ("提醒方式", ""),
    "notices.channel": ("站外提醒的渠道", ""),
    "notices.delivery": ("站外提醒", ""),
    "notices.quiethours": ("安静时段", ""),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A record as a person reads it; `code` is what is chained, `url` "" without a page."""

    kind: str
    code: str
    url: str


def named(subject: str) -> Named:
    """The kind and page of a subject of the trail ("orgs.orgunit:12")."""
    label, _, key = subject.partition(":")
    kind, page = KINDS.get(label, (label, ""))
    url = reverse(page, args=[int(key)]) if page and key.isdecimal() else ""
    return Named(kind, subject, url)


def field_name(label: str, field: str) -> str:
    """A field in Chinese where the model or the table of names knows it, else its code."""
    model = _model(label)
    known = {one.name: one for one in model._meta.concrete_fields} if model else {}
    said = str(known[field].verbose_name) if field in known else ""
    if not said.isascii():
        return said
    plain = field.removesuffix("_id")
    return NAMES.get(f"{label}.{plain}") or NAMES.get(plain, field)


def value_in_words(label: str, field: str, value: object) -> str:
    """A value as it is told: states in their word, nothing as 空, yes and no."""
    if value in (None, ""):
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    model = _model(label)
    if field == "state" and model is not None and issubclass(model, Record):
        return next((one.label for one in model.states if one.value == value), str(value))
    return str(value)


@cache
def _model(label: str) -> type[Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None
