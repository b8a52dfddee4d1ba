"""Which body decides, read off the path of the applicant; how a place's numbers begin."""

from qingshe.kernel.divisions import LEVELS, Level, territory

from .parameters import Tier

_CITY, _COUNTY = 2, 3  # steps of a path
_ENDINGS = ("自治县", "自治旗", "地区", "新区", "市", "县", "区", "旗", "盟", "省")


def deciding_place(applicant: str, tier: str) -> str:
    """The path of the place whose body decides what a unit applies for.

    长民发〔2017〕124号附件5备注2: departments of the city go to the city, those of a county to the
    county. Offices of streets go to their county, those of a province to the province. A city may
    keep all decisions to itself (`tier` city). "" for the nation, where there is no such body.
    """
    steps = territory(applicant).strip("/").split("/")
    if not steps[0]:
        return ""
    deepest = _CITY if tier == Tier.CITY else _COUNTY
    kept = steps[: min(len(steps), deepest)]
    while kept and set(kept[-1]) == {"0"}:  # a street right below its city has no county
        kept.pop()
    return "/" + "".join(f"{step}/" for step in kept)


def level_of_place(path: str) -> Level | None:
    """The level a deciding place has; None for the root."""
    steps = path.count("/") - 1
    return LEVELS[min(steps, len(LEVELS)) - 1] if steps else None


def series_of(place_name: str, wanted: str = "") -> str:
    """How the numbers of a place's applications begin: 长治市 → 长治社申; or what the city set."""
    if wanted.strip():
        return wanted.strip()
    ending = next((one for one in _ENDINGS if place_name.endswith(one)), "")
    short = place_name.removesuffix(ending)
    return f"{short if len(short) > 1 else place_name}社申"
