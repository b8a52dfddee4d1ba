"""The papers that the rules stand in, each named once."""

from .values import Source

_BURDEN = ("民政部、中央组织部关于进一步开展社区减负工作的通知", "民发〔2015〕136号")
_CERTIFICATES = ("关于改进和规范基层群众性自治组织出具证明工作的指导意见", "民发〔2020〕20号")
_CHANGZHI = ("关于减轻城乡社区负担提升社区服务效能的实施意见", "长民发〔2017〕124号")


def burden(section: str, words: str) -> Source:
    """The national notice of 2015 on the burden of communities."""
    return Source(*_BURDEN, section, words)


def certificates(words: str) -> Source:
    """The first list (2020, six ministries) of certificates no committee may be asked for."""
    return Source(*_CERTIFICATES, "附件（第一批清单）", words)


def changzhi(section: str, words: str) -> Source:
    """The city's own paper (seed 004)."""
    return Source(*_CHANGZHI, section, words)


def district_plan(section: str, words: str) -> Source:
    """A district's action plan on burden and efficiency (an option, binding only where adopted)."""
    return Source("社区减负增效赋能工作实施方案（区级）", "", section, words)


def city_plan(section: str, words: str) -> Source:
    """A city's action plan (an option)."""
    return Source("社区减负增效赋能工作行动方案（市级）", "", section, words)


def county_plan(section: str, words: str) -> Source:
    """A county's action plan (an option)."""
    return Source("社区减负增效赋能工作行动方案（县级）", "", section, words)


def province_guide(section: str, words: str) -> Source:
    """A province's guidance on community governance (an option)."""
    return Source("关于加快推进社区治理创新的指导意见（省级）", "", section, words)


ADMISSION = changzhi("四", "未经批准的工作事项一律不得进入社区")
