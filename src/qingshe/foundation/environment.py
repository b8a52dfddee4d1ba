"""Reads the environment once, at start, and names the variable that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

FLAGS = {"on": True, "off": False}


class BadSetting(Exception):
    """The installation cannot start like this; the message says which variable, and what to do."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable the product reads, as the reference page prints it."""

    name: str
    default: str
    about: str


@dataclass(frozen=True, slots=True)
class Environment:
    """Typed access to `values`, the variables of the process; remembers what it was asked for."""

    values: Mapping[str, str]
    asked: list[Variable] = field(default_factory=list)

    def text(self, name: str, default: str = "", *, about: str = "") -> str:
        """The variable itself or, for secrets, the content of the file that NAME_FILE names."""
        self.asked.append(Variable(name, default, about))
        file = self.values.get(f"{name}_FILE")
        if not file:
            return self.values.get(name, default)
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"{name}_FILE 指向的文件读不出来：{file}（{error}）。") from error

    def flag(self, name: str, *, default: bool, about: str = "") -> bool:
        value = self.text(name, "on" if default else "off", about=about)
        if value not in FLAGS:
            raise BadSetting(f"{name} 只能是 on 或 off，现在是 {value!r}。")
        return FLAGS[value]

    def number(self, name: str, default: int, *, about: str = "") -> int:
        value = self.text(name, str(default), about=about)
        if not value.isdecimal():
            raise BadSetting(f"{name} 应为整数，现在是 {value!r}。")
        return int(value)

    def choice(self, name: str, default: str, among: Sequence[str], *, about: str = "") -> str:
        value = self.text(name, default, about=about)
        if value not in among:
            raise BadSetting(f"{name} 只能是 {'、'.join(among)}，现在是 {value!r}。")
        return value

    def words(self, name: str, default: str = "", *, about: str = "") -> list[str]:
        """A list written with commas; empty entries are dropped."""
        text = self.text(name, default, about=about)
        return [word.strip() for word in text.split(",") if word.strip()]

    def folder(self, name: str, *, about: str = "") -> Path | None:
        """A folder that must be there when it is named; None when it is not."""
        value = self.text(name, about=about)
        if not value:
            return None
        if not Path(value).is_dir():
            raise BadSetting(f"{name} 指向的文件夹不存在：{value}。")
        return Path(value).absolute()
