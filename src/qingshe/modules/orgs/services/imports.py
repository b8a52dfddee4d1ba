"""Tables of units from Excel: previewed, confirmed, then written whole or not at all."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from qingshe.foundation import records, sheets
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import Level, territory
from qingshe.kernel.errors import Conflict, DomainError, Invalid
from qingshe.kernel.workflow import Transition
from qingshe.modules.orgs import policy, queries, rules
from qingshe.modules.orgs.models import OrgUnit, UnitImport

from . import units

_KINDS = {kind.label: kind for kind in rules.Kind}
_LEVELS = {level.label: level for level in Level}
_COMMUNITIES = {kind.label: kind for kind in rules.CommunityKind}
_STATES = {state.label: state for state in rules.UnitState}

COLUMNS = (
    sheets.Column("区划代码", "code", sheets.Kind.CODE, required=True, longest=12),
    sheets.Column("编号", "number", sheets.Kind.CODE, longest=5, width=8),
    sheets.Column("名称", "name", required=True, longest=100, width=36),
    sheets.Column("类别", "kind", allowed=tuple(_KINDS), width=12),
    sheets.Column("层级", "level", allowed=tuple(_LEVELS), width=12),
    sheets.Column("城乡", "community_kind", allowed=tuple(_COMMUNITIES), width=12),
    sheets.Column("状态", "state", allowed=tuple(_STATES), width=10),
)
"""The columns of the table, in and out. Only the first and 名称 must be there."""

FEW = 20  # names of each sort that a preview shows
CARRIER = Actor("task:orgs", "/", frozenset({"orgs.manage", "orgs.read"}))


def plan_of(actor: Actor, source: bytes | Path) -> rules.Plan:
    """Read a table and compare it with the tree; nothing is written.

    Errors: Denied; Invalid with every problem of the table and its place.
    """
    faults: list[str] = []
    rows = sheets.read(source, COLUMNS, faults=faults)
    unread = {row.number for row in rows if row.wrong}  # what else is wrong there only follows
    mine = territory(actor.unit)
    plan = rules.plan([_line(row) for row in rows], queries.units.known(mine), mine)
    across = [sheets.place(row, words) for row, words in plan.problems if row not in unread]
    sheets.insist_on_none([*faults, *across])
    return plan


def preview(actor: Actor, *, filename: str, content: bytes) -> UnitImport:
    """Keep a table until somebody confirms what it will do. Errors: as `plan_of`."""
    record = UnitImport(unit=territory(actor.unit), filename=filename[:200], content=content)
    answer = policy.may_import(actor, record)
    if not answer:
        return records.create(actor, record, rules.PREVIEW_IMPORT, answer)
    plan = plan_of(actor, content)
    if plan.is_empty:
        raise Invalid("表中的组织与系统中的完全一致，没有要导入的内容。")
    record.fingerprint, record.shown = plan.fingerprint, _shown(plan)
    record.added, record.changed = len(plan.added), len(plan.changed)
    record.closed, record.reopened = len(plan.closed), len(plan.reopened)
    return records.create(actor, record, rules.PREVIEW_IMPORT, answer)


def confirm(actor: Actor, pk: int, *, version: int | None = None) -> UnitImport:
    """Yes, do it: the worker carries it out (`carry_out`)."""
    return _move(actor, pk, rules.CONFIRM_IMPORT, version)


def drop(actor: Actor, pk: int, *, version: int | None = None) -> UnitImport:
    """No: the table is thrown away."""
    return _move(actor, pk, rules.DROP_IMPORT, version, content=b"")


def carry_out(pk: int) -> UnitImport:
    """Do what the preview promised, in one transaction; run twice, it does it once.

    A tree that was changed meanwhile so that the table would do something else, or a broken rule,
    ends the import with its reason and nothing written.
    """
    record = queries.imports.get(CARRIER, pk)
    if record.state != rules.ImportState.QUEUED:
        return record
    actor = Actor(CARRIER.id, record.unit, CARRIER.grants)
    try:
        with transaction.atomic():
            outcome = _carry_out(actor, record)
            return _move(CARRIER, pk, rules.FINISH_IMPORT, None, outcome=outcome, content=b"")
    except DomainError as error:
        return _move(CARRIER, pk, rules.FAIL_IMPORT, None, outcome=str(error), content=b"")


def rows_of(found: QuerySet[OrgUnit]) -> Iterator[dict[str, object]]:
    """Units as rows of `COLUMNS`; what was written can be read again."""
    for unit in found.select_related("parent").iterator(chunk_size=2000):
        hangs = not unit.code and unit.parent is not None
        yield {
            "code": unit.parent.code if hangs and unit.parent else unit.code,
            "number": unit.path.rstrip("/").rpartition("/")[2] if hangs else "",
            "name": unit.name,
            "kind": unit.kind_label,
            "level": unit.level_label,
            "community_kind": unit.community_label,
            "state": unit.state_label,
        }


@transaction.atomic
def apply(actor: Actor, plan: rules.Plan) -> None:
    """Write a plan without problems: upper units first, closings from below."""
    parents = {"/": units.lay_root(actor).pk}
    _reopen(actor, plan)
    _add(actor, plan.added, parents)
    _change(actor, plan)
    _close(actor, plan)


def _carry_out(actor: Actor, record: UnitImport) -> str:
    plan = plan_of(actor, bytes(record.content))
    if plan.fingerprint != record.fingerprint:
        raise Conflict("预览之后组织树有了变化，没有导入任何内容。请重新上传并核对预览。")
    apply(actor, plan)
    return in_words(plan)


def in_words(plan: rules.Plan) -> str:
    """The effect of a plan in one line."""
    return (
        f"新设 {len(plan.added):,} 个，更正 {len(plan.changed):,} 个，"
        f"撤销 {len(plan.closed):,} 个，恢复 {len(plan.reopened):,} 个。"
    )


def _shown(plan: rules.Plan) -> list[tuple[str, list[str], int]]:
    """What a preview shows: of each sort its word, the first names and how many there are."""
    sorts = [
        ("新设", [one.name for one in plan.added]),
        ("更正", [f"{old.name} → {new.name}" for old, new in plan.changed]),
        ("撤销", [one.name for one in plan.closed]),
        ("恢复", [one.name for one in plan.reopened]),
    ]
    return [(label, names[:FEW], len(names)) for label, names in sorts if names]


def _line(row: sheets.Row) -> rules.Line:
    number = row.text("number").lower()
    level = _LEVELS.get(row.text("level"))
    return rules.Line(
        row=row.number,
        code=row.text("code"),
        number=number,
        name=row.text("name"),
        kind=_KINDS.get(row.text("kind"), rules.Kind.DIVISION),
        level=Level.GRID if number.startswith("g") else level,
        community_kind=_COMMUNITIES.get(row.text("community_kind"), ""),
        closed=row.text("state") == rules.UnitState.CLOSED.label,
    )


def _add(actor: Actor, added: Sequence[rules.Wanted], parents: dict[str, int]) -> None:
    """Level by level, for a unit needs the key of the one above it."""
    above = {one.parent for one in added} - {one.path for one in added}
    parents |= {one.path: one.pk for one in queries.units.many_at(above)}
    levels: dict[int, list[rules.Wanted]] = {}
    for one in added:
        levels.setdefault(rules.depth(one.path), []).append(one)
    for _, batch in sorted(levels.items()):
        made = [_unit(one, parents[one.parent]) for one in batch]
        answer = policy.may_manage(actor, made[0])  # the plan refused what lies outside
        made = records.create_many(actor, made, rules.ESTABLISH, answer)
        parents |= {unit.path: unit.pk for unit in made}
        units.make_findable(made)


def _unit(one: rules.Wanted, parent: int) -> OrgUnit:
    return OrgUnit(
        name=one.name,
        kind=one.kind,
        level=one.level,
        community_kind=one.community_kind,
        code=one.code,
        path=one.path,
        parent_id=parent,
    )


def _change(actor: Actor, plan: rules.Plan) -> None:
    wanted = {new.path: new for _, new in plan.changed}
    found = queries.units.many_at(wanted)
    changes: dict[int, dict[str, object]] = {
        unit.pk: {
            "name": wanted[unit.path].name,
            "community_kind": wanted[unit.path].community_kind,
        }
        for unit in found
    }
    _move_many(actor, found, rules.CORRECT, changes)
    units.make_findable(found)


def _close(actor: Actor, plan: rules.Plan) -> None:
    found = queries.units.many_at(one.path for one in plan.closed)
    _move_many(actor, found, rules.CLOSE, {})


def _reopen(actor: Actor, plan: rules.Plan) -> None:
    found = queries.units.many_at(one.path for one in plan.reopened)
    _move_many(actor, found, rules.REOPEN, {})


def _move_many(
    actor: Actor,
    found: Sequence[OrgUnit],
    move: Transition,
    changes: dict[int, dict[str, object]],
) -> None:
    for unit in found:
        if not (answer := policy.MAY_UNIT[move](actor, unit)):
            raise Conflict(f"{unit.name}：{answer.reason}")
    if found:
        answer = policy.MAY_UNIT[move](actor, found[0])
        records.advance_many(actor, found, move, answer, changes)


def _move(
    actor: Actor, pk: int, move: Transition, version: int | None, **changes: object
) -> UnitImport:
    record = queries.imports.get(actor, pk)
    answer = policy.MAY_IMPORT[move](actor, record)
    return records.advance(actor, record, move, answer, version=version, **changes)
