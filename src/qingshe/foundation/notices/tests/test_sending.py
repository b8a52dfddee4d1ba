"""Whether, when and how often something is sent; the channels are played."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from qingshe.foundation.calendar.services import workdays
from qingshe.foundation.notices import addresses, box, digest, rules, sending, stuck, wishes
from qingshe.foundation.notices.channels import SENDERS, Message, Refused, Unreachable, Unsure
from qingshe.foundation.notices.models import ChannelRest, Choice, Delivery
from qingshe.foundation.notices.quiet import hours, set_hours
from qingshe.foundation.notices.rules import Channel, Hours, Kind, State
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, no
from qingshe.kernel.errors import Conflict, Denied, Invalid, NotFound

HERE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 9, 22, 10, tzinfo=HERE)  # a Tuesday
EVENING = datetime(2026, 9, 22, 20, tzinfo=HERE)
NEXT_MORNING = datetime(2026, 9, 23, 8, tzinfo=HERE)
LI, WANG = Actor("user:1", "/14/04/"), Actor("user:2", "/14/04/")
CHIEF = Actor("user:8", "/")
PHONES = {LI.id: "13800000001", WANG.id: "13800000002"}
MINUTE = timedelta(minutes=1)

Clock = Callable[[datetime], None]
pytestmark = pytest.mark.django_db


class Post:
    """A channel that is played: what it was given, and what it answers next."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.troubles: list[BaseException] = []

    def __call__(self, message: Message) -> None:
        trouble = self.troubles.pop(0) if self.troubles else None
        if trouble is None or isinstance(trouble, Unsure | KeyboardInterrupt):
            self.sent.append(message)  # it left, and nobody heard of it
        if trouble is not None:
            raise trouble

    @property
    def titles(self) -> list[str]:
        return [message.title for message in self.sent if "确认码" not in message.title]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    set_to(MORNING)
    return set_to


@pytest.fixture
def sms(clock: Clock, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Post:
    settings.SMS_URL = "https://sms.example/"
    post = Post()
    monkeypatch.setitem(SENDERS, Channel.SMS, post)
    return post


@pytest.fixture
def wecom(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Post:
    settings.WECOM_URL = "https://wecom.example/"
    post = Post()
    monkeypatch.setitem(SENDERS, Channel.WECOM, post)
    return post


def reachable(
    actor: Actor,
    *channels: Channel,
    kinds: Sequence[Kind] = (Kind.DECIDE,),
    now: datetime = MORNING,
) -> None:
    """Let somebody have proven addresses and want these kinds by them."""
    for channel in channels:
        address = addresses.enter(actor, channel, PHONES[actor.id], now=now)
        code = addresses.words_of_code(actor.id, channel)[6:12]
        assert addresses.prove(actor, channel, code, now=now).verified_at
        Delivery.objects.filter(person=address.person, notice=None).delete()
    wishes.choose(actor, dict.fromkeys(kinds, channels))


def tell(*people: Actor, title: str = "待裁定", urgent: bool = False) -> None:
    box.send([one.id for one in people], title, link="/d/1/", kind=Kind.DECIDE, urgent=urgent)


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


class TestPlanning:
    def test_who_has_chosen_nothing_is_told_inside_alone(self, sms: Post) -> None:
        tell(LI)
        assert sending.send_due(MORNING) == 0
        assert box.of(LI).count() == 1

    def test_who_has_chosen_so_is_told_outside_as_well(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI, WANG)
        assert sending.send_due(MORNING) == 1
        assert sms.sent[0].to == [PHONES[LI.id]]
        assert states() == [State.SENT]

    def test_another_kind_is_not_sent(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.RESULT])
        tell(LI)
        assert states() == []

    def test_a_channel_that_is_switched_off_gets_nothing(
        self, sms: Post, settings: Settings
    ) -> None:
        reachable(LI, Channel.SMS)
        settings.SMS_URL = ""
        tell(LI)
        assert states() == []

    def test_news_of_what_was_rolled_back_is_never_sent(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        with suppress(RuntimeError), transaction.atomic():
            tell(LI)
            raise RuntimeError
        assert sending.send_due(MORNING) == 0

    def test_who_sends_a_notice_asks_no_gateway(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        sms.troubles = [Unreachable("断了")]
        tell(LI)
        assert box.of(LI).count() == 1
        assert len(sms.troubles) == 1

    def test_the_worker_is_woken_only_when_something_is_due(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        assert not sending.is_due(MORNING)
        tell(LI)
        assert sending.is_due(MORNING)
        sending.send_due(MORNING)
        assert not sending.is_due(MORNING)


class TestQuietHours:
    def test_what_comes_in_the_evening_is_sent_in_the_morning(
        self, sms: Post, clock: Clock
    ) -> None:
        reachable(LI, Channel.SMS)
        clock(EVENING)
        tell(LI)
        assert not sending.is_due(EVENING)
        assert sending.send_due(EVENING) == 0
        assert sending.send_due(NEXT_MORNING) == 1

    def test_what_is_urgent_is_sent_at_once(self, sms: Post, clock: Clock) -> None:
        reachable(LI, Channel.SMS)
        clock(EVENING)
        tell(LI, urgent=True)
        assert sending.send_due(EVENING) == 1

    def test_a_new_try_does_not_fall_into_the_evening(self, sms: Post, clock: Clock) -> None:
        reachable(LI, Channel.SMS)
        late = MORNING.replace(hour=17, minute=59)
        clock(late)
        tell(LI)
        sms.troubles = [Unreachable("断了")]
        sending.send_due(late)
        assert Delivery.objects.get().due_at == NEXT_MORNING

    def test_what_waits_over_a_long_holiday_is_sent_after_it(self, sms: Post, clock: Clock) -> None:
        reachable(LI, Channel.SMS)
        clock(datetime(2026, 9, 30, 20, tzinfo=HERE))
        tell(LI)
        back = datetime(2026, 10, 8, 8, tzinfo=HERE)
        sms.troubles = [Refused("忙")]
        sending.send_due(back)
        assert sending.send_due(back + MINUTE) == 1

    def test_the_city_sets_its_hours_with_a_reason(self, clock: Clock) -> None:
        from_seven = Hours(ends=MORNING.time().replace(hour=7))
        with pytest.raises(Denied):
            set_hours(CHIEF, from_seven, reason="市府通知", answer=no("不行"))
        with pytest.raises(Invalid):
            set_hours(CHIEF, from_seven, reason=" ", answer=YES)
        assert set_hours(CHIEF, from_seven, reason="市府通知", answer=YES)
        assert not set_hours(CHIEF, from_seven, reason="市府通知", answer=YES)
        assert hours() == from_seven


class TestFailing:
    def test_a_broken_channel_is_left_alone_for_longer_and_longer(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [Unreachable("断了"), Unreachable("断了")]
        sending.send_due(MORNING)
        assert not sending.is_due(MORNING)
        sending.send_due(MORNING + MINUTE)
        rest = ChannelRest.objects.get(channel=Channel.SMS)
        assert (rest.failures, rest.until) == (2, MORNING + 3 * MINUTE)

    def test_a_broken_channel_stops_no_other(self, sms: Post, wecom: Post) -> None:
        reachable(LI, Channel.SMS, Channel.WECOM)
        tell(LI)
        sms.troubles = [ValueError("a fault in a sender")]
        assert sending.send_due(MORNING) == 1
        assert wecom.titles == ["待裁定"]
        assert sorted(states()) == [State.SENT, State.UNSURE]

    def test_it_is_tried_again_and_given_up_in_the_end(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [Refused("欠费") for _ in range(10)]
        moment = MORNING
        while Delivery.objects.filter(state=State.WAITING).exists():
            moment = Delivery.objects.get().due_at
            sending.send_due(moment)
        assert len(sms.troubles) == 10 - len(rules.PAUSES) - 1
        assert states() == [State.GIVEN_UP]
        assert Delivery.objects.get().reason == "欠费"

    def test_one_wrong_number_does_not_hold_up_the_others(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        reachable(WANG, Channel.SMS)
        tell(LI, WANG)
        sms.troubles = [Refused("空号", final=True)]
        assert sending.send_due(MORNING) == 1
        assert states() == [State.GIVEN_UP, State.SENT]

    def test_nobody_knows_means_not_again(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [Unsure("没有答复")]
        sending.send_due(MORNING)
        sending.send_due(MORNING + timedelta(hours=5))
        assert states() == [State.UNSURE]
        assert sms.titles == ["待裁定"]

    def test_a_process_killed_while_sending_leaves_it_unsure(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [KeyboardInterrupt()]
        with pytest.raises(KeyboardInterrupt):
            sending.send_due(MORNING)
        assert states() == [State.SENDING]
        sending.send_due(MORNING + MINUTE)
        assert states() == [State.SENDING]
        sending.send_due(MORNING + rules.LOST + MINUTE)
        assert states() == [State.UNSURE]
        assert sms.titles == ["待裁定"]

    def test_after_three_days_of_failure_it_is_no_news(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        ChannelRest.objects.update_or_create(
            channel=Channel.SMS, defaults={"failures": 9, "failing_since": MORNING}
        )
        sending.send_due(MORNING + rules.STALE + MINUTE)
        assert states() == [State.GIVEN_UP]

    def test_health_names_a_channel_that_fails_for_long(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [Unreachable("断了。")]
        sending.send_due(MORNING)
        assert stuck.failing(MORNING) == []
        assert stuck.failing(MORNING + timedelta(hours=1)) == ["短信发不出去：断了。"]


class TestGroups:
    def test_a_group_hears_of_one_thing_once(self, sms: Post, wecom: Post) -> None:
        for one in (LI, WANG):
            reachable(one, Channel.WECOM)
        tell(LI, WANG)
        assert sending.send_due(MORNING) == 1
        assert wecom.sent[0].to == list(PHONES.values())
        assert states() == [State.SENT] * 2


class TestAddresses:
    def test_nothing_is_sent_to_an_address_that_is_not_proven(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        addresses.enter(LI, Channel.SMS, "13900000000", now=MORNING)
        sending.send_due(MORNING)
        assert sms.titles == []
        assert sms.sent[0].to == ["13900000000"]

    def test_it_lies_sealed_and_is_shown_masked(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        address = addresses.own(LI)[Channel.SMS]
        assert PHONES[LI.id] not in address.sealed
        assert addresses.shown(address) == "138****0001"

    def test_five_wrong_codes_spoil_it(self, sms: Post) -> None:
        addresses.enter(LI, Channel.SMS, PHONES[LI.id], now=MORNING)
        right = addresses.words_of_code(LI.id, Channel.SMS)[6:12]
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        for _ in range(addresses.WRONG_CODES):
            with pytest.raises(Invalid, match="不对"):
                addresses.prove(LI, Channel.SMS, wrong, now=MORNING)
        with pytest.raises(Invalid, match="五次"):
            addresses.prove(LI, Channel.SMS, right, now=MORNING)

    def test_a_code_lasts_half_an_hour(self, sms: Post) -> None:
        addresses.enter(LI, Channel.SMS, PHONES[LI.id], now=MORNING)
        right = addresses.words_of_code(LI.id, Channel.SMS)[6:12]
        with pytest.raises(Invalid, match="过期"):
            addresses.prove(LI, Channel.SMS, right, now=MORNING + timedelta(minutes=31))

    def test_nobody_has_codes_sent_all_day(self, sms: Post) -> None:
        for _ in range(addresses.CODES_A_DAY):
            addresses.enter(LI, Channel.SMS, PHONES[LI.id], now=MORNING)
        with pytest.raises(Conflict):
            addresses.enter(LI, Channel.SMS, PHONES[LI.id], now=MORNING)
        assert states().count(State.WAITING) == 1
        addresses.enter(LI, Channel.SMS, PHONES[LI.id], now=MORNING + timedelta(days=1))

    @pytest.mark.parametrize(
        ("channel", "value"),
        [
            (Channel.SMS, "1380000"),
            (Channel.SMS, "١٣٨٠٠٠٠٠٠٠٠"),
            (Channel.EMAIL, "li@"),
            (Channel.EMAIL, "li@example.org\nBcc: x@example.org"),
            (Channel.FEISHU, ""),
        ],
    )
    def test_what_is_no_address_is_refused(
        self, sms: Post, settings: Settings, channel: Channel, value: str
    ) -> None:
        settings.EMAIL_HOST, settings.FEISHU_URL = "mail.example", "https://feishu.example/"
        with pytest.raises(Invalid):
            addresses.enter(LI, channel, value, now=MORNING)

    def test_what_is_taken_back_is_not_used_any_more(self, sms: Post) -> None:
        reachable(LI, Channel.SMS)
        tell(LI)
        addresses.forget(LI, Channel.SMS)
        sending.send_due(MORNING)
        assert states() == [State.DROPPED]
        assert not Choice.objects.exists()
        with pytest.raises(NotFound):
            addresses.forget(LI, Channel.SMS)

    def test_a_channel_without_a_proven_address_cannot_be_chosen(self, sms: Post) -> None:
        with pytest.raises(Invalid):
            wishes.choose(LI, {Kind.DECIDE: [Channel.SMS]})


class TestStuck:
    @pytest.fixture
    def lost(self, sms: Post) -> Delivery:
        reachable(LI, Channel.SMS)
        tell(LI)
        sms.troubles = [Refused("空号", final=True)]
        sending.send_due(MORNING)
        return stuck.rows().get()

    def test_it_can_be_sent_again(self, sms: Post, lost: Delivery) -> None:
        stuck.retry(CHIEF, lost.pk, answer=YES, now=MORNING)
        assert sending.send_due(MORNING) == 1
        with pytest.raises(Conflict):
            stuck.retry(CHIEF, lost.pk, answer=YES, now=MORNING)

    def test_it_can_be_let_go(self, lost: Delivery) -> None:
        stuck.drop(CHIEF, lost.pk, answer=YES)
        assert not stuck.rows().exists()

    def test_who_may_not_is_refused(self, lost: Delivery) -> None:
        with pytest.raises(Denied):
            stuck.retry(CHIEF, lost.pk, answer=no("不行"), now=MORNING)
        assert stuck.rows().exists()

    def test_all_of_a_channel_are_sent_again_but_not_what_is_unsure(
        self, sms: Post, lost: Delivery
    ) -> None:
        tell(LI, title="另一件")
        sms.troubles = [Unsure("没有答复")]
        sending.send_due(MORNING)
        assert stuck.retry_all(CHIEF, Channel.SMS, answer=YES, now=MORNING) == 1
        sending.send_due(MORNING)
        assert sms.titles == ["另一件", "待裁定"]

    def test_a_test_says_at_once_why_it_fails(self, sms: Post) -> None:
        assert stuck.try_out(CHIEF, Channel.SMS, "1", answer=YES, now=MORNING) == ""
        sms.troubles = [Unreachable("断了")]
        assert stuck.try_out(CHIEF, Channel.SMS, "1", answer=YES, now=MORNING) == "断了"

    def test_what_is_over_is_forgotten_after_half_a_year(self, sms: Post, lost: Delivery) -> None:
        tell(LI)
        sending.send_due(MORNING)
        assert stuck.forget_old(MORNING + timedelta(days=181)) == 1
        assert stuck.rows().get() == lost


class TestDigest:
    AT = MORNING.replace(hour=16, minute=30)

    def test_what_was_not_seen_comes_in_one_message(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST])
        tell(LI, title="甲")
        tell(LI, title="乙")
        box.send([LI.id], "丙")
        box.mark_read(LI, box.of(LI)[0].pk)
        assert digest.collect(self.AT) == 1
        sending.send_due(self.AT)
        assert sms.titles == ["有 2 条提醒还没有看：要您办的 2 条。"]

    def test_it_comes_once_however_often_it_is_collected(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST])
        tell(LI)
        assert [digest.collect(self.AT + n * MINUTE) for n in range(3)] == [1, 0, 0]

    def test_what_was_sent_alone_is_not_in_it(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST, Kind.DECIDE])
        tell(LI)
        assert digest.collect(self.AT) == 0

    def test_it_reaches_back_over_the_holiday(self, sms: Post, clock: Clock) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST])
        clock(datetime(2026, 10, 1, 9, tzinfo=HERE))
        tell(LI)
        assert digest.collect(datetime(2026, 10, 2, 17, tzinfo=HERE)) == 0
        assert digest.collect(datetime(2026, 10, 8, 17, tzinfo=HERE)) == 1

    def test_nothing_new_means_no_message(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST])
        assert digest.collect(self.AT) == 0

    def test_before_its_hour_there_is_none(self, sms: Post) -> None:
        reachable(LI, Channel.SMS, kinds=[Kind.DIGEST])
        tell(LI)
        assert digest.collect(MORNING) == 0


TROUBLES = st.sampled_from(
    [
        None,
        None,
        Refused("不"),
        Refused("空号", final=True),
        Unreachable("断"),
        Unsure("?"),
        KeyboardInterrupt(),
    ]
)
STEPS = st.lists(
    st.tuples(st.integers(1, 60 * 30), st.booleans(), st.booleans(), TROUBLES), max_size=20
)


class TestWhatAlwaysHolds:
    @bounds(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(steps=STEPS)
    def test_each_at_most_once_and_none_in_quiet_hours_but_the_urgent(
        self,
        sms: Post,
        wecom: Post,
        clock: Clock,
        steps: list[tuple[int, bool, bool, BaseException | None]],
    ) -> None:
        with transaction.atomic():
            left = play(sms, wecom, clock, steps)
            transaction.set_rollback(True)
        given = [(to, message.title) for message in sms.sent for to in message.to]
        assert len(given) == len(set(given))
        assert len(wecom.titles) == len(set(wecom.titles))
        quiet = [title for now, title in left if Hours().is_quiet(now, workdays())]
        assert [title for title in quiet if "急" not in title] == []


def play(
    sms: Post,
    wecom: Post,
    clock: Clock,
    steps: list[tuple[int, bool, bool, BaseException | None]],
) -> list[tuple[datetime, str]]:
    """Let things happen one after the other; what left when."""
    now, left = MORNING, []
    clock(now)
    for one in (LI, WANG):
        reachable(one, Channel.SMS, Channel.WECOM)
    sms.sent, wecom.sent = [], []
    for number, (minutes, tells, urgent, trouble) in enumerate(steps):
        now += minutes * MINUTE
        clock(now)
        if tells:
            tell(LI, WANG, title=f"{number}{'急' if urgent else ''}", urgent=urgent)
        sms.troubles = [trouble] if trouble else []
        before = len(sms.sent), len(wecom.sent)
        with suppress(KeyboardInterrupt):
            sending.send_due(now)
        new = sms.sent[before[0] :] + wecom.sent[before[1] :]
        left += [(now, message.title) for message in new]
    return left
