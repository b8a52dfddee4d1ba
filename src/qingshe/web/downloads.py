"""Files as answers: named in Chinese, saved and never opened in the page."""

from pathlib import Path

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header

from qingshe.foundation.files import shelf

PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sheet_response(filename: str, content: bytes) -> HttpResponse:
    """An .xlsx; `filename` without its extension ("社区名册")."""
    return _attachment(f"{filename}.xlsx", EXCEL, content)


def csv_response(filename: str, content: str) -> HttpResponse:
    """A .csv that Excel opens without asking for its letters; `filename` without its extension."""
    return _attachment(f"{filename}.csv", CSV, content.encode("utf-8-sig"))


def word_response(filename: str, content: bytes) -> HttpResponse:
    """A .docx; `filename` without its extension."""
    return _attachment(f"{filename}.docx", WORD, content)


def pdf_response(filename: str, content: bytes) -> HttpResponse:
    """A .pdf; `filename` without its extension."""
    return _attachment(f"{filename}.pdf", PDF, content)


def file_response(filename: str, path: Path) -> FileResponse:
    """A file that somebody else brought, streamed: always saved, never shown in the page."""
    safe = filename.replace("/", "-").replace("\\", "-")
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=safe, content_type="application/octet-stream"
    )


def attachment_response(subject: str, file: int) -> FileResponse:
    """What hangs on a record, by its key there. Errors: NotFound."""
    attachment = shelf.get(subject, file)
    return file_response(attachment.name, shelf.content(attachment))


def _attachment(filename: str, content_type: str, content: bytes) -> HttpResponse:
    safe = filename.replace("/", "-").replace("\\", "-")
    disposition = content_disposition_header(as_attachment=True, filename=safe) or "attachment"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": disposition}
    )
