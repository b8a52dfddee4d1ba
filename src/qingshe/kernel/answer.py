"""The answer of a policy: yes, or no and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether something may be done; a no always carries its reason in plain words."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed


YES = Answer(allowed=True)


def no(reason: str) -> Answer:
    return Answer(allowed=False, reason=reason)
