"""Long lists are indexed by the worker; whoever asks meanwhile is answered, and told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pytest_django.fixtures import Settings

from qingshe.kernel.actor import Actor
from qingshe.modules.catalog.tests.builders import (
    TODAY,
    a_city,
    load_changzhi,
    load_national,
    settle_for_the_city,
    suspend_for_the_city,
)
from qingshe.modules.gate import corpora, queries
from qingshe.modules.gate.corpora import CAUTION, InForce, in_force, prepare
from qingshe.modules.gate.rules import Kind, Outcome, Question, Verdict, judge
from tests.cast import COMMUNITY, worker

pytestmark = pytest.mark.django_db
QUESTIONS = (
    Question("请各社区协助开展消防宣传"),
    Question("协助教育局督促适龄儿童入学", claimed_basis="《义务教育法》第十三条"),
    Question("居民在社区居住证明", Kind.CERTIFICATE),
    Question("健在证明", Kind.CERTIFICATE),
    Question("协助开展全民阅读推广"),
)


@pytest.fixture(autouse=True)
def _long_lists(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> None:
    """A city whose lists count as long, and a server that has read nothing yet."""
    settings.DATA_FOLDER = tmp_path
    monkeypatch.setattr(corpora, "LONG", 1)
    restarted(monkeypatch)
    load_national()
    load_changzhi()
    a_city()


def restarted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpora, "_kept", {})
    monkeypatch.setattr(corpora, "_with_permits", {})


def here() -> InForce:
    return in_force(COMMUNITY, TODAY)


def asked(text: str) -> Verdict:
    return queries.judged(worker(), Question(text), today=TODAY).verdict


def forbid_indexing(monkeypatch: pytest.MonkeyPatch) -> None:
    def made(*given: object) -> InForce:
        raise AssertionError("a list was indexed where somebody waits")

    monkeypatch.setattr(corpora, "_made", made)


def test_a_prepared_index_says_what_one_made_on_the_spot_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as short:
        short.setattr(corpora, "LONG", 100_000)
        on_the_spot = [judge(each, here().corpus) for each in QUESTIONS]
    prepare(TODAY)
    restarted(monkeypatch)
    forbid_indexing(monkeypatch)
    assert [judge(each, here().corpus) for each in QUESTIONS] == on_the_spot


def test_after_a_change_the_index_before_answers_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prepare(TODAY)
    suspend_for_the_city("CZ-A2-12", reason="依据已废止")
    restarted(monkeypatch)
    forbid_indexing(monkeypatch)
    verdict = asked("依法配合做好社会抚养费的征收工作")
    assert verdict.outcome is Outcome.ALLOWED
    assert verdict.notes[-1] == CAUTION


def test_once_the_worker_has_prepared_the_change_every_process_takes_it() -> None:
    prepare(TODAY)
    assert asked("依法配合做好社会抚养费的征收工作").outcome is Outcome.ALLOWED
    suspend_for_the_city("CZ-A2-12", reason="依据已废止")
    prepare(TODAY)
    verdict = asked("依法配合做好社会抚养费的征收工作")
    assert verdict.outcome is Outcome.NEEDS_ADMISSION
    assert "暂停执行：依据已废止" in verdict.notes[-1]
    assert CAUTION not in verdict.notes


def test_a_settlement_lies_in_the_prepared_index(monkeypatch: pytest.MonkeyPatch) -> None:
    settle_for_the_city("CZ-A4-04", reason="户籍系统尚未联通")
    prepare(TODAY)
    restarted(monkeypatch)
    question = Question("居民在家正常死亡证明", Kind.CERTIFICATE)
    assert judge(question, here().corpus).outcome is Outcome.ALLOWED


def test_without_any_index_before_nobody_waits_but_is_told(
    monkeypatch: pytest.MonkeyPatch, acting: Callable[[Actor], Client]
) -> None:
    forbid_indexing(monkeypatch)
    client = acting(worker())
    page = client.post("/gate/", {"text": "请各社区协助开展消防宣传", "kind": "task"})
    assert page.status_code == 409
    assert "正在备好" in page.text


def test_every_change_of_lists_asks_the_worker() -> None:
    before = waiting()
    suspend_for_the_city("CZ-A2-12", reason="依据已废止")
    assert waiting() == before + 1


def waiting() -> int:
    path = "qingshe.modules.gate.tasks.follow_the_lists"
    return DBTaskResult.objects.filter(task_path=path).count()


def test_what_is_prepared_is_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert prepare(TODAY) > 0
    forbid_indexing(monkeypatch)
    prepare(TODAY)


def test_a_change_while_it_is_read_leaves_nothing_under_the_wrong_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make = corpora._made

    def made(*given: object) -> InForce:
        found = make(*given)  # type: ignore[arg-type]  # handed on as they came
        suspend_for_the_city("CZ-A2-12", reason="依据已废止")
        monkeypatch.setattr(corpora, "_made", make)
        return found

    monkeypatch.setattr(corpora, "_made", made)
    prepare(TODAY)
    prepare(TODAY)  # which the change has asked for
    assert asked("依法配合做好社会抚养费的征收工作").outcome is not Outcome.ALLOWED
    assert not list(tmp_path.glob("gate/half-*"))


def test_a_worker_killed_half_way_leaves_no_index(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qingshe.modules.gate.shelves.write", killed)
    with pytest.raises(KeyboardInterrupt):
        prepare(TODAY)
    assert list(tmp_path.glob("gate/*")) == []


def test_what_no_list_needs_any_more_goes_after_a_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    prepare(TODAY)
    old = set(tmp_path.glob("gate/*"))
    suspend_for_the_city("CZ-A2-12", reason="依据已废止")
    prepare(TODAY)
    assert old < set(tmp_path.glob("gate/*"))
    monkeypatch.setattr(corpora, "OLD", -1)
    prepare(TODAY)
    left = set(tmp_path.glob("gate/*"))
    assert left
    assert {folder.name for folder in left} & {here().lists.name}


def test_short_lists_are_not_the_business_of_the_worker(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(corpora, "LONG", 100_000)
    assert prepare(TODAY) == 0
    assert not list(tmp_path.glob("gate/*"))
    assert here().caution == ""
