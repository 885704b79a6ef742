"""Two records of one human: found, laid side by side, proposed by one, confirmed by another, parted again."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gongzhi.faces.desk.merging_forms import WhoFilters, WhyOneForm
from gongzhi.faces.desk.rights import form_view, kept, page_of
from gongzhi.faces.desk.search import LONGEST, SHORTEST
from gongzhi.faces.doors import Request
from gongzhi.faces.forms import submitted
from gongzhi.kernel.people import may
from gongzhi.kernel.people.actions import (
    compare_people,
    confirm_merge,
    propose_merge,
    search_people,
    turn_down_merge,
    undo_merge,
)
from gongzhi.kernel.people.comparing import Compared
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.queries import (
    access_reversible_merge,
    access_waiting_merge,
    preview_merge,
    reversible_until,
)
from gongzhi.lib.actions import NotThere


@require_safe
def same(request: Request, pk: int) -> HttpResponse:
    """Who is the same human as somebody: the other record is looked for as anywhere at the desk."""
    person, text = kept(request, pk), request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    found = search_people(text, by=request.actor) if len(text) >= SHORTEST else []
    others = [one for one in found if one.pk != person.pk and may.keeps(request.actor, one)]
    read = {"person": person, "filters": WhoFilters(request.GET or None), "others": others}
    return render(request, "desk/same_person.html", read)


@form_view
def compare(request: Request, pk: int, other: int) -> HttpResponse:
    """Two records side by side, and that they are one human; nothing is joined before somebody else has looked."""
    stays, goes = pair(request, pk, other)
    form, by = WhyOneForm(request.POST or None), request.actor
    onward = submitted(
        request,
        form,
        lambda said: propose_merge(stays, goes, reason=said["reason"], by=by),
        to=lambda proposal: reverse("merge_proposal", args=[proposal.pk]),
    )
    return onward or render(request, "desk/compare_people.html", side_by_side(request, stays, goes) | {"form": form})


def pair(request: Request, pk: int, other: int) -> tuple[Person, Person]:
    """Two people whose records this desk keeps. Raises NotThere, also if they are one already."""
    stays, goes = kept(request, pk), kept(request, other)
    if stays == goes:
        raise NotThere
    return stays, goes


def side_by_side(request: Request, stays: Person, goes: Person) -> dict[str, Any]:
    """What is known of both, masked, and how much hangs on each; that it was read is written down."""
    rows = [
        (line.label, line.kept, line.gone, verdict(line))
        for line in compare_people(stays, goes, by=request.actor)
        if line.kept or line.gone
    ]
    hangs = [(overlap.label, str(overlap.kept), str(overlap.gone)) for overlap in preview_merge(stays, goes)]
    sides = (_("项目"), _("留下的这条"), _("并入的这条"))
    read = {"kept": stays, "gone": goes, "rows": rows, "hangs": hangs, "sides": sides}
    return read | {"headings": (*sides, _("对比"))}


def verdict(line: Compared) -> str:
    """What two records say of one thing, compared."""
    if line.same is None:
        return "—" if line.kept == line.gone else _("有一边没写")
    return _("一样") if line.same else _("不一样")


@require_safe
def proposal(request: Request, pk: int) -> HttpResponse:
    """A proposal to join two records, for whoever decides it."""
    found, by = access_waiting_merge(request.actor, pk), request.actor
    read = {"proposal": found, "confirms": may.confirm_merge(by, found), "own": found.proposed_by_id == by.person_id}
    return render(request, "desk/merge_proposal.html", side_by_side(request, found.kept, found.gone) | read)


@require_POST
def decide(request: Request, pk: int) -> HttpResponse:
    """Join them, or leave them apart."""
    found = access_waiting_merge(request.actor, pk)
    if request.POST.get("answer") == "confirm":
        confirm_merge(found, by=request.actor)
    else:
        turn_down_merge(found, by=request.actor)
    return redirect(page_of(found.kept))


@form_view
def undo(request: Request, pk: int) -> HttpResponse:
    """What was joined, and that they are two people after all."""
    done = access_reversible_merge(request.actor, pk)
    if request.method == "POST":
        undo_merge(done, by=request.actor)
        return redirect(page_of(done.kept))
    read = {"done": done, "until": reversible_until(done), "undoes": may.undo_merge(request.actor, done)}
    return render(request, "desk/undo_merge.html", read)
