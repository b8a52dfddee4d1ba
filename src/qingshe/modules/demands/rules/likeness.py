"""Whether two demands ask the same in other words: by the pairs of characters they share."""

import re

from qingshe.kernel.text import bigrams

SAME_MATTER = 0.25  # of a permit's title; below, the text is about something else


def share(title: str, text: str) -> float:
    """How much of `title` is found again in `text`, 0 to 1."""
    wanted = set(bigrams(title))
    return len(wanted & set(bigrams(text))) / len(wanted) if wanted else 0.0


ECHO = 0.6  # from here on two texts say nearly the same in the same words
REBOUND = 0.5  # from here on the office is shown what seems to have come back
_SUBJECT, _SHARED, _CONTAINED = 0.4, 0.3, 0.3  # what names, all words, the shorter text count for
# What any notice says whatever it is about: the form it comes in, how often, by when, or else.
_PHRASES = """
请各社区 各社区 每个社区 本社区 社区书记 社区 辖区内 辖区 居民 人员 对象
协助 开展 工作 做好 落实 进行 进展 进度 组织 安排 配合 支持 完成 办理 推广 创建 收集
上报 报送 填报 填写 录入 更新 反馈 汇总 登记表 登记 报表 周报 月报 通报 材料 资料 台账 名单
摸底表 摸底 统计表 统计 一览表 明细表 信息表 信息 数据 情况 系统 平台
建立 组建 召开 召集 汇报 会议 现场会 联络群 工作群 微信群
检查 排查 核对 核查 调查员 调查 考核 评比 排名 督查 活动 行动 专项 任务
目标责任 目标 责任书 责任状 责任 签订 一票否决 依据 作为 年度
入户 动员 宣传 张贴 楼院 提示 转发 截图 照片 打卡 走访 征询 征求 意见 意愿
通知 要求 及时 按时 每周 每月 每日 每季度 本月 年底 月底 下班前 本周五前 之前
有关 相关 关于 以及 并且 一次 不少于 达到
"""
_FORM = re.compile("|".join(sorted(map(re.escape, _PHRASES.split()), key=len, reverse=True)))


def alike(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1, whichever comes first."""
    a, b = set(bigrams(one)), set(bigrams(other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def matter(text: str) -> frozenset[str]:
    """The pairs of characters that say what a text is about, without what every notice says."""
    return frozenset(pair for pair in bigrams(_FORM.sub(" ", text)) if len(pair) > 1)


def resemblance(title: str, text: str, other_title: str, other_text: str) -> float:
    """How far two demands are about the same matter, 0 to 1, whatever form each comes in.

    A report that returns as a meeting or a chat group keeps its matter and changes the rest.
    """
    one, other = matter(f"{title}。{text}"), matter(f"{other_title}。{other_text}")
    shared = len(one & other)
    if not shared:
        return 0.0
    subject = max(_part(matter(title), other), _part(matter(other_title), one))
    dice = 2 * shared / (len(one) + len(other))
    return _SUBJECT * subject + _SHARED * dice + _CONTAINED * shared / min(len(one), len(other))


def _part(some: frozenset[str], whole: frozenset[str]) -> float:
    return len(some & whole) / len(some) if some else 0.0
