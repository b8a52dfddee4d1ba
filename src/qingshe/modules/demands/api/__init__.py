"""Issuing and doing for other systems: the same rules, scope and trail as the screens."""

from . import calendar as _calendar
from . import demands, files
from . import plans as _plans
from . import rebounds as _rebounds
from . import register as _register
from . import reports as _reports
from . import series as _series
from . import street as _street

router = demands.router
router.add_router("", files.router)
calendar, plans, series = _calendar.router, _plans.router, _series.router
register, street = _register.router, _street.router
rebounds, reports = _rebounds.router, _reports.router
