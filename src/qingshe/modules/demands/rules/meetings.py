"""What stands on a community's calendar (会议日历): clashes and the load of a week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .vocabulary import APPOINTED, Kind

MOST_SHOWN = 10  # communities that the department is shown before it calls
MANY_A_WEEK = 3  # meetings; from here on the department is told (each week ≥5 was the complaint)


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something that begins at an hour in one community (local time)."""

    community: str
    title: str
    starts_at: datetime
    length_minutes: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.length_minutes)


@dataclass(frozen=True, slots=True)
class Burdened:
    """One community in a week: how many appointments, how many minutes, how many of them clash."""

    community: str
    appointments: int
    minutes: int
    clashing: int

    @property
    def is_heavy(self) -> bool:
        return self.clashing > 0 or self.appointments >= MANY_A_WEEK


@dataclass(frozen=True, slots=True)
class Diary:
    """What calling another appointment would meet: `clashing` communities, the fullest week."""

    clashing: int
    titles: tuple[str, ...]
    most_in_week: int
    fullest: tuple[Burdened, ...] = ()

    @property
    def words(self) -> str:
        """One sentence for the department before it calls."""
        clash = "时间不冲突"
        if self.clashing:
            named = "、".join(f"“{title}”" for title in self.titles)
            clash = f"与 {self.clashing} 个社区已有的安排冲突（{named}）"
        load = f"加上这一次，最多的社区当周有 {self.most_in_week} 个会议、检查"
        hint = "，建议合并或改期" if self.clashing or self.most_in_week >= MANY_A_WEEK else ""
        return f"{clash}；{load}{hint}。"


def week_load(known: Iterable[Appointment]) -> list[Burdened]:
    """The communities by their week, the fullest first."""
    by_community: defaultdict[str, list[Appointment]] = defaultdict(list)
    for one in known:
        by_community[one.community].append(one)
    loads = (
        Burdened(
            community,
            len(mine),
            sum(one.length_minutes for one in mine),
            len(clashes(mine)),
        )
        for community, mine in by_community.items()
    )
    return sorted(loads, key=lambda load: (-load.appointments, -load.minutes, load.community))


def clashes(mine: Iterable[Appointment]) -> list[Appointment]:
    """Those of one community's appointments that overlap another one."""
    found, latest = [], None
    for one in sorted(mine, key=lambda each: each.starts_at):
        if latest and one.starts_at < latest.ends_at:
            found += [each for each in (latest, one) if each not in found]
        if latest is None or one.ends_at > latest.ends_at:
            latest = one
    return found


def too_early(kind: str, held_on: date, today: date) -> str:
    """Why nobody can have attended it yet; "" from its day on, and for what nobody attends."""
    if kind not in APPOINTED or held_on <= today:
        return ""
    label, day = Kind(kind).label, f"{held_on.month}月{held_on.day}日"
    return f"{label}在{day}，到那天才能报送已参加。"


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def diary(
    communities: Iterable[str],
    known: Sequence[Appointment],
    starts_at: datetime,
    length_minutes: int,
) -> Diary:
    """What the appointments `known` of that week mean for another one in these communities."""
    wanted = set(communities)
    ends_at = starts_at + timedelta(minutes=length_minutes)
    mine = [one for one in known if one.community in wanted]
    met = [one for one in mine if one.starts_at < ends_at and starts_at < one.ends_at]
    load = Counter(one.community for one in mine)
    asked = [Appointment(community, "", starts_at, length_minutes) for community in load]
    weeks = sorted(week_load([*mine, *asked]), key=lambda week: week.clashing, reverse=True)
    return Diary(
        clashing=len({one.community for one in met}),
        titles=tuple(dict.fromkeys(one.title for one in met))[:3],
        most_in_week=max(load.values(), default=0) + 1,
        fullest=tuple(weeks[:MOST_SHOWN]),
    )
