import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from qingshe.foundation import records
from qingshe.foundation.audit import trail
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES, no
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.kernel.roles import Role

from .letters import ANSWER, CORRECT, RECEIVE, Letter, LetterState

pytestmark = pytest.mark.django_db
LI = Actor("user:1", "/14/04/", role=Role.STREET)


def a_letter(title: str = "路灯不亮", **fields: object) -> Letter:
    return records.create(LI, Letter(title=title, **fields), RECEIVE, YES)


def stored(letter: Letter) -> Letter:
    return Letter.objects.get(pk=letter.pk)


def test_a_record_begins_in_the_state_of_its_first_move_and_leaves_a_trace() -> None:
    letter = a_letter()
    assert stored(letter).state == LetterState.RECEIVED
    assert stored(letter).state_label == "已收到"
    (entry,) = trail.of(letter.subject)
    assert (entry.actor, entry.role, entry.action) == (LI.id, "street", "receive")


def test_who_may_not_begin_it_is_told_why_and_nothing_is_written() -> None:
    with pytest.raises(Denied, match="请到街道登记"):
        records.create(LI, Letter(title="路灯不亮"), RECEIVE, no("请到街道登记。"))
    assert not Letter.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_move_that_is_no_beginning_begins_nothing() -> None:
    with pytest.raises(ValueError, match="not how a record begins"):
        records.create(LI, Letter(title="路灯不亮"), ANSWER, YES)


def test_a_record_moves_and_the_trail_tells_from_and_to() -> None:
    letter = a_letter()
    records.advance(LI, letter, ANSWER, YES, minutes=20)
    assert (stored(letter).state, stored(letter).minutes) == (LetterState.ANSWERED, 20)
    entry = trail.of(letter.subject)[1]
    assert entry.action == "answer"
    assert entry.change == {"minutes": [0, 20], "state": ["received", "answered"]}


def test_a_refused_move_leaves_everything_as_it_was() -> None:
    letter = a_letter()
    with pytest.raises(Denied, match="不是您的事项"):
        records.advance(LI, letter, ANSWER, no("不是您的事项。"), minutes=20)
    assert stored(letter).minutes == 0
    assert trail.of(letter.subject).count() == 1


def test_a_move_from_the_wrong_state_says_what_the_state_is() -> None:
    letter = records.advance(LI, a_letter(), ANSWER, YES)
    with pytest.raises(Conflict, match="当前为“已答复”，不能“答复”。"):
        records.advance(LI, letter, ANSWER, YES)


def test_a_correction_leaves_the_state_and_raises_the_version() -> None:
    letter = records.advance(LI, a_letter(), CORRECT, YES, title="路灯坏了")
    assert (stored(letter).state, stored(letter).version) == (LetterState.RECEIVED, 2)


def test_who_saw_an_older_version_is_told() -> None:
    letter = records.advance(LI, a_letter(), CORRECT, YES, title="路灯坏了")
    with pytest.raises(Conflict, match="刚刚被他人修改"):
        records.advance(LI, letter, CORRECT, YES, version=1, title="路灯好了")
    assert stored(letter).title == "路灯坏了"


def test_of_two_editors_one_wins_and_the_other_is_told() -> None:
    mine = a_letter()
    theirs = stored(mine)
    records.advance(LI, mine, CORRECT, YES, title="路灯坏了")
    with pytest.raises(Conflict, match="刚刚被他人修改"):
        records.advance(LI, theirs, CORRECT, YES, title="路灯好了")
    assert stored(mine).title == "路灯坏了"


def test_a_broken_constraint_is_said_in_words() -> None:
    letter = a_letter()
    with pytest.raises(Invalid, match="用时不能为负数。"):
        records.advance(LI, letter, ANSWER, YES, minutes=-1)
    assert stored(letter).state == LetterState.RECEIVED


def test_every_wrong_field_is_listed() -> None:
    with pytest.raises(Invalid) as refused:
        a_letter("长" * 21, minutes="多")
    assert len(refused.value.problems) == 2


def test_what_must_be_unique_is_refused_in_words() -> None:
    a_letter(number=1)
    with pytest.raises(Invalid, match="已存在"):
        a_letter(number=1)


def test_a_character_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(Invalid, match="不可见"):
        a_letter("路灯\x00不亮")


def test_of_sensitive_fields_the_trail_tells_only_that_they_changed() -> None:
    letter = a_letter(phone="13900000000")
    records.advance(LI, letter, CORRECT, YES, phone="13911111111")
    assert trail.of(letter.subject)[1].change == {"phone": "(已更改)"}
    told = "".join(str(entry.change) for entry in trail.of(letter.subject))
    assert "139" not in told


def test_news_is_queued_for_each_listener() -> None:
    letter = records.advance(LI, a_letter(), ANSWER, YES)
    (news,) = DBTaskResult.objects.all()
    assert news.args_kwargs["args"] == [letter.pk]


def test_news_and_trace_go_back_with_the_change() -> None:
    letter = a_letter()
    with transaction.atomic():
        records.advance(LI, letter, ANSWER, YES)
        transaction.set_rollback(True)
    assert stored(letter).state == LetterState.RECEIVED
    assert trail.of(letter.subject).count() == 1
    assert not DBTaskResult.objects.exists()


def test_many_begin_at_once_each_with_its_trace() -> None:
    letters = records.create_many(LI, [Letter(title=f"{n}") for n in range(3)], RECEIVE, YES)
    assert {entry.subject for entry in AuditEntry.objects.all()} == {
        letter.subject for letter in letters
    }


def test_of_many_all_begin_or_none() -> None:
    with pytest.raises(Invalid):
        records.create_many(LI, [Letter(title="甲"), Letter(title="")], RECEIVE, YES)
    with pytest.raises(Conflict, match="没有保存任何一条"):
        records.create_many(
            LI, [Letter(title="甲", number=1), Letter(title="乙", number=1)], RECEIVE, YES
        )
    assert not Letter.objects.exists()


def test_many_of_none_is_nothing() -> None:
    assert records.create_many(LI, list[Letter](), RECEIVE, YES) == []


def test_many_move_at_once_each_with_its_own_change() -> None:
    letters = [a_letter("甲"), a_letter("乙")]
    records.advance_many(LI, letters, ANSWER, YES, {letters[0].pk: {"minutes": 5}})
    assert [(stored(one).state, stored(one).minutes, stored(one).version) for one in letters] == [
        (LetterState.ANSWERED, 5, 2),
        (LetterState.ANSWERED, 0, 2),
    ]
    assert trail.of(letters[0].subject)[1].change["minutes"] == [0, 5]


def test_of_many_one_that_has_moved_on_stops_all() -> None:
    letters = [a_letter("甲"), a_letter("乙")]
    records.advance(LI, stored(letters[1]), CORRECT, YES, title="丙")
    with pytest.raises(Conflict, match="刚刚被他人修改"):
        records.advance_many(LI, letters, ANSWER, YES, {})
    assert stored(letters[0]).state == LetterState.RECEIVED


def test_of_many_one_in_the_wrong_state_is_named() -> None:
    letters = [a_letter("甲"), records.advance(LI, a_letter("乙"), ANSWER, YES)]
    with pytest.raises(Conflict, match="乙：当前为“已答复”"):
        records.advance_many(LI, letters, ANSWER, YES, {})


def test_of_many_what_is_taken_already_stops_all() -> None:
    letters = [a_letter("甲", number=1), a_letter("乙")]
    with pytest.raises(Conflict, match="没有保存任何一条"):
        records.advance_many(LI, letters, CORRECT, YES, {letters[1].pk: {"number": 1}})
    assert stored(letters[1]).number is None
