"""The OpenAPI document: what the operations say of themselves, and how each of them may refuse."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from qingshe.api.errors import ErrorOut

_REFUSALS = {
    "4XX": "没有办理：message 说明原因，problems 逐条列出要改的地方",
    "5XX": "系统出错或正在维护，没有办理",
}


_OF_THE_HOUSE = {"qingshe", "modules", "api"}
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "接口令牌，由管理员按系统发放，每个系统一个",
}


class DocumentedAPI(NinjaAPI):
    """An API whose document names the shape of every refusal, and how a system says who it is."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """`demands_issue_demand`: what clients generated from the document call it.

        Of the path of a module only its name and the file of its API are told, each once.
        """
        function = operation.view_func
        parts = [one for one in function.__module__.split(".") if one not in _OF_THE_HOUSE]
        return "_".join(dict.fromkeys([*parts, function.__name__]))

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # noqa: ANN401 - as ninja has it
        document = super().get_openapi_schema(**options)
        document["components"].setdefault("schemas", {})["ErrorOut"] = ErrorOut.model_json_schema()
        shape = {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorOut"}}}
        document["components"]["responses"] = {
            status: {"description": words, "content": shape} for status, words in _REFUSALS.items()
        }
        document["components"]["securitySchemes"] = {"token": _TOKEN}
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["security"] = [{"token": []}, {}]  # some answer visitors as well
                for status in _REFUSALS:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
        return document
