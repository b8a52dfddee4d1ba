"""The demo city: made through the services like any other, so it can hold no impossible state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from qingshe.kernel.actor import Actor
from qingshe.kernel.roles import Role
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.catalog.services import loading
from qingshe.modules.feedback import services as feedback
from qingshe.modules.orgs import facade as orgs
from qingshe.modules.orgs import services
from qingshe.modules.orgs.rules import CommunityKind, Kind
from qingshe.site.demo import admission, burden, demands, permits
from qingshe.site.grants import grants_of

CITY = "长治市"
FOLDER = Path(__file__).parent
EVERYTHING = frozenset().union(*(grants_of(role) for role in Role))
MAKER = Actor("task:demo", unit="/", grants=EVERYTHING, role=Role.ADMINISTRATOR)
COMPLAINTS = (
    ("拒收理由单打印出来字有点小，老同志看不清。", "已把正文改为三号字，请刷新后再打印。"),
    ("希望证明清单能按居民常说的叫法查，比如“居住证明”。", ""),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account that the terminal and the sign-in page show."""

    login_name: str
    name: str
    role: Role
    place: str


def accounts() -> list[DemoAccount]:
    """The accounts of the demonstration, one for each role."""
    return [
        DemoAccount(one["login"], one["name"], Role(one["role"]), one["place"])
        for one in _people()["people"]
    ]


def password() -> str:
    """The password of them all."""
    return str(_people()["password"])


@transaction.atomic
def build() -> None:
    """Make the city, its people and its lists; all or nothing."""
    paths = _build_tree(_read("city.yaml"))
    _seat(paths)
    today = timezone.localdate()
    for name, place in (("national", "/"), ("changzhi", paths[CITY])):
        pack = catalog.read_pack(catalog.built_in(name))
        keeper = replace(MAKER, unit=place)  # lists are kept at their own level
        loading.load(keeper, pack, place=place, publish=True, today=today)
    permits.build(MAKER, _read("permits.yaml")["permits"], paths, CITY, today)
    admission.build(MAKER, _read("admission.yaml")["applications"], paths, CITY, today)
    demands.build(paths, today)
    burden.build(_read("burden.yaml"), paths, CITY, today)
    for text, answer in COMPLAINTS:
        written = feedback.submit(MAKER, text=text, page="/gate/", now=timezone.now())
        if answer:
            feedback.answer(MAKER, written.pk, text=answer)


def _build_tree(city: Mapping[str, Any]) -> dict[str, str]:
    """Set up every unit; the path of each by its name (the first one of a name counts)."""
    code = city["code"]
    services.units.establish_place(MAKER, code=f"{code[:2]}0000000000", name=city["province"])
    place = services.units.establish_place(MAKER, code=code, name=city["name"])
    paths = {services.units.ROOT_NAME: "/", city["name"]: place.path}
    for name in city["departments"]:
        made = services.units.establish_office(MAKER, place.pk, name=name, kind=Kind.DEPARTMENT)
        paths[name] = made.path
    for county in city["counties"]:
        _build_county(code[:4], county, city["county_departments"], paths)
    return paths


def _build_county(
    city: str, county: Mapping[str, Any], departments: list[str], paths: dict[str, str]
) -> None:
    prefix = f"{city}{county['code']}"
    place = services.units.establish_place(MAKER, code=f"{prefix}000000", name=county["name"])
    paths[place.name] = place.path
    for department in departments:
        name = f"{county['name']}{department}"
        services.units.establish_office(MAKER, place.pk, name=name, kind=Kind.DEPARTMENT)
    for street in county["streets"]:
        for code, name, kind in _places(f"{prefix}{street['code']}", street):
            made = services.units.establish_place(MAKER, code=code, name=name, community_kind=kind)
            paths.setdefault(name, made.path)


def _places(prefix: str, street: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Code, name and kind of a street and its communities; a village is marked with a star."""
    yield f"{prefix}000", street["name"], ""
    for number, name in enumerate(street["communities"], start=1):
        kind = CommunityKind.VILLAGE if name.startswith("*") else CommunityKind.URBAN
        yield f"{prefix}{number:03}", name.lstrip("*"), kind


def _seat(paths: Mapping[str, str]) -> None:
    people = _people()
    for one in people["people"]:
        account, _ = services.accounts.open_account(
            MAKER,
            login_name=one["login"],
            name=one["name"],
            unit=paths[one["place"]],
            role=Role(one["role"]),
            password=people["password"],
        )
        for more in one.get("also", ()):
            where, role = paths[more["place"]], Role(more["role"])
            services.accounts.appoint(MAKER, account.pk, unit=where, role=role)


def is_built() -> bool:
    """Whether there is a city already, demo or not."""
    return bool(orgs.children(MAKER, "/"))


def _people() -> dict[str, Any]:
    return _read("people.yaml")


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return read
