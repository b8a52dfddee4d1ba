"""States and declared moves of the records of this module."""

from qingshe.kernel.workflow import Labelled, beginning, move


class UnitState(Labelled):
    ACTIVE = "active", "正常"
    CLOSED = "closed", "已撤销"


class AccountState(Labelled):
    ACTIVE = "active", "正常"
    LOCKED = "locked", "已停用"


class MembershipState(Labelled):
    ACTIVE = "active", "在任"
    ENDED = "ended", "已结束"


class TokenState(Labelled):
    ACTIVE = "active", "有效"
    REVOKED = "revoked", "已吊销"


class ImportState(Labelled):
    PREVIEWED = "previewed", "待确认"
    QUEUED = "queued", "正在导入"
    DONE = "done", "已导入"
    FAILED = "failed", "未导入"
    DROPPED = "dropped", "已放弃"


ESTABLISH = beginning("establish", "设立", UnitState.ACTIVE)
CORRECT = move("correct", "更正", UnitState.ACTIVE)
RELOCATE = move("relocate", "变更区划代码", UnitState.ACTIVE)
FOLLOW = move("follow", "随上级变更", UnitState.ACTIVE, UnitState.CLOSED)
CLOSE = move("close", "撤销", UnitState.ACTIVE, to=UnitState.CLOSED)
REOPEN = move("reopen", "恢复", UnitState.CLOSED, to=UnitState.ACTIVE)

OPEN_ACCOUNT = beginning("open_account", "开户", AccountState.ACTIVE)
CORRECT_ACCOUNT = move("correct_account", "更正", AccountState.ACTIVE)
RESET_PASSWORD = move("reset_password", "重置密码", AccountState.ACTIVE)
CHANGE_PASSWORD = move("change_password", "修改密码", AccountState.ACTIVE)
ENABLE_FACTOR = move("enable_factor", "启用动态口令", AccountState.ACTIVE)
USE_RECOVERY_CODE = move("use_recovery_code", "使用备用码", AccountState.ACTIVE)
DISABLE_FACTOR = move("disable_factor", "停用动态口令", AccountState.ACTIVE)
RELEASE = move("release", "解除登录限制", AccountState.ACTIVE)
LOCK = move("lock", "停用账号", AccountState.ACTIVE, to=AccountState.LOCKED)
UNLOCK = move("unlock", "恢复账号", AccountState.LOCKED, to=AccountState.ACTIVE)

APPOINT = beginning("appoint", "任职", MembershipState.ACTIVE)
END_MEMBERSHIP = move(
    "end_membership", "结束任职", MembershipState.ACTIVE, to=MembershipState.ENDED
)

ISSUE_TOKEN = beginning("issue_token", "签发令牌", TokenState.ACTIVE)
REVOKE_TOKEN = move("revoke_token", "吊销令牌", TokenState.ACTIVE, to=TokenState.REVOKED)

PREVIEW_IMPORT = beginning("preview_import", "预览导入", ImportState.PREVIEWED)
CONFIRM_IMPORT = move("confirm_import", "确认导入", ImportState.PREVIEWED, to=ImportState.QUEUED)
DROP_IMPORT = move("drop_import", "放弃导入", ImportState.PREVIEWED, to=ImportState.DROPPED)
FINISH_IMPORT = move("finish_import", "导入完成", ImportState.QUEUED, to=ImportState.DONE)
FAIL_IMPORT = move("fail_import", "导入失败", ImportState.QUEUED, to=ImportState.FAILED)
