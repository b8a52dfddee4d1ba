"""Units, accounts, the roles people hold in units, the tokens of systems, imports of units."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from qingshe.foundation.records import Record
from qingshe.kernel.divisions import Level
from qingshe.kernel.roles import Role

from .rules import (
    AccountState,
    CommunityKind,
    ImportState,
    Kind,
    MembershipState,
    TokenState,
    UnitState,
)

LONGEST_PATH = 100
_TONES = {
    ImportState.PREVIEWED: "amber",
    ImportState.QUEUED: "blue",
    ImportState.DONE: "green",
    ImportState.FAILED: "red",
    ImportState.DROPPED: "grey",
}


class OrgUnit(Record):
    """One node of the tree (组织): a place, or a department or office that hangs on a place.

    `path` names it for ever and for everybody; a parent's path is a prefix of it. `level` of a
    department is that of its place. The root "/" has no level.
    """

    states = UnitState

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=20)
    level = models.CharField("层级", max_length=20, blank=True)
    community_kind = models.CharField("城乡", max_length=20, blank=True)
    code = models.CharField("区划代码", max_length=12, blank=True)
    path = models.CharField(
        "路径", max_length=LONGEST_PATH, unique=True, error_messages={"unique": "此代码已有组织。"}
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="orgs_code_is_one_unit",
                fields=["code"],
                condition=~Q(code=""),
                violation_error_message="此代码已有组织。",
            ),
            CheckConstraint(
                name="orgs_kind_is_known", condition=Q(kind__in=[kind.value for kind in Kind])
            ),
            CheckConstraint(
                name="orgs_only_the_root_has_no_level",
                condition=Q(level__in=[level.value for level in Level]) | Q(path="/", level=""),
            ),
            CheckConstraint(
                name="orgs_only_the_root_has_no_parent",
                condition=Q(parent__isnull=False) ^ Q(path="/"),
            ),
            CheckConstraint(
                name="orgs_only_communities_are_urban_or_village",
                condition=Q(community_kind="")
                | Q(
                    community_kind__in=[kind.value for kind in CommunityKind],
                    kind=Kind.DIVISION.value,
                    level=Level.COMMUNITY.value,
                ),
                violation_error_message="只有社区（村）才分城市社区和村。",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["parent", "path"], name="orgs_by_parent")]

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> str:
        return self.path

    @property
    def kind_label(self) -> str:
        return Kind(self.kind).label

    @property
    def level_label(self) -> str:
        return Level(self.level).label if self.level else "国家"

    @property
    def community_label(self) -> str:
        return CommunityKind(self.community_kind).label if self.community_kind else ""

    @property
    def note(self) -> str:
        """What a tree says beside the name: what is not plain from its place."""
        kind = self.level_label if self.kind == Kind.DIVISION else self.kind_label
        closed = "" if self.state == UnitState.ACTIVE else self.state_label
        return " · ".join(word for word in (self.community_label or kind, closed) if word)

    @property
    def tone(self) -> str:
        return "green" if self.state == UnitState.ACTIVE else "grey"


class Account(AbstractBaseUser, Record):
    """One person who signs in (账号); what they may do comes from their memberships.

    There is no date of the last sign-in: the product does not watch who works when.
    """

    states = AccountState
    sensitive = frozenset(
        {
            "login_name",
            "name",
            "phone",
            "staff_number",
            "password",
            "totp_secret",
            "totp_step",
            "recovery_codes",
        }
    )
    last_login = None
    USERNAME_FIELD = "login_name"

    login_name = models.CharField(
        "登录名", max_length=50, unique=True, error_messages={"unique": "该登录名已被使用。"}
    )
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("电话", max_length=20, blank=True)
    staff_number = models.CharField("工号", max_length=50, blank=True)
    must_change_password = models.BooleanField(default=False)
    totp_secret = models.CharField(max_length=300, blank=True)  # sealed; "" = no second factor
    totp_step = models.BigIntegerField(default=0)  # the last 30 seconds a code was used for
    recovery_codes = models.JSONField(default=list, blank=True)  # digests

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="orgs_staff_number_is_one_account",
                fields=["staff_number"],
                condition=~Q(staff_number=""),
                violation_error_message="该工号已有账号。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> str:
        """Where this person holds the first of their roles in force."""
        held = self.memberships.filter(state=MembershipState.ACTIVE).order_by("pk")
        return held.values_list("unit__path", flat=True).first() or "" if self.pk else ""

    @property
    def has_second_factor(self) -> bool:
        return bool(self.totp_secret)

    @property
    def tone(self) -> str:
        return "green" if self.state == AccountState.ACTIVE else "grey"


class Membership(Record):
    """A role that an account holds in a unit (任职)."""

    states = MembershipState

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("角色", max_length=20)

    class Meta:
        constraints: ClassVar = [
            UniqueConstraint(
                name="orgs_role_is_held_once",
                fields=["account", "unit", "role"],
                condition=Q(state=MembershipState.ACTIVE.value),
                violation_error_message="此人在该组织已有这个角色。",
            ),
            CheckConstraint(
                name="orgs_role_is_known", condition=Q(role__in=[role.value for role in Role])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.role_label}"

    @property
    def home(self) -> str:
        return self.unit.path

    @property
    def role_label(self) -> str:
        return Role(self.role).label

    @property
    def tone(self) -> str:
        return "green" if self.state == MembershipState.ACTIVE else "grey"


class ApiToken(Record):
    """The key of one outside system (接口令牌): a role at a unit, with some of its grants.

    Only a digest is kept. Which day it was last used on is not: the log has it.
    """

    states = TokenState
    sensitive = frozenset({"digest"})

    name = models.CharField("系统名称", max_length=100)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("角色", max_length=20)
    grants = models.JSONField("权限", default=list, blank=True)
    expires_on = models.DateField("有效期至")
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints: ClassVar = [
            CheckConstraint(
                name="orgs_token_role_is_known",
                condition=Q(role__in=[role.value for role in Role]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def home(self) -> str:
        return self.unit.path

    @property
    def role_label(self) -> str:
        return Role(self.role).label


class UnitImport(Record):
    """One Excel table of units on its way into the tree (导入): seen, confirmed, then done."""

    states = ImportState
    sensitive = frozenset({"content"})

    unit = models.CharField(max_length=LONGEST_PATH)  # the territory of who brings it
    filename = models.CharField(max_length=200)
    content = models.BinaryField()
    fingerprint = models.CharField(max_length=64)  # of what the preview promised
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    shown = models.JSONField(default=list)  # of each sort: its word, the first names, how many
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def home(self) -> str:
        return self.unit

    @property
    def tone(self) -> str:
        return _TONES[ImportState(self.state)]


class SignInPause(models.Model):
    """Failures to sign in under one name or from one address, and the pause that follows.

    Kept for names nobody has as well, so that a pause does not tell which names exist; the name
    itself is not kept, only a digest.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    last = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.failures}"
