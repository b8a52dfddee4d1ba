"""The plain sentences of a verdict: what, why, and what to do."""

from collections.abc import Sequence

from .registry import ASK_ADMISSION
from .statutes import BasisCheck, Standing
from .values import Conflict, Entry, Finding, Label, Permit, Role


def of_prohibition(findings: Sequence[Finding], role: Role) -> str:
    first = findings[0]
    names = "、".join(dict.fromkeys(finding.name for finding in findings[:3]))
    words = "、".join(f"“{word}”" for word in first.matched[:4])
    part = f"，交给社区的角色是{role.label}" if role is Role.RESPONSIBLE else ""
    return f"不得下达：属于{names}（命中{words}{part}）。{first.advice}"


def of_item(entry: Entry, label: Label) -> str:
    return f"可以下达：与清单“{entry.title}”同一事项，属{label.label}。{_how(label)}"


def of_sign() -> str:
    return "可以悬挂：属对外三种标识之一（社区党组织、社区居民自治组织、“中国社区”标识）。"


def of_permit(permit: Permit) -> str:
    until = f"，有效期至{permit.valid_until.isoformat()}" if permit.valid_until else ""
    return f"可以下达：有准入许可{permit.number}{until}，按许可的范围和频次办理。"


def of_law(check: BasisCheck) -> str:
    wrong = f"所引条号有误，应为{check.citation}。" if _is_wrong_article(check) else ""
    return f"可以下达：清单虽未列，{check.citation}明确要求居（村）委会办理或协助。{wrong}"


def of_outside(bases: Sequence[BasisCheck], uncited: BasisCheck | None) -> str:
    if uncited is not None:
        return (
            f"需要补充依据：{uncited.citation}有此规定但未引用，来文单位写明法律和条号后即可下达。"
        )
    ground = "".join(f"所引{check.claimed}：{check.standing.label}。" for check in bases[:1])
    return f"需要准入：不在清单内，也不在禁止之列。{ground}{ASK_ADMISSION}批准前社区可以不办。"


def place_of(entry: Entry) -> str:
    """Where the item stands, with its key."""
    return f"{entry.source}（{entry.key}）"


def _how(label: Label) -> str:
    return {
        Label.OWN_DUTY: "由社区依法自主办理，部门不得另派指标。",
        Label.ASSIST: "责任主体是来文部门，社区只作必要协助，并应有经费和工作条件。",
        Label.SUPERVISE: "由社区组织居民监督评议，被监督的单位不得干预。",
    }.get(label, "")


def _is_wrong_article(check: BasisCheck) -> bool:
    return check.standing is Standing.RIGHT_LAW_WRONG_ARTICLE


def of_certificate(entry: Entry) -> str:
    return f"可以出具：属清单“{entry.title}”。居民提供身份证和佐证材料，说明用途并承诺属实。"


def of_refused_certificate(
    found: Sequence[Finding], conflicts: Sequence[Conflict], names: str, keeper: str
) -> str:
    why = f"属国家清单所列{names}" if names else found[0].name if found else "与国家清单抵触"
    where = f"由{keeper}核实或查询，" if keeper else "由要证明的单位自行核查，"
    clash = "城市清单虽列有此项，国家清单在先。" if conflicts else ""
    return f"不应出具：{why}。{clash}{where}也可由当事人书面承诺，不向社区要证明。"


def of_unlisted_certificate() -> str:
    return f"需要准入：清单没有这项证明，国家也未列为不应出具。{ASK_ADMISSION}批准前社区不予出具。"
