"""The intake desk: a workbook is handed in, seen, answered to, and written once somebody has confirmed it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.asked import number_asked
from gongzhi.faces.desk.findings import findings
from gongzhi.faces.desk.workbooks import AnswerForm, ConfirmForm, CorrectionForm, HandInForm, HeadingForm, SheetForm
from gongzhi.faces.doors import Request
from gongzhi.faces.files import handed_over
from gongzhi.faces.forms import submitted
from gongzhi.kernel.intake import actions
from gongzhi.kernel.intake.models import Draft
from gongzhi.kernel.intake.queries import access_draft, access_meaning, desk_of
from gongzhi.kernel.intake.queries.drafts import draft_page, heading_page, next_waiting, progress_of, row_page
from gongzhi.kernel.intake.queries.lists import batch_pages, meanings, taken_batches, waiting_drafts
from gongzhi.kernel.intake.states import DraftState

form_view = require_http_methods(["GET", "HEAD", "POST"])

#: What a list of rows is narrowed by, as its address tells it.
NARROWED = ("shown", "tab", "page")


@form_view
def intake(request: Request) -> HttpResponse:
    """What waits, what was taken in, and a place to hand workbooks in."""
    desk = desk_of(request.actor)
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
    if onward := submitted(request, form, lambda said: hand_in(request, said["workbooks"]), to=onward_from):
        return onward
    pages = batch_pages(request.actor)
    page = min(max(number_asked(request.GET.get("page"), 1), 1), pages)
    read = {"drafts": waiting_drafts(request.actor), "batches": taken_batches(request.actor, page)}
    return render(request, "desk/intake/intake.html", read | {"form": form, "desk": desk, "page": page, "pages": pages})


def hand_in(request: Request, files: list[Any]) -> list[Draft]:
    desk = desk_of(request.actor)
    return [
        actions.hand_in(
            file.name, file.read(), street_id=desk.street_id, community_id=desk.community_id, by=request.actor
        )
        for file in files
    ]


def onward_from(drafts: list[Draft]) -> str:
    """To the one workbook, or to the list of several."""
    return reverse("draft", args=(drafts[0].pk,)) if len(drafts) == 1 else reverse("intake")


@require_safe
def draft(request: Request, pk: int) -> HttpResponse:
    """One workbook, as it stands."""
    found = access_draft(request.actor, pk)
    if found.state == DraftState.WRITTEN and found.batch_id:
        return redirect("batch", found.batch_id)
    read: dict[str, Any] = {"draft": found}
    if found.is_with_the_worker:
        return render(request, "desk/intake/progress.html", read | {"progress": progress_of(found)})
    if not found.is_read:
        return render(request, "desk/intake/refused.html", read)
    return render(request, "desk/intake/draft.html", read | looked_at(found, request.GET) | {"form": ConfirmForm()})


def looked_at(draft: Draft, said: QueryDict) -> dict[str, Any]:
    """What was found in a workbook, narrowed to what was asked for."""
    asked = narrowed(said)
    page = draft_page(draft, shown=asked.get("shown", ""), tab=asked.get("tab"), page=asked.get("page", 1))
    return {"page": findings(page, asked.get("tab")), "asked": asked}


def narrowed(said: QueryDict) -> dict[str, Any]:
    """What a list of rows is narrowed to."""
    numbers = {name: number_asked(said.get(name), -1) for name in ("tab", "page") if said.get(name)}
    shown = {"shown": said["shown"][:10]} if said.get("shown") else {}
    return {name: value for name, value in (shown | numbers).items() if value != -1}


def back_to(draft: Draft, said: QueryDict, row: str = "") -> str:
    """The list of rows that somebody comes from."""
    asked = urlencode(narrowed(said))
    return reverse("draft", args=(draft.pk,)) + (f"?{asked}" if asked else "") + (f"#{row}" if row else "")


@form_view
def row(request: Request, pk: int, tab: int, row: int) -> HttpResponse:
    """One row: what is asked about it, and what is to become of it."""
    found = access_draft(request.actor, pk)
    line, page = row_page(found, tab, row)
    form = AnswerForm(request.POST or None, row=page)
    onward = submitted(
        request,
        form,
        lambda said: actions.answer(found, line, said["choice"], alike=bool(said.get("alike")), by=request.actor),
        to=back_to(found, request.POST, f"row-{tab}-{row}"),
    )
    return onward or show_row(request, found, page, form, CorrectionForm(row=page))


def show_row(request: Request, found: Draft, page: Any, form: Any, correction: Any) -> HttpResponse:
    """The page of a row, with whatever was wrong in one of its two forms."""
    card, said = page.card, request.POST if request.method == "POST" else request.GET
    read = {"draft": found, "card": card, "form": form, "correction": correction, "asked": narrowed(said)}
    more = {"back": back_to(found, said), "following": next_waiting(found, card.tab, card.row)}
    return render(request, "desk/intake/row.html", read | more)


@require_POST
def take_back(request: Request, pk: int, tab: int, row: int) -> HttpResponse:
    """Take back what was said to a row."""
    found = access_draft(request.actor, pk)
    line, _page = row_page(found, tab, row)
    actions.answer(found, line, "", by=request.actor)
    actions.correct(found, line, {}, by=request.actor)
    return redirect(back_to(found, request.POST, f"row-{tab}-{row}"))


@require_POST
def correct(request: Request, pk: int, tab: int, row: int) -> HttpResponse:
    """Type cells of a row anew."""
    found = access_draft(request.actor, pk)
    line, page = row_page(found, tab, row)
    form = CorrectionForm(request.POST, row=page)
    onward = submitted(
        request,
        form,
        lambda _said: actions.correct(found, line, form.typed(), by=request.actor),
        to=back_to(found, request.POST, f"row-{tab}-{row}"),
    )
    return onward or show_row(request, found, page, AnswerForm(row=page), form)


@form_view
def headings(request: Request, pk: int, tab: int) -> HttpResponse:
    """One tab: what its headings mean."""
    found = access_draft(request.actor, pk)
    page = heading_page(found, tab)
    form = HeadingForm(request.POST or None, page=page)
    onward = submitted(
        request,
        form,
        lambda _said: actions.explain(found, tab, sheet=page.sheet, meanings=form.meanings(), by=request.actor),
        to=reverse("draft", args=(pk,)),
    )
    return onward or show_tab(request, found, page, form, SheetForm(page=page))


@require_POST
def sheet(request: Request, pk: int, tab: int) -> HttpResponse:
    """One tab: which sheet it is."""
    found = access_draft(request.actor, pk)
    page = heading_page(found, tab)
    form = SheetForm(request.POST, page=page)
    onward = submitted(
        request,
        form,
        lambda said: actions.explain(found, tab, sheet=said["sheet"], meanings={}, by=request.actor),
        to=reverse("draft", args=(pk,)),
    )
    return onward or show_tab(request, found, page, HeadingForm(page=page), form)


def show_tab(request: Request, found: Draft, page: Any, form: HeadingForm, sheets: SheetForm) -> HttpResponse:
    """The page of a tab, with whatever was wrong in one of its two forms."""
    return render(request, "desk/intake/headings.html", {"draft": found, "page": page, "form": form, "sheets": sheets})


@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    """Have a workbook looked at once more."""
    found = access_draft(request.actor, pk)
    actions.look_again(found, by=request.actor)
    return redirect("draft", pk)


@require_POST
def confirm(request: Request, pk: int) -> HttpResponse:
    """Have what was seen written."""
    found, form = access_draft(request.actor, pk), ConfirmForm(request.POST)
    here = reverse("draft", args=(pk,))
    onward = submitted(request, form, lambda said: actions.confirm(found, said["seen"], by=request.actor), to=here)
    return onward or not_written(request, found, form)


def not_written(request: Request, found: Draft, form: ConfirmForm) -> HttpResponse:
    """The workbook again, with the sentence why nothing is written."""
    if not found.is_read:
        return redirect("draft", found.pk)
    read = {"draft": found, "form": form} | looked_at(found, QueryDict())
    return render(request, "desk/intake/draft.html", read, status=409)


@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Put a workbook away."""
    actions.discard(access_draft(request.actor, pk), by=request.actor)
    return redirect("intake")


@require_safe
def workbook(request: Request, pk: int) -> HttpResponse:
    """The workbook as it came, with its results."""
    return handed_over(access_draft(request.actor, pk).returned)


@require_safe
def learned(request: Request) -> HttpResponse:
    """What headings mean, as this desk has learned it."""
    return render(request, "desk/intake/learned.html", {"meanings": meanings(request.actor)})


@require_POST
def unlearn(request: Request, pk: int) -> HttpResponse:
    """Forget what a heading means."""
    actions.unlearn(access_meaning(request.actor, pk), by=request.actor)
    return redirect("learned")
