"""The OpenAPI document: what the operations say of themselves, and how each of them may refuse."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from qingshe.api.errors import RefusalOut

_REFUSALS = {
    "4XX": "没有办理：message 说明原因，problems 逐条列出要改的地方",
    "5XX": "系统出错或正在维护，没有办理",
}


class DocumentedAPI(NinjaAPI):
    """An API whose document names the shape of every refusal."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:  # noqa: ANN401 - as ninja has it
        document = super().get_openapi_schema(**options)
        document["components"].setdefault("schemas", {})["RefusalOut"] = (
            RefusalOut.model_json_schema()
        )
        shape = {"application/json": {"schema": {"$ref": "#/components/schemas/RefusalOut"}}}
        document["components"]["responses"] = {
            status: {"description": words, "content": shape} for status, words in _REFUSALS.items()
        }
        for operations in document["paths"].values():
            for operation in operations.values():
                for status in _REFUSALS:
                    operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
        return document
