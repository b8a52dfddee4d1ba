"""What holds when several officials press the same button at the same moment."""

from collections import Counter
from functools import partial

from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.errors import Conflict, Invalid
from qingshe.modules.admission.models import Application, Decision, Opinion
from qingshe.modules.admission.rules import State
from qingshe.modules.admission.services import deciding, drafting, examining
from qingshe.modules.catalog import facade as catalog
from tests.cast import CITY, DEPARTMENT, acting_as, department_officer, gatekeeper, head, leader
from tests.racing import Race

from .builders import (
    ACCEPTED,
    BEGUN,
    DECIDED,
    IN_FORCE,
    a_consulted,
    a_decision,
    a_draft,
    a_proposed,
    an_opinion,
)

THREADS = 4
SERIES = "长社准〔2026〕"


def permit_numbers() -> list[str]:
    return sorted(permit.number for permit in catalog.permits_of(DEPARTMENT))


def outcomes(found: list[object]) -> Counter[str]:
    return Counter("told" if isinstance(one, Conflict | Invalid) else "done" for one in found)


def leaders() -> list[Actor]:
    role = leader().role
    assert role is not None
    return [acting_as(role, CITY, 60 + number) for number in range(THREADS)]


def decide(actor: Actor, pk: int) -> int:
    return deciding.decide(actor, pk, outcome="admit", today=DECIDED).pk


def test_of_officials_who_decide_at_once_one_does(race: Race) -> None:
    (pk,) = race([lambda: a_proposed().pk])
    assert isinstance(pk, int)
    found = race([partial(decide, actor, pk) for actor in leaders()])
    assert outcomes(found) == {"done": 1, "told": THREADS - 1}
    (after,) = race([partial(left_by_the_decision, pk)])
    assert after == (State.PUBLICITY, 1, 1)


def left_by_the_decision(pk: int) -> tuple[str, int, int]:
    application = Application.objects.get(pk=pk)
    admissions = [one for one in trail.of(application.subject) if one.action == "admit"]
    return application.state, Decision.objects.filter(application=pk).count(), len(admissions)


def test_permits_put_in_force_at_once_have_numbers_without_gap_or_double(race: Race) -> None:
    (keys,) = race([lambda: [a_decision().application_id for _ in range(THREADS)]])
    assert isinstance(keys, list)
    race([partial(deciding.put_in_force, gatekeeper(), pk, today=IN_FORCE) for pk in keys])
    (numbers,) = race([permit_numbers])
    assert numbers == [f"{SERIES}{number:04}号" for number in range(1, THREADS + 1)]


def test_a_permit_put_in_force_twice_is_issued_once(race: Race) -> None:
    (pk,) = race([lambda: a_decision().application_id])
    assert isinstance(pk, int)
    job = partial(deciding.put_in_force, gatekeeper(), pk, today=IN_FORCE)
    assert outcomes(race([job] * THREADS)) == {"done": 1, "told": THREADS - 1}
    assert race([permit_numbers]) == [[f"{SERIES}0001号"]]


def test_applications_handed_in_at_once_have_numbers_without_gap(race: Race) -> None:
    (keys,) = race([lambda: [a_draft().pk for _ in range(THREADS)]])
    assert isinstance(keys, list)
    officer = department_officer()
    race([partial(drafting.submit, officer, pk, today=BEGUN) for pk in keys])
    (numbers,) = race([lambda: sorted(Application.objects.values_list("number", flat=True))])
    assert isinstance(numbers, list)
    assert [number[-5:] for number in numbers] == [f"{n:04}号" for n in range(1, THREADS + 1)]


def test_an_application_accepted_twice_asks_everybody_once(race: Race) -> None:
    (pk,) = race([lambda: drafting.submit(department_officer(), a_draft().pk, today=BEGUN).pk])
    assert isinstance(pk, int)
    job = partial(examining.accept, gatekeeper(), pk, today=ACCEPTED)
    assert outcomes(race([job] * 2)) == {"done": 1, "told": 1}
    assert race([Opinion.objects.count]) == [3]  # a street and its two communities


def test_an_opinion_and_the_end_of_the_consultation_do_not_both_win(race: Race) -> None:
    (known,) = race([lambda: an_opinion(head(), a_consulted())])
    assert isinstance(known, Opinion)
    given = partial(
        examining.give_opinion, head(), known.pk, stance="object", text="不合适", today=ACCEPTED
    )
    closed = partial(
        examining.close_consultation, gatekeeper(), known.application_id, today=IN_FORCE
    )
    race([given, closed])
    (after,) = race([partial(Opinion.objects.get, pk=known.pk)])
    assert isinstance(after, Opinion)
    assert (after.state, after.stance) in [("given", "object"), ("silent", "")]
