"""Bounds from a map that another program made: looked at first, written when somebody has read what comes of it."""

import base64
import binascii
import datetime as dt
import gzip
import io
import zlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongzhi.faces.desk.place_forms import MOST_BYTES, MapForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import VERSION
from gongzhi.faces.once import once_only
from gongzhi.kernel.places.actions import take_in_map
from gongzhi.kernel.places.matching import Fate, Match, matched, what_comes_of
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import access_place
from gongzhi.lib import geojson
from gongzhi.lib.geojson import Feature
from gongzhi.lib.values import BadValue
from gongzhi.lib.versions import Overtaken, version_of


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: Request, pk: int) -> HttpResponse:
    """A file of GeoJSON for a street: chosen, looked at, taken in."""
    street = access_place(request.actor, pk)
    if street.kind != Kind.SUBDISTRICT:
        raise Http404
    if "packed" in request.POST:
        return _written(request, street)
    form = MapForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "desk/place_map.html", {"place": street, "form": form})
    return _preview(request, street, form.cleaned_data["file"], form.cleaned_data["on"])


def _preview(request: Request, street: Place, content: bytes, on: dt.date, *, aged: bool = False) -> HttpResponse:
    """What comes of a file; nothing is written yet. ``aged``: it came out otherwise a moment ago."""
    matches = matched(geojson.opened(content), street, on)
    read: dict[str, Any] = {
        "place": street,
        "on": on,
        "aged": aged,
        "packed": pack(content),
        "version": version_of(what_comes_of(matches)),
        "written": [match for match in matches if match.is_written],
        "left": [match for match in matches if match.fate == Fate.LEFT],
        "same": sum(match.fate == Fate.SAME for match in matches),
    }
    return render(request, "desk/place_map_check.html", read)


def _written(request: Request, street: Place) -> HttpResponse:
    """Take in what was looked at; if it would come out otherwise now, look again."""
    content, on = unpack(request.POST["packed"]), _day(request.POST.get("on", ""))
    try:
        address = once_only(request, lambda: _take(request, street, geojson.opened(content), on))
    except Overtaken:
        return _preview(request, street, content, on, aged=True)
    return redirect(address)


def _take(request: Request, street: Place, features: list[Feature], on: dt.date) -> str:
    taken: list[Match] = take_in_map(
        street, features, as_of=on, version=request.POST.get(VERSION, ""), by=request.actor
    )
    return f"{reverse('place', args=(street.pk,))}?drawn={sum(match.is_written for match in taken)}"


def pack(content: bytes) -> str:
    """A file as text for a hidden field."""
    return base64.b64encode(gzip.compress(content, mtime=0)).decode()


def unpack(text: str) -> bytes:
    """What :func:`pack` made. Raises Http404 for anything else, and for what unfolds to more than a file may be."""
    try:
        packed = base64.b64decode(text, validate=True)
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            content = file.read(MOST_BYTES + 1)
        geojson.opened(content)
    except (binascii.Error, OSError, EOFError, zlib.error, BadValue) as error:
        raise Http404 from error
    if len(content) > MOST_BYTES:
        raise Http404
    return content


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error
