"""What the installation does by itself: loading packs by command, what time brings about."""

from datetime import date
from pathlib import Path

from django.utils import timezone
from django_tasks import task

from qingshe.foundation import events
from qingshe.kernel.actor import Actor
from qingshe.kernel.divisions import segments
from qingshe.kernel.errors import Invalid
from qingshe.modules.catalog import exports, packs, policy, rules
from qingshe.modules.catalog.queries import editions
from qingshe.modules.catalog.rules import BindingLevel, place_code
from qingshe.modules.catalog.services import loading, orders, permits, reminders

BUILT_IN = ("national", "changzhi")
NATION = "0"


def load_pack(folder: Path, *, place: str, publish: bool, today: date) -> loading.Loaded:
    """Load a folder, or a built-in pack by its name, as the task that keeps packs.

    `place` is a division code, "0" for the nation, or empty: then the pack's own place counts.
    Errors: Invalid when the pack cannot be read or its place is not known.
    """
    named = str(folder)
    pack = packs.read_pack(packs.built_in(named) if named in BUILT_IN else folder)
    path = _path(pack, place)
    actor = Actor("task:pack", path, frozenset(policy.GRANTS))
    return loading.load(actor, pack, place=path, publish=publish, today=today)


def known_packs() -> list[str]:
    """A line for each pack: the built-in ones, then what is loaded where."""
    lines = [f"内置  {name}" for name in BUILT_IN]
    return lines + [f"已载入  {pack}  {place}" for pack, place in editions.loaded_packs()]


@events.on(rules.ORDER)
@task
def carry_out_order(pk: int) -> None:
    """Publish a long edition; the reason why not is kept and told."""
    orders.carry_out(pk)


@events.on(rules.PUBLISH)
@task
def make_sheet(pk: int) -> None:
    """Write the Excel of a long edition once, when it is published."""
    orders.make_sheet(pk, exports.as_sheet)


@task
def make_missing_sheets() -> None:
    """Nightly: long editions published before their files were kept."""
    for edition in orders.missing_sheets():
        orders.make_sheet(edition.pk, exports.as_sheet)


@task
def remind_of_refresh() -> None:
    """Tell the gatekeepers of a place, once, that a list of theirs has stood for a year."""
    reminders.remind(today=timezone.localdate())


@task
def expire_permits() -> None:
    """Write down of every permit whose last day is past that it has expired."""
    permits.expire(today=timezone.localdate())


def _path(pack: packs.Pack, place: str) -> str:
    code = place or (NATION if pack.level == BindingLevel.NATIONAL else place_code(pack.place))
    if code is None:
        raise Invalid(f"不知道“{pack.place}”的区划代码，请用 --place 写明（12位）。")
    if code == NATION:
        return "/"
    try:
        return f"/{'/'.join(segments(code))}/"
    except ValueError as error:
        raise Invalid(f"--place {code}：{error}。") from error
