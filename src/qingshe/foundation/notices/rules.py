"""What is told, by which way, when, and how often it is tried: rules without a database."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from qingshe.kernel.errors import Invalid
from qingshe.kernel.workdays import DAY, Workdays
from qingshe.kernel.workflow import Labelled, beginning, move


class Kind(Labelled):
    """What a notice is about (提醒的种类); a person chooses the ways for each."""

    DECIDE = "decide", "要您办的"
    DUE = "due", "快到期的"
    RESULT = "result", "办理结果"
    DIGEST = "digest", "每天一条汇总"


class Channel(Labelled):
    """A way out of the product (渠道). What stands in a group's chat all of the group read."""

    SMS = "sms", "短信"
    EMAIL = "email", "邮件"
    WECOM = "wecom", "企业微信群"
    DINGTALK = "dingtalk", "钉钉群"
    FEISHU = "feishu", "飞书群"


GROUPS = frozenset({Channel.WECOM, Channel.DINGTALK, Channel.FEISHU})


class State(Labelled):
    """How far a delivery has come (发送状态); it says nothing of the matter itself."""

    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发出"
    UNSURE = "unsure", "不知是否发出"
    GIVEN_UP = "given_up", "没有发出"
    DROPPED = "dropped", "不再发送"


PLAN = beginning("plan", "排队", State.WAITING)
CLAIM = move("claim", "开始发送", State.WAITING, to=State.SENDING)
SUCCEED = move("succeed", "发出", State.SENDING, to=State.SENT)
POSTPONE = move("postpone", "稍后再发", State.SENDING, to=State.WAITING)
LOSE = move("lose", "结果不明", State.SENDING, to=State.UNSURE)
GIVE_UP = move("give_up", "不再尝试", State.SENDING, State.WAITING, to=State.GIVEN_UP)
STUCK = (State.GIVEN_UP, State.UNSURE)
RETRY = move("retry", "重发", *STUCK, to=State.WAITING)
DROP = move("drop", "不再发送", *STUCK, State.WAITING, State.SENDING, to=State.DROPPED)

ACTS = {  # of people, as the trail calls them
    "enter_address": "填写号码或邮箱",
    "prove_address": "确认号码或邮箱",
    "forget_address": "删去号码或邮箱",
    "choose_ways": "选择提醒方式",
    "set_quiet_hours": "设置安静时段",
    "try_out": "发测试消息",
    "retry_all": "全部重发",
    RETRY.name: RETRY.label,
    DROP.name: DROP.label,
}

PAUSES = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 360))  # after each failure of one
LONGEST_REST = timedelta(hours=1)  # of a channel that fails
STALE = timedelta(days=3)  # a channel fails, after which its notices are no news any more
LOST = timedelta(minutes=10)  # after which nobody can still be sending it


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after the `attempts`-th failure; None when it is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def rest(failures: int) -> timedelta:
    """How long a channel that failed `failures` times in a row is left alone."""
    return min(timedelta(minutes=2 ** min(failures - 1, 10)), LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people are left in peace (安静时段), in local time.

    Outside them, on working days of the city's calendar, notices go out; `digest_at` is when the
    daily digest does. The default is a proposal: no paper gives the hours.
    """

    begins: time = time(18, 0)  # of the quiet evening
    ends: time = time(8, 0)
    digest_at: time = time(16, 30)

    def is_quiet(self, moment: datetime, workdays: Workdays) -> bool:
        """Whether nothing but what is urgent may be sent at this local moment."""
        return not (workdays.is_workday(moment.date()) and self.ends <= moment.time() < self.begins)

    def opens(self, moment: datetime, workdays: Workdays) -> datetime:
        """The first moment from `moment` (local) on that is not quiet."""
        if not self.is_quiet(moment, workdays):
            return moment
        day = moment.date()
        if moment.time() >= self.ends:
            day += DAY
        while not workdays.is_workday(day):
            day += DAY
        return datetime.combine(day, self.ends, moment.tzinfo)

    def digest_before(self, moment: datetime, workdays: Workdays) -> datetime:
        """The moment of the digest on the last working day before that of `moment` (local)."""
        day = moment.date() - DAY
        while not workdays.is_workday(day):
            day -= DAY
        return datetime.combine(day, self.digest_at, moment.tzinfo)

    def check(self) -> None:
        """Errors: Invalid when the hours leave no day, or the digest falls into the quiet ones."""
        if self.ends >= self.begins:
            raise Invalid("安静时段应从晚上到第二天早上：开始要晚于结束，例如 18:00 到 8:00。")
        if not self.ends <= self.digest_at < self.begins:
            raise Invalid("汇总的时间不能在安静时段里。")


def masked(channel: str, value: str) -> str:
    """An address as others may see it: 138****5678, l***@example.org."""
    if channel == Channel.EMAIL:
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "****"
