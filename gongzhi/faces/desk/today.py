"""The desk worker's day: what waits for me, and what happens today."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongzhi.faces.doors import Request, inside


@require_safe
def today(request: Request) -> HttpResponse:
    """The first page of the desk."""
    return render(request, "desk/today.html", {"me": inside(request)})
