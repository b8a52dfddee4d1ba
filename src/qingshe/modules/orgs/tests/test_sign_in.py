from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Denied, Invalid
from qingshe.kernel.roles import Role
from qingshe.modules.orgs import services, tasks
from qingshe.modules.orgs.models import Account, SignInPause
from tests.cast import CITY, COMMUNITY, DEPARTMENT, NEIGHBOUR, administrator
from tests.racing import Race

from .builders import PASSWORD, a_membership, a_unit, an_account

pytestmark = pytest.mark.django_db
UNTOLD = "(已更改)"
NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)


def recognise(name: str, password: str = PASSWORD, *, now: datetime = NOW) -> Account:
    return services.sign_in.recognise(name, password, address="192.0.2.7", now=now)


def fail(name: str, times: int, *, now: datetime = NOW) -> str:
    words = ""
    for _ in range(times):
        with pytest.raises(Denied) as refusal:
            recognise(name, "wrong", now=now)
        words = str(refusal.value)
    return words


def sign_in(client: Client, account: Account, **more: str) -> Any:  # noqa: ANN401 - Django's own
    told = {"login_name": account.login_name, "password": PASSWORD, **more}
    return client.post("/sign-in/", told)


class TestRecognising:
    def test_takes_the_right_password_whatever_the_case_of_the_name(self) -> None:
        account = an_account(login_name="zhouming")
        assert recognise(" ZhouMing ") == account

    def test_of_a_name_nobody_has_is_refused_in_the_same_words(self) -> None:
        an_account(login_name="zhouming")
        assert fail("zhouming", 1) == fail("nobody", 1)

    def test_after_five_failures_pauses_for_a_quarter_of_an_hour(self) -> None:
        an_account(login_name="zhouming")
        fail("zhouming", 5)
        with pytest.raises(Denied, match="约 15 分钟后再试"):
            recognise("zhouming")
        assert recognise("zhouming", now=NOW + timedelta(minutes=16)).login_name == "zhouming"

    def test_pauses_a_name_nobody_has_alike(self) -> None:
        assert fail("nobody", 6) == fail("someone", 6)

    def test_pauses_longer_the_next_time(self) -> None:
        an_account(login_name="zhouming")
        fail("zhouming", 5)
        later = NOW + timedelta(minutes=16)
        fail("zhouming", 5, now=later)
        with pytest.raises(Denied, match="30 分钟"):
            recognise("zhouming", now=later)

    def test_pauses_an_address_that_tries_many_names(self) -> None:
        account = an_account(login_name="zhouming")
        for number in range(services.sign_in.FREE_FAILURES_OF_ADDRESS):
            fail(f"name{number}", 1)
        with pytest.raises(Denied, match="尝试次数过多"):
            recognise(account.login_name)

    def test_failures_are_kept_in_the_trail_of_the_account(self) -> None:
        account = an_account(login_name="zhouming")
        fail("zhouming", 2)
        failed = AuditEntry.objects.filter(subject=account.subject, action="sign_in_failed")
        assert failed.count() == 2

    def test_keeps_no_name_with_the_failures(self) -> None:
        fail("zhouming", 1)
        assert "zhouming" not in str(list(SignInPause.objects.values()))

    def test_old_failures_are_forgotten(self) -> None:
        fail("zhouming", 1)
        assert services.sign_in.forget_old_failures(NOW + timedelta(days=2)) == 2

    def test_the_night_clears_what_is_over(self, client: Client) -> None:
        sign_in(client, an_account())
        Session.objects.update(expire_date=NOW - timedelta(days=300))
        tasks.forget_old_sign_ins.call()
        assert not Session.objects.exists()

    def test_of_a_locked_account_is_refused(self) -> None:
        account = an_account()
        services.accounts.lock(administrator(), account.pk)
        with pytest.raises(Denied, match="登录名或密码不对"):
            recognise(account.login_name)

    def test_without_a_role_is_refused_with_what_to_do(self) -> None:
        account = an_account()
        services.accounts.end_membership(administrator(), account.memberships.get().pk)
        with pytest.raises(Denied, match="没有任职"):
            recognise(account.login_name)

    def test_can_be_released_by_an_administrator(self) -> None:
        account = an_account()
        fail(account.login_name, 5)
        services.accounts.release(administrator(), account.pk)
        assert recognise(account.login_name) == account


class TestSession:
    def test_begins_with_the_password_and_ends_with_signing_out(self, client: Client) -> None:
        assert sign_in(client, an_account()).status_code == 302
        assert "周明" in client.get("/me/").text
        client.post("/sign-out/")
        assert client.get("/me/").status_code == 302

    def test_gets_another_key_when_somebody_signs_in(self, client: Client) -> None:
        sign_in(client, an_account())
        before = client.session.session_key
        sign_in(client, an_account(Role.HEAD))
        assert client.session.session_key != before

    def test_leads_back_to_where_one_wanted_to_go(self, client: Client) -> None:
        account = an_account()
        told = {"login_name": account.login_name, "password": PASSWORD}
        assert client.post("/sign-in/?next=/orgs/", told)["Location"] == "/orgs/"

    def test_never_leads_to_another_site(self, client: Client) -> None:
        account = an_account()
        told = {"login_name": account.login_name, "password": PASSWORD}
        for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
            assert client.post(f"/sign-in/?next={elsewhere}", told)["Location"] == "/"

    def test_a_wrong_password_comes_back_with_the_form(self, client: Client) -> None:
        page = sign_in(client, an_account(), password="wrong")  # noqa: S106 - wrong on purpose
        assert page.status_code == 422
        assert "登录名或密码不对" in page.text
        assert "wrong" not in page.text

    def test_without_the_token_of_the_form_is_refused(self) -> None:
        strict = Client(enforce_csrf_checks=True)
        assert sign_in(strict, an_account()).status_code == 403

    def test_costs_one_query_besides_its_own(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        sign_in(client, an_account())
        with django_assert_num_queries(2):
            client.get("/nothing/here/")

    def test_a_visitor_costs_nothing(
        self, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        with django_assert_num_queries(0):
            client.get("/sign-in/")

    def test_ends_at_once_with_the_role(self, client: Client) -> None:
        account = an_account()
        sign_in(client, account)
        services.accounts.end_membership(administrator(), account.memberships.get().pk)
        assert client.get("/me/").status_code == 302

    def test_ends_at_once_with_the_account(self, client: Client) -> None:
        account = an_account()
        sign_in(client, account)
        services.accounts.lock(administrator(), account.pk)
        assert client.get("/me/").status_code == 302

    def test_ends_at_once_with_the_password(self, client: Client) -> None:
        account = an_account()
        sign_in(client, account)
        services.accounts.reset_password(administrator(), account.pk)
        assert client.get("/me/").status_code == 302


class TestRoles:
    def test_can_be_switched(self, client: Client) -> None:
        account = an_account()
        sign_in(client, account)
        second = a_membership(account, Role.HEAD, COMMUNITY)
        client.post("/switch-role/", {"membership": second.pk})
        assert client.get("/me/").wsgi_request.actor.role is Role.HEAD  # type: ignore[attr-defined]

    def test_of_somebody_else_cannot_be_taken(self, client: Client) -> None:
        sign_in(client, an_account())
        other = an_account(Role.ADMINISTRATOR, "/").memberships.get()
        for forged in (str(other.pk), "", "x", "999999"):
            assert client.post("/switch-role/", {"membership": forged}).status_code == 404

    def test_a_gatekeeper_in_a_bureau_acts_for_the_city(self, client: Client) -> None:
        sign_in(client, an_account(Role.GATEKEEPER, DEPARTMENT))
        assert client.get("/me/").wsgi_request.actor.unit == CITY  # type: ignore[attr-defined]

    def test_a_department_officer_acts_for_the_department(self, client: Client) -> None:
        sign_in(client, an_account(Role.DEPARTMENT, DEPARTMENT))
        assert client.get("/me/").wsgi_request.actor.unit == DEPARTMENT  # type: ignore[attr-defined]


class TestPasswords:
    def test_given_by_an_administrator_must_be_changed_first(self, client: Client) -> None:
        account = an_account()
        _, given = services.accounts.reset_password(administrator(), account.pk)
        sign_in(client, account, password=given)
        assert client.get("/me/")["Location"] == "/me/change_password/"
        told = {"old": given, "new": "shuangta-xiyang-7", "again": "shuangta-xiyang-7"}
        assert client.post("/me/change_password/", told)["Location"] == "/me/"
        assert client.get("/me/").status_code == 200

    @pytest.mark.parametrize(
        ("weak", "words"),
        [("short", "10"), ("8274019365", "数字"), ("password123", "常"), ("zhouming-1", "登录名")],
    )
    def test_that_are_weak_come_back_with_words(
        self, client: Client, weak: str, words: str
    ) -> None:
        sign_in(client, an_account(login_name="zhouming"))
        told = {"old": PASSWORD, "new": weak, "again": weak}
        page = client.post("/me/change_password/", told)
        assert page.status_code == 422
        assert words in page.text

    def test_are_changed_only_by_who_knows_the_old_one(self, client: Client) -> None:
        sign_in(client, an_account())
        told = {"old": "wrong", "new": "shuangta-xiyang-7", "again": "shuangta-xiyang-7"}
        assert "现在的密码不对" in client.post("/me/change_password/", told).text

    def test_never_reach_the_trail(self) -> None:
        account = an_account()
        services.accounts.reset_password(administrator(), account.pk)
        entry = AuditEntry.objects.get(subject=account.subject, action="reset_password")
        assert UNTOLD in entry.change.values()
        assert PASSWORD not in str(entry.change)


class TestSecondFactor:
    @pytest.fixture
    def phone(self) -> Callable[[Account, datetime], str]:
        """Enables the second factor and gives the codes the phone shows."""
        secret = services.second_factor.fresh_secret()

        def shows(account: Account, at: datetime) -> str:
            code: str = pyotp.TOTP(secret).at(at)
            if not account.has_second_factor:
                me = Actor(f"user:{account.pk}", COMMUNITY)
                services.second_factor.enable_factor(me, secret=secret, code=code, now=at)
                account.refresh_from_db()
            return code

        return shows

    def test_is_asked_for_after_the_password(
        self, client: Client, phone: Callable[[Account, datetime], str]
    ) -> None:
        account = an_account()
        now = datetime.now(tz=UTC)
        phone(account, now - timedelta(minutes=2))
        assert sign_in(client, account)["Location"].startswith("/second-factor/")
        assert client.get("/me/").status_code == 302
        client.post("/second-factor/", {"code": phone(account, now)})
        assert client.get("/me/").status_code == 200

    def test_takes_each_code_once(self, phone: Callable[[Account, datetime], str]) -> None:
        account = an_account()
        phone(account, NOW)
        later = NOW + timedelta(minutes=1)
        code = phone(account, later)
        services.second_factor.check(account, code, address="a", now=later)
        with pytest.raises(Denied, match="动态口令不对"):
            services.second_factor.check(account, code, address="a", now=later)

    def test_wrong_codes_pause_like_wrong_passwords(
        self, phone: Callable[[Account, datetime], str]
    ) -> None:
        account = an_account()
        phone(account, NOW)
        for _ in range(5):
            with pytest.raises(Denied):
                services.second_factor.check(account, "000000", address="a", now=NOW)
        with pytest.raises(Denied, match="尝试次数过多"):
            recognise(account.login_name)

    def test_the_right_password_between_does_not_begin_the_count_anew(
        self, phone: Callable[[Account, datetime], str]
    ) -> None:
        account = an_account()
        phone(account, NOW)
        for _ in range(5):
            recognise(account.login_name)
            with pytest.raises(Denied):
                services.second_factor.check(account, "000000", address="a", now=NOW)
        with pytest.raises(Denied, match="尝试次数过多"):
            recognise(account.login_name)

    def test_a_recovery_code_serves_once(self) -> None:
        account = an_account()
        secret = services.second_factor.fresh_secret()
        me = Actor(f"user:{account.pk}", COMMUNITY)
        codes = services.second_factor.enable_factor(
            me, secret=secret, code=pyotp.TOTP(secret).at(NOW), now=NOW
        )
        account.refresh_from_db()
        services.second_factor.check(account, codes[0].upper(), address="a", now=NOW)
        account.refresh_from_db()
        with pytest.raises(Denied):
            services.second_factor.check(account, codes[0], address="a", now=NOW)

    def test_is_not_enabled_with_a_wrong_code(self) -> None:
        me = Actor(f"user:{an_account().pk}", COMMUNITY)
        with pytest.raises(Invalid, match="核对手机的时间"):
            services.second_factor.enable_factor(
                me, secret=services.second_factor.fresh_secret(), code="000000", now=NOW
            )

    def test_lies_sealed_in_the_database(self, phone: Callable[[Account, datetime], str]) -> None:
        account = an_account()
        phone(account, NOW)
        assert len(account.totp_secret) > 50
        assert set(AuditEntry.objects.get(action="enable_factor").change.values()) == {UNTOLD}

    def test_is_taken_off_by_an_administrator(
        self, phone: Callable[[Account, datetime], str]
    ) -> None:
        account = an_account()
        phone(account, NOW)
        assert not services.second_factor.disable_factor(
            administrator(), account.pk
        ).has_second_factor

    def test_is_enabled_on_a_screen_that_shows_a_picture(self, client: Client) -> None:
        sign_in(client, an_account())
        assert "data:image/svg+xml" in client.get("/me/enable_factor/").text
        secret = client.session["orgs.fresh_secret"]
        page = client.post("/me/enable_factor/", {"code": pyotp.TOTP(secret).now()})
        assert "备用码" in page.text


class TestSignInPage:
    def test_shows_demo_accounts_in_a_demo_alone(self, client: Client, settings: Settings) -> None:
        settings.DEMO = True
        assert "演示账号" in client.get("/sign-in/").text
        settings.DEMO = False
        assert "演示账号" not in client.get("/sign-in/").text

    def test_offers_the_identity_provider_only_when_there_is_one(
        self, client: Client, settings: Settings
    ) -> None:
        assert "统一身份认证" not in client.get("/sign-in/").text
        settings.OIDC_ISSUER = "https://id.example.org"
        assert "统一身份认证" in client.get("/sign-in/").text

    def test_a_closed_unit_lets_nobody_in(self, client: Client) -> None:
        account = an_account()
        a_membership(account, Role.WORKER, NEIGHBOUR)
        sign_in(client, account)
        a_unit(NEIGHBOUR)
        first = account.memberships.get(unit__path=COMMUNITY)
        services.accounts.end_membership(administrator(), first.pk)
        assert client.get("/me/").wsgi_request.actor.unit == NEIGHBOUR  # type: ignore[attr-defined]


def guess() -> str:
    try:
        recognise("zhouming", "wrong")
    except Denied as refusal:
        return str(refusal)
    return "in"


def looked_at() -> int:
    return AuditEntry.objects.filter(action="sign_in_failed").count()


def test_of_many_guesses_at_once_no_more_than_five_are_looked_at(race: Race) -> None:
    race([lambda: an_account(login_name="zhouming").pk])
    told = Counter("尝试次数过多" in str(one) for one in race([guess] * 12))
    assert told == {False: 5, True: 7}
    assert race([looked_at]) == [5]
