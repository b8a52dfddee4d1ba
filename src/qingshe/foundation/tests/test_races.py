"""What holds when several hands reach for the same thing at the same moment."""

from collections import Counter
from functools import partial

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from qingshe.foundation import numbers, proof, records
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import YES
from qingshe.kernel.errors import Conflict, Invalid
from tests.racing import Race

from .letters import ANSWER, RECEIVE, Letter, LetterState

THREADS, LETTERS = 8, 40


def receive_all() -> list[int]:
    sender = Actor("user:0", "/14/04/")
    letters = [Letter(title=f"来信{number}") for number in range(LETTERS)]
    return [letter.pk for letter in records.create_many(sender, letters, RECEIVE, YES)]


def answer_all(pks: list[int], number: int) -> Counter[str]:
    """One person tries to answer every letter, beginning at another one than the others."""
    actor, outcomes = Actor(f"user:{number}", "/14/04/"), Counter[str]()
    for pk in pks[number:] + pks[:number]:
        try:
            records.advance(actor, Letter.objects.get(pk=pk), ANSWER, YES)
            outcomes["moved"] += 1
        except Conflict:
            outcomes["told"] += 1
    return outcomes


def aftermath() -> tuple[int, int, int, tuple[str, ...]]:
    return (
        Letter.objects.filter(state=LetterState.ANSWERED, version=2).count(),
        AuditEntry.objects.filter(action=ANSWER.name).count(),
        DBTaskResult.objects.count(),
        proof.verify().faults,
    )


def test_eight_hands_reach_for_forty_letters_and_each_is_answered_once(race: Race) -> None:
    (pks,) = race([receive_all])
    assert isinstance(pks, list)
    outcomes = race([partial(answer_all, pks, number) for number in range(THREADS)])
    counted = sum((one for one in outcomes if isinstance(one, Counter)), Counter[str]())
    assert counted == {"moved": LETTERS, "told": (THREADS - 1) * LETTERS}
    assert race([aftermath]) == [(LETTERS, LETTERS, LETTERS, ())]


def take_some() -> list[int]:
    """Twenty numbers; every fourth change is rolled back and its number with it."""
    taken = []
    for attempt in range(20):
        with transaction.atomic():
            number = numbers.take("长社准", 2026)
            if attempt % 4:
                taken.append(number)
            else:
                transaction.set_rollback(True)
    return taken


def test_eight_hands_take_numbers_without_gap_or_double(race: Race) -> None:
    taken = [number for part in race([take_some] * THREADS) for number in _numbers(part)]
    assert sorted(taken) == list(range(1, THREADS * 15 + 1))


def _numbers(part: object) -> list[int]:
    assert isinstance(part, list)
    return part


def receive_number_seven(title: str) -> str:
    records.create(Actor("user:1", "/14/04/"), Letter(title=title, number=7), RECEIVE, YES)
    return title


def test_of_records_with_one_number_only_the_first_is_kept(race: Race) -> None:
    outcomes = race([partial(receive_number_seven, title) for title in "甲乙丙丁"])
    assert Counter(type(one) in (Invalid, Conflict) for one in outcomes) == {False: 1, True: 3}
