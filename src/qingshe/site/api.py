"""The API of the whole product, put together from the modules."""

from importlib.metadata import version

from qingshe.api.auth import meant
from qingshe.api.documented import DocumentedAPI
from qingshe.api.errors import register_errors
from qingshe.modules.admission.api import router as admission
from qingshe.modules.burden.api import router as burden
from qingshe.modules.catalog.api import permits
from qingshe.modules.catalog.api import router as catalog
from qingshe.modules.demands.api import calendar, plans, rebounds, register, reports, series, street
from qingshe.modules.demands.api import router as demands
from qingshe.modules.gate.api import router as gate
from qingshe.modules.insight.api import router as insight
from qingshe.modules.orgs.api import router as orgs

api = DocumentedAPI(
    title="轻社",
    version=version("qingshe"),
    description="与网页同样的规则、范围和留痕。系统用接口令牌：Authorization: Bearer …",
    urls_namespace="api",
    auth=meant,
    docs_url=None,  # its page loads scripts from elsewhere; the document is at openapi.json
)
register_errors(api)
api.add_router("/orgs", orgs)
api.add_router("/catalog", catalog)
api.add_router("/permits", permits)
api.add_router("/gate", gate)
api.add_router("/burden", burden)
api.add_router("/admission", admission)
api.add_router("/demands/off-platform", reports)  # before "/demands/{pk}", which it would be
api.add_router("/demands", demands)
api.add_router("/calendar", calendar)
api.add_router("/plans", plans)
api.add_router("/series", series)
api.add_router("/rebounds", rebounds)
api.add_router("/register", register)
api.add_router("/street", street)
api.add_router("/insight", insight)
