from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.modules.admission.rules import TONES, DurationType, ItemKind, Request, State


class Application(Record):
    """A department's request to bring something into communities (准入申请).

    Fields are those of 长民发〔2017〕124号附件5 and of the union of other places' forms; texts may
    be empty in a draft. `applicant` and `place` (whose body decides) are paths. Money is yuan,
    `minutes` are those of one community each time. `due_on` is the end of the clock that runs
    now, `decide_by` that of the decision; both are reckoned anew when the calendar changes.
    """

    states = State
    sensitive = frozenset({"contact_name", "contact_phone"})

    number = models.CharField(max_length=60, blank=True)  # 长治社申〔2026〕0031号, at submission
    request = models.CharField(max_length=20, default=Request.NEW.value)
    before_number = models.CharField(max_length=60, blank=True)  # the permit it renews or amends
    applicant = models.CharField(max_length=100, db_index=True)
    applicant_name = models.CharField(max_length=100)
    place = models.CharField(max_length=100)
    place_name = models.CharField(max_length=100)
    author = models.CharField(max_length=100)
    hands = models.JSONField(default=list, blank=True)  # everybody who wrote or submitted it

    contact_name = models.CharField("联系人", max_length=50, blank=True)
    contact_phone = models.CharField("联系电话", max_length=30, blank=True)
    title = models.CharField("申请准入事务或工作项目", max_length=200, blank=True)
    kind = models.CharField("事项类型", max_length=30, blank=True)
    actions = models.JSONField("社区承担动作", default=list, blank=True)
    other_action = models.CharField("其他动作", max_length=500, blank=True)
    necessity = models.TextField("必要性", max_length=4000, blank=True)
    content = models.TextField("事项内容", max_length=4000, blank=True)
    basis = models.TextField("申请准入依据", max_length=4000, blank=True)
    basis_document = models.CharField("依据原文", max_length=500, blank=True)
    scope_words = models.CharField("申请准入社区", max_length=500, blank=True)
    community_count = models.PositiveIntegerField(default=0)
    duration_type = models.CharField("期限类型", max_length=20, blank=True)
    valid_from = models.DateField("开始日期", null=True, blank=True)
    valid_until = models.DateField("结束日期", null=True, blank=True)
    times_per_year = models.PositiveIntegerField("每年次数", default=0)
    minutes = models.PositiveIntegerField("每社区每次用时", default=0)
    data_fields = models.JSONField("需要的数据", default=list, blank=True)  # [[name, known], …]
    powers = models.TextField("下放给社区的权限", max_length=4000, blank=True)
    staffing = models.TextField("人员安排", max_length=4000, blank=True)
    money_amount = models.DecimalField(
        "经费金额", max_digits=12, decimal_places=2, default=Decimal(0)
    )
    money_source = models.CharField("经费来源", max_length=500, blank=True)
    training = models.TextField("培训与物资", max_length=4000, blank=True)
    exit_terms = models.TextField("退出条件", max_length=4000, blank=True)
    negative_self_check = models.TextField("负面清单自查", max_length=4000, blank=True)
    consistency_self_assessment = models.TextField("减负一致性自评", max_length=4000, blank=True)

    verdict = models.CharField(max_length=20, blank=True)  # of the gate, when last handed in
    verdict_label = models.CharField(max_length=40, blank=True)
    verdict_text = models.TextField(blank=True)
    verdict_reply = models.TextField("对闸门结论的说明", max_length=4000, blank=True)

    urgent_from = models.DateField(null=True, blank=True)  # set: it went ahead as urgent
    urgent_reason = models.CharField(max_length=1000, blank=True)
    urgent_permit = models.CharField(max_length=60, blank=True)

    submitted_on = models.DateField(null=True, blank=True)
    correction_note = models.TextField(max_length=4000, blank=True)
    halted_on = models.DateField(null=True, blank=True)  # since when the clock stands
    paused_days = models.PositiveIntegerField(default=0)  # working days it stood before
    is_light = models.BooleanField(default=False)  # a renewal in which nothing grows
    consulted_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    warned_of = models.DateField(null=True, blank=True)  # the due day of which was warned
    escalated_of = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    permit_number = models.CharField(max_length=60, blank=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["number"],
                name="application_number_once",
                condition=~Q(number=""),
                violation_error_message="这个申请编号已经用过。",
            ),
            CheckConstraint(
                name="application_state_is_known",
                condition=Q(state__in=[state.value for state in State]),
            ),
            CheckConstraint(
                name="application_kind_is_known",
                condition=Q(kind="") | Q(kind__in=[kind.value for kind in ItemKind]),
                violation_error_message="没有这种事项类型。",
            ),
            CheckConstraint(
                name="application_duration_is_known",
                condition=Q(duration_type="")
                | Q(duration_type__in=[one.value for one in DurationType]),
                violation_error_message="没有这种期限类型。",
            ),
            CheckConstraint(
                name="application_money_is_not_negative",
                condition=Q(money_amount__gte=0),
                violation_error_message="金额不能为负数。",
            ),
            CheckConstraint(
                name="application_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                violation_error_message="结束日期早于开始日期，请核对。",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["place", "state", "due_on", "id"], name="application_queue"),
            Index(fields=["state", "due_on"], name="application_by_clock"),
        ]

    @property
    def is_urgent(self) -> bool:
        return self.urgent_from is not None

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def kind_label(self) -> str:
        return ItemKind(self.kind).label if self.kind else ""

    @property
    def duration_label(self) -> str:
        return DurationType(self.duration_type).label if self.duration_type else ""

    @property
    def request_label(self) -> str:
        return Request(self.request).label

    def __str__(self) -> str:
        return self.number or self.title or "未命名的申请"


class ApplicationScope(models.Model):
    """A place an application asks for: the community with this path, or all below it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scopes")
    path = models.CharField(max_length=100)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "path"], name="application_scope_once"),
        ]

    def __str__(self) -> str:
        return self.path
