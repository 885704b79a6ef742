"""Lists taken along as files: asked for with a reason, agreed to by a second person where it must be, fetched."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongzhi.faces.desk.forms import ExportForm, WhyForm
from gongzhi.faces.doors import Request
from gongzhi.faces.forms import attempt, submitted
from gongzhi.kernel.exports.actions import approve_export, clear_export, download, refuse_export
from gongzhi.kernel.exports.actions import ask_export as ask_for
from gongzhi.kernel.exports.may import ALONE
from gongzhi.kernel.exports.queries import access_export, access_waiting, exports_of, waiting_for
from gongzhi.lib import lists

FIRST = 50


@require_safe
def exports(request: Request) -> HttpResponse:
    """What I asked for, and what waits for my word."""
    read = {"exports": list(exports_of(request.actor)[:FIRST]), "waiting": waiting_for(request.actor)}
    return render(request, "desk/exports.html", read)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Request, key: str) -> HttpResponse:
    """Why, which columns, which kind of file; the filters are those of the list as it was shown."""
    listing = lists.access(key, request.actor)
    query = listing.ask(request.GET.lists(), request.actor)
    form = ExportForm(request.POST or None, listing=listing)
    onward = submitted(
        request,
        form,
        lambda said: ask_for(
            key,
            query=request.GET.lists(),
            columns=said["columns"],
            form=said["form"],
            reason=said["reason"],
            by=request.actor,
        ),
        to=reverse("exports"),
    )
    if onward:
        return onward
    total = listing.read(request.actor, query).total
    return render(request, "desk/ask_export.html", {"listing": listing, "form": form, "total": total, "alone": ALONE})


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: Request, pk: int) -> HttpResponse:
    """What somebody else asked for: agree, or say why not."""
    export = access_waiting(request.actor, pk)
    form = WhyForm(request.POST or None)
    if request.POST.get("answer") == "yes":
        approve_export(export, by=request.actor)
        return redirect("exports")
    if form.is_valid():
        refused = attempt(form, lambda: refuse_export(export, why=form.cleaned_data["why"], by=request.actor))
        if refused:
            return redirect("exports")
    return render(request, "desk/waiting_export.html", {"export": export, "form": form})


@require_POST
def fetch(request: Request, pk: int) -> HttpResponse:
    """The file itself; the right is looked at now."""
    file = download(pk, by=request.actor)
    response = HttpResponse(file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@require_POST
def clear(request: Request, pk: int) -> HttpResponse:
    """I do not need it any more."""
    clear_export(access_export(request.actor, pk), by=request.actor)
    return redirect("exports")
