"""The one place where a record changes: who, whether, what, the trace and the news, together."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F

from qingshe.foundation import events
from qingshe.foundation.audit import trail
from qingshe.kernel.actor import Actor
from qingshe.kernel.answer import Answer
from qingshe.kernel.errors import Conflict, Denied, Invalid
from qingshe.kernel.workflow import Labelled, Transition

R = TypeVar("R", bound="Record")
STALE = "该记录刚刚被他人修改，请刷新后重试。"
TAKEN = "与已有记录重复，没有保存。请刷新后核对。"
ONE_IS_TAKEN = "其中有的与已有记录重复或不合要求，没有保存任何一条。请核对后重试。"
BATCH = 500


class Record(models.Model):
    """A model whose state moves only through `create`, `advance` and their forms for many."""

    states: ClassVar[type[Labelled]]
    sensitive: ClassVar[frozenset[str]] = frozenset()  # fields the trail names but never tells

    state = models.CharField(max_length=20, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def state_label(self) -> str:
        return self.states(self.state).label

    @property
    def subject(self) -> str:
        """The name of this record in the audit trail."""
        return f"{self._meta.label_lower}:{self.pk}"

    @property
    def home(self) -> str:
        """The path of the unit in whose trail this record stands; "" when it carries none itself.

        A column `place` says it without a query, which counts where many records move at once.
        """
        return str(vars(self).get("place", ""))


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done to a record now: a button on a screen, a link in the API."""

    name: str
    label: str
    answer: Answer


@transaction.atomic
def create(actor: Actor, record: R, move: Transition, answer: Answer) -> R:
    """Let `record` begin, by the move that is its beginning.

    Errors: Denied with the reason of `answer`, Invalid when a constraint of the record is broken.
    """
    _insist_on(answer)
    _begin(record, move)
    _validate(record)
    with _doubles_told(TAKEN):
        record.save(force_insert=True)
    trail.record(actor, move.name, record.subject, {}, _now(record))
    events.announce(move, record.pk)
    return record


@transaction.atomic
def create_many(actor: Actor, records: Sequence[R], move: Transition, answer: Answer) -> list[R]:
    """Let many records begin at once: same checks, one trace for each, all or nothing.

    The rows are checked one by one against their fields but not against the database (a
    constraint that it finds broken is a Conflict), so the cost does not grow in queries.
    Listeners are not told: a batch is announced by the record that carries it.
    """
    _insist_on(answer)
    for record in records:
        _begin(record, move)
        _validate(record, against_database=False)
    made: list[R] = []
    if records:
        with _doubles_told(ONE_IS_TAKEN):
            made = type(records[0])._base_manager.bulk_create(records, batch_size=BATCH)
    trail.record_many(actor, move.name, {one.subject: {} for one in made}, _now_of(made))
    return made


@transaction.atomic
def advance(
    actor: Actor,
    record: R,
    move: Transition,
    answer: Answer,
    /,  # so that a record may have a field of any of these names
    *,
    version: int | None = None,
    **changes: object,
) -> R:
    """Move `record` once, however many hands reach for it at the same time.

    `version` is the one the person saw when the form was drawn; who saw an older one is told.
    Errors: Denied, Conflict (state or version has moved on), Invalid.
    """
    _insist_on(answer)
    if not move.starts_from(record.state):
        raise Conflict(f"当前为“{record.state_label}”，不能“{move.label}”。")
    if version not in (None, record.version):
        raise Conflict(STALE)
    if move.target is not None:
        changes["state"] = move.target
    told = _told(record, changes)
    for name, value in changes.items():
        setattr(record, name, value)
    _validate(record)
    untouched = type(record)._base_manager.filter(pk=record.pk, version=record.version)
    with _doubles_told(TAKEN):
        moved = untouched.update(**changes, version=record.version + 1)
    if moved != 1:
        raise Conflict(STALE)
    record.version += 1
    trail.record(actor, move.name, record.subject, told, _now(record))
    events.announce(move, record.pk)
    return record


@transaction.atomic
def advance_many(
    actor: Actor,
    records: Sequence[R],
    move: Transition,
    answer: Answer,
    changes: Mapping[int, Mapping[str, object]],
) -> None:
    """Make many records of one kind take the same move, each with its own `changes` by key.

    Same checks and traces as `advance`, all or nothing, in a number of queries that grows by the
    batch; what must be unique is left to the database, and listeners are not told (a batch is
    announced by the record that carries it). Errors: Denied, Conflict, Invalid.
    """
    _insist_on(answer)
    _lock(records)
    told: dict[str, dict[str, object]] = {}
    for record in records:
        if not move.starts_from(record.state):
            raise Conflict(f"{record}：当前为“{record.state_label}”，不能“{move.label}”。")
        values = dict(changes.get(record.pk, {}))
        if move.target is not None:
            values["state"] = move.target
        told[record.subject] = _told(record, values)
        for name, value in values.items():
            setattr(record, name, value)
        record.version += 1
        _validate(record, against_database=False)
    with _doubles_told(ONE_IS_TAKEN):
        if records and any(changes.values()):
            fields = {"version", "state"}.union(*changes.values())
            type(records[0])._base_manager.bulk_update(records, sorted(fields), batch_size=BATCH)
        else:
            _move_alike(records, move)
    trail.record_many(actor, move.name, told, _now_of(records))


def _now(record: Record) -> trail.Now:
    return trail.Now(record.version, record.home)


def _now_of(records: Sequence[R]) -> dict[str, trail.Now]:
    return {record.subject: _now(record) for record in records}


def _move_alike(records: Sequence[R], move: Transition) -> None:
    """Records of which nothing but the state changes, told to the database once a batch."""
    state = {} if move.target is None else {"state": move.target}
    for start in range(0, len(records), BATCH):
        keys = [record.pk for record in records[start : start + BATCH]]
        rows = type(records[0])._base_manager.filter(pk__in=keys)
        rows.update(**state, version=F("version") + 1)


def _lock(records: Sequence[R]) -> None:
    """Hold the rows until the transaction ends; Conflict when one is not what was read."""
    for start in range(0, len(records), BATCH):
        batch = {record.pk: record.version for record in records[start : start + BATCH]}
        rows = type(records[0])._base_manager.filter(pk__in=batch).select_for_update()
        if dict(rows.values_list("pk", "version")) != batch:
            raise Conflict(STALE)


def _begin(record: Record, move: Transition) -> None:
    if move.sources or move.target is None:
        raise ValueError(f"{move.name} is not how a record begins")
    record.state = move.target


def _told(record: Record, changes: Mapping[str, object]) -> dict[str, object]:
    """From and to of each field that changes, for the trail; of sensitive ones only the name."""
    return {
        name: "(已更改)" if name in record.sensitive else [getattr(record, name), value]
        for name, value in changes.items()
        if getattr(record, name) != value
    }


def _insist_on(answer: Answer) -> None:
    if not answer:
        raise Denied(answer.reason)


@contextmanager
def _doubles_told(words: str) -> Iterator[None]:
    """A constraint that only the database could see broken, as a refusal with words."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(words) from error


def _validate(record: Record, *, against_database: bool = True) -> None:
    if any("\0" in value for value in vars(record).values() if isinstance(value, str)):
        raise Invalid("内容中有不可见的控制字符，请删除后重新填写。")
    keys = [field.name for field in record._meta.concrete_fields if field.is_relation]
    try:
        record.clean_fields(exclude=() if against_database else keys)
        if against_database:
            record.validate_unique()
            record.validate_constraints()
    except ValidationError as error:
        raise Invalid("".join(error.messages), error.messages) from error
