"""The components that screens are composed of; `/-/gallery` shows each of them in every state.

    {% load ui %}
    {% page_head "事项" subtitle="…" crumbs=crumbs actions=actions %}   first thing in #panel
    {% breadcrumb crumbs %}                  crumbs, tabs: values.Link (label, url, current)
    {% actions actions %}  {% action_button action %}             records.Action; a no says why
    {% state record %}  {% badge "有效" "green" %}       record.state_label, record.tone if it has
    {% notice "amber" "…" %}  {% empty "为什么" "接下来" url "按钮" %}
    {% facts rows %}  = {% definition_list rows %}         values.Fact, or pairs of label and value
    {% timeline entries %}                   values.Entry, oldest first as they come
    {% compare rows %}                       values.Difference
    {% files rows %}                         values.File
    {% minutes 80 %}  {% highlight text query length=80 %}  {% progress work %}   values.Work
    {% chart chart %}  {% figures_table figures %}         figures.Chart, figures.Figures
    {% tabs links %}  {% filters form "查找" %}  {% sheet_links export_url import_url %}
    {% pagination page %}                    paging.Page; keeps the rest of the address
    {{ form }}  {{ field|control }}            all fields in our look; the input alone

Tones are green (in force, done), amber (clock runs out), red (crossed the line), grey (ended) and
blue (under way); a record or value says its own in a property `tone`.

A table is plain markup: on a phone each row folds into two lines, j, k and Enter walk through it.

    <table class="table table-rows">
      <thead><tr><th>名称</th><th>状态</th><th class="number">工时</th></tr></thead>
      <tbody>
        <tr>
          <td class="row-title"><a href="12/" hx-get="12/">高龄津贴核对</a></td>
          <td class="row-state">{% state item %}</td>
          <td class="number" data-label="工时">{% minutes item.minutes %}</td>
          <td class="row-actions">{% action_button item.action main=False %}</td>
        </tr>

`row-title` and `row-state` make the first line, all other cells the second; `data-label` is put
before a value that does not explain itself, `row-whole` gives it a line of its own. A table of
figures without rows to open is `<table class="table table-figures">` inside `<div
class="scroll-sideways" tabindex="0">`. Text for reading goes into `<div class="prose">`, a form of
one column into `<div class="narrow">`, one whose short fields stand beside each other is `<form
class="fields-in-line">`, a paper to print `<article class="paper">`; what should not be printed has
the class `no-print`. Marks for the script: `data-arrive tabindex="-1"` on an answer that should be
looked at first after htmx brought it, `data-plain` on a button that htmx should leave to the
browser, `data-print` on one that prints.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from django import template
from django.forms import BoundField, Form, widgets
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from qingshe.foundation.records import Action
from qingshe.web import wording
from qingshe.web.figures import Chart, Figures
from qingshe.web.paging import Page
from qingshe.web.values import Fact, File, Link, Work

register = template.Library()
Drawn = dict[str, object]
UNDOING = frozenset(  # take something back or end it: possible, never what stands out
    {
        "call_off",
        "drop",
        "keep",
        "put_down",
        "revoke_permit",
        "suspend_permit",
        "switch_off",
        "withdraw",
        "withdraw_permit",
    }
)
DASH = "—"
MARKED = "<mark>{}</mark>"

TONES = frozenset({"green", "amber", "red", "grey", "blue"})
SIGNS = {  # what a row of a comparison is called
    "added": ("新增", "green"),
    "removed": ("删去", "red"),
    "changed": ("修改", "amber"),
    "moved": ("移动", "blue"),
    "same": ("未变", "grey"),
}
CONTROLS: tuple[tuple[type[widgets.Widget], str], ...] = (  # the first that fits
    (widgets.RadioSelect, "choices"),
    (widgets.CheckboxSelectMultiple, "choices"),
    (widgets.CheckboxInput, "form-check-input"),
    (widgets.Select, "form-select"),
)


class Stateful(Protocol):
    """What `{% state %}` draws: a Record, or a value that says its state in words."""

    @property
    def state_label(self) -> str: ...


class Told(Protocol):
    """What `{% timeline %}` draws: values.Entry or something alike."""

    @property
    def at(self) -> datetime: ...
    @property
    def who(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def detail(self) -> str: ...


class Compared(Protocol):
    """What `{% compare %}` draws: values.Difference or something alike."""

    @property
    def kind(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


# --- the head of a page -----------------------------------------------------------------------


@register.inclusion_tag("web/components/page_head.html")
def page_head(
    title: str,
    subtitle: str = "",
    crumbs: Iterable[Link] = (),
    actions: Iterable[Action] = (),
    first: Link | None = None,
) -> Drawn:
    """Where one is, the name of the page, its answer in one line, and what can be done here.

    `first` leads to the work itself: it stands out instead of the first of the actions.
    """
    head = {"title": title, "subtitle": subtitle, "crumbs": crumbs, "first": first}
    return head | _sorted(actions, stands_aside=first is not None)


@register.inclusion_tag("web/components/breadcrumb.html")
def breadcrumb(crumbs: Iterable[Link]) -> Drawn:
    """The way from the top to here."""
    return {"crumbs": crumbs}


@register.inclusion_tag("web/components/tabs.html")
def tabs(items: Iterable[Link]) -> Drawn:
    """Views of the same list, as links; the current one is marked."""
    return {"items": items}


# --- what can be done -------------------------------------------------------------------------


@register.inclusion_tag("web/components/action.html")
def action_button(action: Action, main: bool = True) -> Drawn:
    """A button for one action of a record; greyed out, with the reason, when refused."""
    return {"action": action, "main": main}


@register.inclusion_tag("web/components/actions.html")
def actions(actions: Iterable[Action]) -> Drawn:
    """All actions of a record: the first possible one stands out, refused ones say why below.

    One that takes something back never stands out, whatever else is possible.
    """
    return _sorted(actions)


def _sorted(actions: Iterable[Action], *, stands_aside: bool = False) -> Drawn:
    every = list(actions)
    possible = [action for action in every if action.answer]
    stands_out = bool(possible) and possible[0].name not in UNDOING and not stands_aside
    return {
        "main": possible[0] if stands_out else None,
        "others": possible[stands_out:],
        "refused": [action for action in every if not action.answer],
    }


# --- state ------------------------------------------------------------------------------------


@register.simple_tag
def badge(label: str, tone: str = "grey") -> SafeString:
    """A state in a word and its colour; ValueError for a colour that says nothing.

    Not a template of its own: it stands in every row of every list.
    """
    if tone not in TONES:
        raise ValueError(f"{tone!r} is not a tone: {', '.join(sorted(TONES))}")
    return format_html('<span class="state state-{}">{}</span>', tone, label)


@register.simple_tag
def state(record: Stateful) -> SafeString:
    """The state of a record, in its own word and tone."""
    return badge(record.state_label, getattr(record, "tone", "grey"))


@register.inclusion_tag("web/components/notice.html")
def notice(tone: str, text: str) -> Drawn:
    """A sentence that must not be overlooked: amber runs out, red is wrong, green worked."""
    return {"tone": tone, "text": text}


@register.inclusion_tag("web/components/progress.html")
def progress(work: Work) -> Drawn:
    """How far long work has come, in counts; without a total it only says that it goes on."""
    return {"work": work}


# --- content ----------------------------------------------------------------------------------


@register.inclusion_tag("web/components/empty.html")
def empty(why: str, next_step: str = "", url: str = "", label: str = "") -> Drawn:
    """What stands where nothing is: why, what comes next, and the way there."""
    return {"why": why, "next_step": next_step, "url": url, "label": label}


@register.inclusion_tag("web/components/facts.html")
def facts(rows: Iterable[Fact | Sequence[object]]) -> Drawn:
    """Facts of one thing, label and value; a missing value is shown as a dash."""
    return {"rows": [_fact(row) for row in rows]}


def _fact(row: Fact | Sequence[object]) -> Fact:
    fact = row if isinstance(row, Fact) else Fact(str(row[0]), row[1])
    return replace(fact, value=DASH) if fact.value in (None, "") else fact


register.inclusion_tag("web/components/facts.html", name="definition_list")(facts)


@register.inclusion_tag("web/components/timeline.html")
def timeline(entries: Iterable[Told]) -> Drawn:
    """What happened to a record, by whom and when."""
    return {"entries": entries}


@register.inclusion_tag("web/components/files.html", takes_context=True)
def files(context: Context, rows: Iterable[File]) -> Drawn:
    """Attachments to save, each with what it is; whoever may takes one off again."""
    return {"files": list(rows), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("web/components/compare.html")
def compare(rows: Iterable[Compared]) -> Drawn:
    """Two versions row by row; each difference has its word, not only its colour."""
    return {"rows": [_compared(row) for row in rows]}


def _compared(row: Compared) -> Drawn:
    word, tone = SIGNS[row.kind]
    pieces = wording.changes(row.before, row.after)
    note = getattr(row, "note", "")
    return {"label": row.label, "word": word, "tone": tone, "pieces": pieces, "note": note}


@register.simple_tag
def highlight(text: str, query: str, length: int = 0) -> SafeString:
    """A text with the words of a search marked; with `length` only the part around the first."""
    shown = wording.excerpt(text, query, length) if length else text
    pieces = wording.hits(shown, query)
    return format_html_join(
        "", "{}", [(format_html(MARKED, one.text) if one.mark else one.text,) for one in pieces]
    )


@register.simple_tag
def minutes(amount: int | None) -> str:
    """A cost in minutes, as people say it."""
    return wording.duration(amount)


@register.filter
def yuan(amount: Decimal | None) -> str:
    """An amount of money to the fen: 12,000.00; a dash where there is none."""
    return "—" if amount is None else f"{amount:,.2f}"


# --- figures ----------------------------------------------------------------------------------


@register.inclusion_tag("web/components/chart.html", takes_context=True)
def chart(context: Context, chart: Chart, base: str = "tables/") -> Drawn:
    """A finding, its picture and the table behind it, with the way to download that table.

    Downloads lie at `base` + key + ".xlsx" or ".csv", with the conditions of the page; no base, no
    downloads. Without a script, or on an old browser, the table alone is there, open.
    """
    query = context["request"].GET.urlencode()
    return {"chart": chart, "figures": chart.figures, "base": base, "query": query}


@register.inclusion_tag("web/components/figures_table.html")
def figures_table(figures: Figures) -> Drawn:
    """A table of figures as it stands; wide ones scroll inside their own frame."""
    return {"figures": figures}


# --- lists and forms --------------------------------------------------------------------------


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[object]) -> Drawn:
    """The way to the next rows and back to the first, with the filters of the address kept."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("web/components/filters.html", takes_context=True)
def filters(context: Context, form: Form, submit: str = "") -> Drawn:
    """A form of conditions in one line above a list; the address carries them (GET)."""
    request = context["request"]
    word = submit or _word_of(form)
    return {"form": form, "request": request, "submit": word, "filtered": form.has_changed()}


def _word_of(form: Form) -> str:
    """Who only types words looks for something; who also chooses narrows a list down."""
    typed = [field for field in form.visible_fields() if field.widget_type in ("text", "search")]
    return "查找" if len(typed) == len(form.visible_fields()) else "筛选"


@register.inclusion_tag("web/components/sheet_links.html")
def sheet_links(export_url: str = "", import_url: str = "") -> Drawn:
    """Excel out and in, beside the table they belong to."""
    return {"export_url": export_url, "import_url": import_url}


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a field, in our look; classes of its own are kept."""
    widget = field.field.widget
    ours = next((css for kind, css in CONTROLS if isinstance(widget, kind)), "form-control")
    own = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{ours} {own}".strip()})


@register.filter
def is_file(field: BoundField) -> bool:
    """Whether a field takes a file, whose button the browser would label in its own language."""
    return isinstance(field.field.widget, widgets.FileInput)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether the label of a field stands behind its box."""
    return isinstance(field.field.widget, widgets.CheckboxInput)
