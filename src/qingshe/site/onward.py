"""Where the page of a permit leads: to issuing under it and to renewing it, both modules above."""

from qingshe.modules.admission.queries import screens as admission
from qingshe.modules.catalog import facade as catalog
from qingshe.modules.demands.queries import bases as demands

catalog.lead_on(demands.onward)
catalog.lead_on(admission.onward)
