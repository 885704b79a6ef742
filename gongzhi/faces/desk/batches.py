"""Workbooks that were taken in: what became of them, taken up again, handed back, taken back."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.asked import number_asked
from gongzhi.faces.desk.findings import figures, ways
from gongzhi.faces.doors import Request
from gongzhi.faces.files import handed_over
from gongzhi.faces.once import once_only
from gongzhi.kernel.intake import actions, may
from gongzhi.kernel.intake.queries import access_batch
from gongzhi.kernel.intake.queries.lists import batch_page


@require_safe
def batch(request: Request, pk: int) -> HttpResponse:
    """What became of a workbook."""
    found = access_batch(request.actor, pk)
    page = batch_page(found, shown=request.GET.get("shown", ""), page=number_asked(request.GET.get("page"), 1))
    read = {"batch": found, "page": page, "figures": figures(page.figures), "ways": ways(page)}
    return render(request, "desk/intake/batch.html", read | {"undoes": bool(may.ask_undo(request.actor, found))})


@require_POST
def reopen(request: Request, pk: int) -> HttpResponse:
    """Take up the rows that wait."""
    found = access_batch(request.actor, pk)
    return redirect(once_only(request, lambda: reverse("draft", args=(actions.reopen(found, by=request.actor).pk,))))


@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    """Have it taken back."""
    actions.ask_undo(access_batch(request.actor, pk), by=request.actor)
    return redirect("batch", pk)


@require_POST
def prepare(request: Request, pk: int) -> HttpResponse:
    """Have the workbook made that goes back."""
    actions.ask_return(access_batch(request.actor, pk), by=request.actor)
    return redirect("batch", pk)


@require_safe
def workbook(request: Request, pk: int) -> HttpResponse:
    """The workbook as it came, with its results."""
    return handed_over(access_batch(request.actor, pk).returned)
