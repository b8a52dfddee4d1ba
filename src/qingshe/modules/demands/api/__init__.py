"""Issuing and doing for other systems: the same rules, scope and trail as the screens."""

from . import calendar as _calendar
from . import demands, files
from . import plans as _plans
from . import register as _register
from . import street as _street

router = demands.router
router.add_router("", files.router)
calendar, plans = _calendar.router, _plans.router
register, street = _register.router, _street.router
