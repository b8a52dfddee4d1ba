"""Records against their trail: what is cut off the end of a chain shows at once."""

import pytest

from qingshe.foundation import proof, records
from qingshe.foundation.audit import trail
from qingshe.foundation.audit.models import AuditEntry
from qingshe.kernel.actor import VISITOR, Actor
from qingshe.kernel.answer import YES

from .letters import ANSWER, RECEIVE, Letter

pytestmark = pytest.mark.django_db
LI = Actor("user:1", "/14/04/")


def faults() -> tuple[str, ...]:
    return (*trail.verify().faults, *proof.faults_of(Letter))


def entries_of(letter: Letter) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(subject=letter.subject).order_by("serial"))


@pytest.fixture
def letter() -> Letter:
    """Received and answered, and somebody tried something that changed nothing."""
    received = records.create(LI, Letter(title="来信"), RECEIVE, YES)
    answered = records.advance(LI, received, ANSWER, YES)
    trail.record(VISITOR, "look", answered.subject, {})
    return answered


def test_what_went_its_way_is_whole(letter: Letter) -> None:
    records.create_many(LI, [Letter(title=f"来信{number}") for number in range(3)], RECEIVE, YES)
    assert faults() == ()


def test_a_tail_cut_off_is_found_before_it_was_sealed(letter: Letter) -> None:
    for entry in entries_of(letter)[1:]:
        entry.delete()
    (fault,) = faults()
    assert fault.startswith(f"{letter.subject}：留痕没有记到现在的第 2 版")


def test_what_changed_nothing_does_not_stand_for_what_was_cut_off(letter: Letter) -> None:
    (begun, _, look) = entries_of(letter)
    AuditEntry.objects.filter(subject=letter.subject, serial__gt=1).delete()
    trail.record(VISITOR, "look", letter.subject, {})
    assert (begun.version, look.version, len(faults())) == (1, 0, 1)


def test_a_chain_removed_whole_is_found(letter: Letter) -> None:
    AuditEntry.objects.filter(subject=letter.subject).delete()
    assert len(faults()) == 1


def test_a_record_changed_past_its_moves_is_found(letter: Letter) -> None:
    Letter.objects.filter(pk=letter.pk).update(version=5)
    assert len(faults()) == 1


def test_a_record_that_is_gone_is_found(letter: Letter) -> None:
    label = letter._meta.label_lower
    letter.delete()
    assert faults() == (f"{label}：有 1 件的留痕还在，记录不见了。",)


def test_the_first_of_many_are_named_and_the_rest_counted() -> None:
    letters = [Letter(title=f"来信{number}") for number in range(proof.SHOWN + 5)]
    records.create_many(LI, letters, RECEIVE, YES)
    AuditEntry.objects.all().delete()
    assert len(faults()) == proof.SHOWN + 1
    assert "还有 5 件" in faults()[-1]


def test_entries_from_before_versions_were_kept_vouch_by_their_place(letter: Letter) -> None:
    for entry in entries_of(letter):
        entry.version = None
        entry.digest = trail._digest(entry)
        entry.save()
    chain_is_linked_anew(letter)
    assert faults() == ()
    AuditEntry.objects.filter(subject=letter.subject, serial__gt=1).delete()
    assert len(faults()) == 1


def chain_is_linked_anew(letter: Letter) -> None:
    previous = ""
    for entry in entries_of(letter):
        entry.previous = previous
        entry.digest = previous = trail._digest(entry)
        entry.save()
