"""Accounts and seats: how long failures lock one out, and which role sits where."""

import hashlib
from datetime import datetime, timedelta
from math import ceil

from qingshe.kernel.divisions import Level
from qingshe.kernel.roles import Role

from .places import Kind

FREE_FAILURES = 5  # wrong passwords before the first pause
_FIRST_PAUSE = timedelta(minutes=15)
_LONGEST_PAUSE = timedelta(hours=24)
HOURS_OF_FAILURES = timedelta(hours=24)  # after a day without one, failures are forgotten
MAY_TRY_SECOND_FACTOR = timedelta(minutes=5)  # between the password and the code
CODE_STEPS = 1  # codes of 30 seconds before and after now that still count
RECOVERY_CODES = 8
SIGN_IN_FAILED = "sign_in_failed"  # the entry in the trail of an account
HAPPENINGS = {SIGN_IN_FAILED: "登录失败"}  # words for entries of the trail that are no moves

_PLACES = {
    Role.WORKER: {Level.COMMUNITY},
    Role.HEAD: {Level.COMMUNITY},
    Role.RESIDENT: {Level.COMMUNITY},
    Role.STREET: {Level.STREET},
    Role.GATEKEEPER: {Level.PROVINCE, Level.CITY, Level.COUNTY},
    Role.LEADER: {Level.PROVINCE, Level.CITY, Level.COUNTY},
    Role.SUPERVISOR: {Level.PROVINCE, Level.CITY, Level.COUNTY},
}


def blocked_until(failures: int, now: datetime, *, free: int = FREE_FAILURES) -> datetime | None:
    """Until when nobody may try again; None while failures are few.

    Each full round of `free` failures doubles the pause: 15 minutes, 30, 60 … up to a day.
    """
    if failures < free or failures % free:
        return None
    doublings = min(failures // free - 1, 10)
    return now + min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def wait_in_words(until: datetime, now: datetime) -> str:
    """The same words whether or not there is such an account."""
    minutes = max(1, ceil((until - now) / timedelta(minutes=1)))
    wait = f"{minutes} 分钟" if minutes < 120 else f"{ceil(minutes / 60)} 小时"
    return f"尝试次数过多，请约 {wait}后再试，或请系统管理员解除限制。"


def pause_key(kind: str, text: str) -> str:
    """Under what failures by a "name" or an "address" are counted; it tells neither."""
    return hashlib.sha256(f"{kind}:{text}".encode()).hexdigest()


def seat_fits(role: Role, kind: str, level: str) -> str:
    """Why nobody can have this role at such a unit, in words; "" when it fits.

    Gatekeepers, leaders and supervisors sit at a place or in one of its departments (the office
    of the leading group is in the civil affairs bureau or the social work department).
    """
    if role is Role.ADMINISTRATOR:
        return ""
    if role is Role.DEPARTMENT:
        return "" if kind != Kind.DIVISION else "部门经办人只能在部门或办公室任职。"
    levels = _PLACES[role]
    upstairs = Level.COUNTY in levels
    if (kind == Kind.DIVISION or upstairs) and level in levels:
        return ""
    where = "、".join(one.label for one in Level if one in levels)
    return f"“{role.label}”只能在{where}任职。"
