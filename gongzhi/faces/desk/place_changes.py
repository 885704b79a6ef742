"""Changing the tree: places added, renamed, moved, ordered, coded, put on the map, ended."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gongzhi.faces.desk.place_forms import (
    AddForm,
    CodeForm,
    EndForm,
    MoveForm,
    OrderForm,
    PositionForm,
    RenameForm,
)
from gongzhi.faces.desk.places import counted
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import Edit, edited, version_shown
from gongzhi.faces.forms import submitted
from gongzhi.kernel.places import may
from gongzhi.kernel.places.actions import (
    PlaceFacts,
    add_place,
    correct_place,
    end_place,
    erase_shape,
    give_code,
    move_place,
    rename_place,
    reorder_places,
)
from gongzhi.kernel.places.models import Place
from gongzhi.kernel.places.pages import below, moves_along
from gongzhi.kernel.places.queries import (
    access_place,
    order_below,
    what_code_it_has,
    what_it_is_called,
    where_it_lies,
    where_it_stands,
)
from gongzhi.lib.actions import No
from gongzhi.lib.versions import Shown

Said = dict[str, Any]
form_view = require_http_methods(["GET", "HEAD", "POST"])


def _home(place: Place) -> str:
    return reverse("place", args=(place.pk,))


def _asking(request: Request, place: Place, edit: HttpResponse | Edit, **said: Any) -> HttpResponse:
    """The answer of :func:`edited`, or the page with its form: ``title``, ``way`` and perhaps a ``hint``."""
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/place_change.html", {"place": place, "edit": edit, "hint": "", "between": ""} | said)


@form_view
def add(request: Request, pk: int) -> HttpResponse:
    """A new place below another."""
    parent = access_place(request.actor, pk)
    form = AddForm(request.POST or None, parent=parent)

    def save(said: Said) -> Place:
        fact = PlaceFacts(said["kind"], said["name"], parent, len(below(parent)) + 1, said["code"], said["address"])
        return add_place(fact, as_of=timezone.localdate(), by=request.actor)

    if onward := submitted(request, form, save, _home):
        return onward
    return _asking(request, parent, Edit(form, ""), title=_("在下面加一个地方"), way=_("加上"))


@form_view
def rename(request: Request, pk: int) -> HttpResponse:
    """Another name from a day on; the former one stays."""
    place = access_place(request.actor, pk)
    form = RenameForm(request.POST or None, initial=what_it_is_called(place))

    def save(said: Said, version: str) -> Place:
        return rename_place(place, said["name"], on=said["on"], version=version, by=request.actor)

    edit = edited(request, form, what_it_is_called(place), save, to=_home(place))
    return _asking(request, place, edit, title=_("改名称"), way=_("改名"))


@form_view
def code(request: Request, pk: int) -> HttpResponse:
    """Another code from a day on; the one of today ends then."""
    place = access_place(request.actor, pk)
    shown = what_code_it_has(place)

    def save(said: Said, version: str) -> object:
        return give_code(place, said["code"], since=said["on"], version=version, by=request.actor)

    edit = edited(request, CodeForm(request.POST or None), shown, save, to=_home(place))
    hint = _("现在的代码是 %(code)s，到那天为止。") % shown if shown["code"] else _("现在没有代码。")
    return _asking(request, place, edit, title=_("换代码"), way=_("换上"), hint=hint)


@form_view
def position(request: Request, pk: int) -> HttpResponse:
    """Address and coordinates, by number or by a tap on the map."""
    place = access_place(request.actor, pk)
    shown = where_it_lies(place)

    def save(said: Said, version: str) -> Place:
        return correct_place(place, **said, version=version, by=request.actor)

    edit = edited(request, PositionForm(request.POST or None, initial=shown), shown, save, to=_home(place))
    around = reverse("map_of_place", args=(place.parent_id or place.pk,)) + "?plain"
    return _asking(
        request, place, edit, title=_("改位置"), way=_("保存"), around=around, between="desk/place_pick.html"
    )


@form_view
def order(request: Request, pk: int) -> HttpResponse:
    """In which order the places below stand, in this tree and everywhere else."""
    place = access_place(request.actor, pk)
    form = OrderForm(request.POST or None, below=below(place))

    def save(said: Said, version: str) -> None:
        reorder_places(place, form.order(), version=version, by=request.actor)

    edit = edited(request, form, order_below(place), save, to=_home(place), as_fields=_numbers)
    hint = _("数小的在前面。各处的名单都按这个次序。")
    return _asking(request, place, edit, title=_("排次序"), way=_("按这个次序"), hint=hint)


def _numbers(now: Shown) -> Shown:
    return {f"at_{pk}": number for number, pk in enumerate(now["order"], start=1)}


@form_view
def move(request: Request, pk: int) -> HttpResponse:
    """Under another place: first where to, then what moves along, read back before it is done."""
    place = access_place(request.actor, pk)
    form = MoveForm(request.POST or None, place=place, by=request.actor, initial=where_it_stands(place))
    if request.POST.get("step") == "done":
        return _where_to(request, place, _moved(request, place, form))
    edit = Edit(form, version_shown(request, where_it_stands(place)))
    if request.POST.get("step") != "change" and form.is_valid() and _may_go(request, place, form):
        inside = counted(moves_along(place))
        return render(request, "desk/place_move.html", {"place": place, "edit": edit, "inside": inside})
    return _where_to(request, place, edit)


def _where_to(request: Request, place: Place, edit: HttpResponse | Edit) -> HttpResponse:
    return _asking(request, place, edit, title=_("移到别处"), way=_("下一步"))


def _moved(request: Request, place: Place, form: MoveForm) -> HttpResponse | Edit:
    def save(said: Said, version: str) -> Place:
        parent = access_place(request.actor, int(said["parent"]))
        return move_place(place, parent, on=said["on"], version=version, by=request.actor)

    return edited(request, form, where_it_stands(place), save, to=_home(place))


def _may_go(request: Request, place: Place, form: MoveForm) -> bool:
    """Whether it can stand there; else the form says why not, before anybody reads anything back."""
    parent = access_place(request.actor, int(form.cleaned_data["parent"]))
    verdict = may.move_place(request.actor, place, parent, form.cleaned_data["on"])
    if isinstance(verdict, No):
        form.add_error(None, verdict.reason)
    return bool(verdict)


@form_view
def end(request: Request, pk: int) -> HttpResponse:
    """Close a place from a day on, if nothing hangs on it any more."""
    place = access_place(request.actor, pk)
    form = EndForm(request.POST or None)
    done = submitted(request, form, lambda said: end_place(place, on=said["on"], by=request.actor), _home(place))
    if done:
        return done
    verdict = may.end_place(request.actor, place, timezone.localdate())
    why_not = verdict.reason if isinstance(verdict, No) else ""
    return render(request, "desk/place_end.html", {"place": place, "form": form, "why_not": why_not})


@require_POST
def erase(request: Request, pk: int) -> HttpResponse:
    """Take the bounds off the map."""
    place = access_place(request.actor, pk)
    erase_shape(place, by=request.actor)
    return redirect(_home(place))
