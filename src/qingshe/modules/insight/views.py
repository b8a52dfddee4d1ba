"""The figures on screen and as files: one screen for each part, one for everybody."""

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_GET

from qingshe.modules.insight import exports
from qingshe.modules.insight.forms import PeriodForm, PickForm
from qingshe.modules.insight.queries import boards
from qingshe.modules.insight.queries.boards import Board, Choice
from qingshe.web.downloads import word_response
from qingshe.web.figures import as_download
from qingshe.web.http import ActorRequest, screen


@require_GET
def index(request: ActorRequest) -> HttpResponse:
    asked = PeriodForm(request.GET)
    place = asked.place_asked
    board = boards.of_actor(request.actor, asked.year_asked, place, timezone.localdate())
    context = _context(board, boards.places_of(request.actor, board.reach))
    return screen(request, "insight/index.html", context)


@require_GET
def public(request: ActorRequest) -> HttpResponse:
    asked = PeriodForm(request.GET)
    board = boards.public(asked.year_asked, asked.place_asked, timezone.localdate())
    context = _context(board, boards.public_places(board.reach))
    return screen(request, "insight/public.html", context)


@require_GET
def table(request: ActorRequest, key: str, ending: str) -> HttpResponse:
    asked = PeriodForm(request.GET)
    year = asked.year_asked or timezone.localdate().year
    found = boards.table_of_actor(request.actor, key, year, asked.place_asked)
    return as_download(found, "csv" if ending == "csv" else "xlsx")


@require_GET
def public_table(request: ActorRequest, key: str, ending: str) -> HttpResponse:
    asked = PeriodForm(request.GET)
    year = asked.year_asked or timezone.localdate().year
    found = boards.public_table(key, year, asked.place_asked)
    return as_download(found, "csv" if ending == "csv" else "xlsx")


@require_GET
def report(request: ActorRequest) -> HttpResponse:
    asked = PeriodForm(request.GET)
    today = timezone.localdate()
    board = boards.report(request.actor, asked.year_asked, asked.place_asked, today)
    return word_response(exports.report_name(board), exports.report_as_word(board))


@require_GET
def public_report(request: ActorRequest) -> HttpResponse:
    asked = PeriodForm(request.GET)
    board = boards.public_report(asked.year_asked, asked.place_asked, timezone.localdate())
    return word_response(exports.report_name(board), exports.report_as_word(board))


def _context(board: Board, places: list[Choice]) -> dict[str, object]:
    shown = QueryDict(mutable=True)
    shown.update({"year": str(board.year), "place": board.reach.place})
    years = sorted({*board.years, board.year}, reverse=True)
    return {"board": board, "form": PickForm(shown, years=years, places=places)}
