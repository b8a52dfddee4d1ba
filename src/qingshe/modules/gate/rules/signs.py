"""Signs (牌子): which three may hang outside, and where papers of different levels disagree."""

from .papers import burden, changzhi, district_plan, province_guide
from .reading import Reading
from .values import Conflict, Kind

OUTSIDE_SIGNS = changzhi("三（二）", "只悬挂社区党组织、社区居民自治组织牌子及“中国社区”标识")
_NATIONAL = burden("三", "只悬挂社区党组织、社区居民自治组织牌子以及“中国社区”标识")
_FOUR = province_guide("三（一）3", "并可悬挂社区服务站（中心）、集体经济组织牌子")
_TWO = district_plan("二（一）3", "只悬挂社区党组织、社区居民委员会牌子")
_NATIONAL_FIRST = "全国性文件先于地方文件：按三种对外标识执行。"


def is_white_listed(reading: Reading) -> bool:
    """One of the three signs that may hang outside."""
    return reading.kind is Kind.SIGN and reading.has("allowed_sign")


def conflicts(reading: Reading) -> tuple[Conflict, ...]:
    """The papers allow two, three or four signs; the national one goes first."""
    if not reading.has("sign", "outside_sign"):
        return ()
    found = []
    if reading.has("service_station_sign"):
        found.append(Conflict(_NATIONAL, _FOUR, _NATIONAL_FIRST))
    if reading.has("community_logo"):
        found.append(Conflict(_NATIONAL, _TWO, _NATIONAL_FIRST))
    return tuple(found)
