"""What part a demand gives to the community: the part decides, not the topic word."""

import re

from .reading import Reading
from .values import Kind, Role

_DEPARTMENT_IN_CHARGE = re.compile(
    r"(?:部门|机关|政府|街道办事处|派出所|公司|企业|管委会|[^社居村]民?委(?!员会)|局|单位)"
    r"[^,。;]{0,10}?(?:负责|牵头|承担|为责任)"
    r"|(?:牵头|主管|责任)(?:部门|单位|机关)"
)
_COMMUNITY = re.compile("社区|居委会|居民委员会|村委会|村民委员会|村")


OVERSEEN = (
    "overseen_policy",
    "overseen_government",
    "overseen_service",
    "overseen_owners",
    "overseen_society",
)


def role_of(reading: Reading) -> Role:
    """The part given to the community; responsible goes before everything else."""
    if reading.kind is Kind.CERTIFICATE:
        return Role.CERTIFIES
    for role, is_given in (
        (Role.RESPONSIBLE, is_responsible),
        (Role.SUPERVISES, oversees),
        (Role.ASSISTS, assists),
        (Role.ORGANISES, organises),
    ):
        if is_given(reading):
            return role
    return Role.ACTS


def oversees(reading: Reading) -> bool:
    """Residents or the committee watch over others; nobody watches over the community."""
    if reading.has("supervised") and not reading.has("committee_oversees"):
        return False
    if reading.has("residents_judge") and not reading.has("applicants"):
        return True
    return not reading.has("evaluated") and bool(overseen(reading))


def overseen(reading: Reading) -> tuple[str, ...]:
    """Which kinds of bodies (signals overseen_…) are watched over in the demand."""
    return tuple(
        kind
        for kind in OVERSEEN
        if reading.in_one_sentence("oversight", kind) or reading.together("residents_judge", kind)
    )


def is_responsible(reading: Reading) -> bool:
    """The demand makes the community answer for the matter, not just lend a hand."""
    if not reading.has("responsible"):
        return False
    charge = _DEPARTMENT_IN_CHARGE.search(reading.text)
    if charge is None or _COMMUNITY.search(charge.group()):
        return True
    rest = reading.text[charge.end() :]
    return any(span.start >= charge.end() for span in reading.heard["responsible"]) and bool(
        _COMMUNITY.search(rest)
    )


def assists(reading: Reading) -> bool:
    """It helps, tells people, or tells those in charge what it has seen or what residents want."""
    return reading.has("assisting", "publicity", "conveying") or bool(
        reading.in_one_sentence("finding", "reporting")
    )


def organises(reading: Reading) -> bool:
    return reading.has("organising")


def is_called_together(reading: Reading) -> bool:
    """Somebody else holds a meeting: the topic is talked about there, not handed over."""
    return reading.kind is Kind.MEETING or reading.has("attending")


def is_visited(reading: Reading) -> bool:
    """Somebody comes to look at the community; what he looks at is not asked of it."""
    return reading.has("visited")


def bears(reading: Reading, topic: str) -> tuple[str, ...]:
    """The words that make the community the bearer (责任主体) of a topic, else nothing.

    It bears the topic when the demand says so, or when it is to act on it itself and neither
    helps, nor spreads the word, nor calls residents together, nor watches over others.
    """
    if is_called_together(reading):
        return ()
    words = reading.words(topic)
    if is_responsible(reading):
        words = words or reading.words_of_basis(topic)
        return words + reading.words("responsible") if words else ()
    if not words or assists(reading) or organises(reading) or oversees(reading):
        return ()
    acted = reading.in_one_sentence(topic, "rectification")
    return words + tuple(word for word in acted if word not in words)
