"""Admission for other systems: the same rules, scope and trail as the screens."""

from ninja import Router

from . import applications, deciding, files, money, papers

router = Router(tags=["准入"])
router.add_router("", applications.router)
router.add_router("", deciding.router)
router.add_router("", money.router)
router.add_router("", files.router)
router.add_router("", papers.router)
