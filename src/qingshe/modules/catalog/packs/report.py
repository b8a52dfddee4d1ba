"""What is wrong or odd in a pack, gathered over all its files before anybody is told."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: file, line counted from 1, path of keys (`items[3].title`)."""

    file: str
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        line = f" 第{self.line}行" if self.line else ""
        return f"{self.file}{line}{f' {self.path}' if self.path else ''}"


@dataclass(slots=True)
class Report:
    """Problems stop a pack, warnings do not; `claim` sees to it that a key stands for one thing."""

    problems: list[tuple[Place, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _claimed: dict[str, Place] = field(default_factory=dict)

    def wrong(self, place: Place, reason: str) -> None:
        self.problems.append((place, reason))

    def claim(self, key: str, place: Place) -> None:
        """Take `key` for the thing at `place`; a second claim is a problem."""
        first = self._claimed.setdefault(key, place)
        if first is not place:
            self.wrong(place, f"编号“{key}”重复，已用于 {first}")

    def sentences(self) -> tuple[str, ...]:
        """Every problem with its place, in the order of files and lines."""
        return tuple(f"{place}：{reason}" for place, reason in sorted(self.problems))
