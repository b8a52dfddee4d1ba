"""Where a pack belongs when nobody says so: division codes of places that packs are known of."""

_PROVINCES = (
    ("北京市", 11), ("天津市", 12), ("河北省", 13), ("山西省", 14), ("内蒙古自治区", 15),
    ("辽宁省", 21), ("吉林省", 22), ("黑龙江省", 23), ("上海市", 31), ("江苏省", 32),
    ("浙江省", 33), ("安徽省", 34), ("福建省", 35), ("江西省", 36), ("山东省", 37),
    ("河南省", 41), ("湖北省", 42), ("湖南省", 43), ("广东省", 44), ("广西壮族自治区", 45),
    ("海南省", 46), ("重庆市", 50), ("四川省", 51), ("贵州省", 52), ("云南省", 53),
    ("西藏自治区", 54), ("陕西省", 61), ("甘肃省", 62), ("青海省", 63),
    ("宁夏回族自治区", 64), ("新疆维吾尔自治区", 65),
)  # fmt: skip
_CITIES = (
    ("长治市", 1404), ("沈阳市", 2101), ("大连市", 2102), ("长春市", 2201), ("哈尔滨市", 2301),
    ("南京市", 3201), ("杭州市", 3301), ("宁波市", 3302), ("厦门市", 3502), ("济南市", 3701),
    ("青岛市", 3702), ("武汉市", 4201), ("襄阳市", 4206), ("咸宁市", 4212), ("广州市", 4401),
    ("深圳市", 4403), ("成都市", 5101), ("西安市", 6101),
)  # fmt: skip
_KNOWN = {name: f"{code:<012d}" for name, code in (*_PROVINCES, *_CITIES)}


def place_code(name: str) -> str | None:
    """The 12-digit code of 湖北省咸宁市 or 上海市; None for a place that is not known here.

    Source: GB/T 2260 中华人民共和国行政区划代码, provinces and the cities that packs exist for.
    """
    known = max((place for place in _KNOWN if name.endswith(place)), key=len, default=None)
    return _KNOWN[known] if known else None
