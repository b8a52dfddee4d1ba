"""The roles people act in (product definition, section 3)."""

from .workflow import Labelled


class Role(Labelled):
    """One of the nine parts a person can play (角色); an account may hold several."""

    WORKER = "worker", "社区工作者"
    HEAD = "head", "社区书记/主任"
    STREET = "street", "街道干部"
    DEPARTMENT = "department", "部门经办人"
    GATEKEEPER = "gatekeeper", "领导小组办公室"
    LEADER = "leader", "领导小组"
    SUPERVISOR = "supervisor", "督查室"
    RESIDENT = "resident", "居民"
    ADMINISTRATOR = "administrator", "系统管理员"
