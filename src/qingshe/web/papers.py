"""Papers as answers: as PDF to be signed, as Word to be changed."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from qingshe.foundation.documents import papers
from qingshe.kernel.errors import NotFound
from qingshe.web.downloads import pdf_response, word_response

_FORMS: Mapping[str, tuple[papers.Maker, Callable[[str, bytes], HttpResponse]]] = {
    "pdf": (papers.pdf, pdf_response),
    "word": (papers.word, word_response),
}


def paper_response(
    request: HttpRequest, form: str, paper: str, filename: str, values: papers.Values
) -> HttpResponse:
    """A paper in one of its forms, "pdf" or "word"; `filename` without its extension.

    Its `address`, given from the root of the site, becomes one with the name of this server.
    Errors: NotFound for another form, Invalid for what cannot be set.
    """
    if form not in _FORMS:
        raise NotFound("文书只有 PDF 和 Word 两种格式。")
    make, answer = _FORMS[form]
    address = str(values["address"])
    absolute = request.build_absolute_uri(address) if address else ""
    return answer(filename, make(paper, {**values, "address": absolute}))
