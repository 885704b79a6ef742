"""Figures that open: what a number counts, how it splits, and the rows behind it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongzhi.kernel.organizations.queries import CommunityCard, community_cards, street_card
from gongzhi.lib import figures as counted


@dataclass(frozen=True, slots=True)
class Share:
    """What one community adds to a figure as the public is told it, and its length in the chart: 0 to 100."""

    community: CommunityCard
    told: int | float | str
    length: int


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure with its definition and the day it is as of."""
    readings = [(figure, figure.read(today())) for figure in counted.known()]
    return render(request, "insight/figures.html", {"readings": readings})


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: its definition, its split by community, the rows behind it, all or of one community."""
    asked, street = counted.get(key), street_card()
    if asked is None or street is None:
        raise Http404
    communities = community_cards(street.id)
    place = chosen(communities, request.GET.get("place"))
    path = place.path if place else street.path
    read = {
        "figure": asked,
        "place": place,
        "reading": asked.read(today(), path),
        "shares": shares(asked, communities, street.path),
        "rows": asked.rows(today(), path, page_number(request)),
    }
    return render(request, "insight/figure.html", read | {"street": street})


def today() -> counted.Period:
    """From the first record to today."""
    return counted.Period(timezone.localdate())


def chosen(communities: list[CommunityCard], asked: str | None) -> CommunityCard | None:
    """The community asked for; None if all are. Raises Http404 if there is none like it."""
    if asked is None:
        return None
    for community in communities:
        if str(community.id) == asked:
            return community
    raise Http404


def shares(figure: counted.Figure, communities: list[CommunityCard], path: str) -> list[Share]:
    """The figure of every community, those with nothing too, in administrative order: a chart, not a ranking."""
    splits = {split.place_id: split for split in figure.by_community(today(), path)}
    lengths = {split.place_id: _drawn(split) for split in splits.values()}
    most = max(lengths.values(), default=0) or 1
    return [
        Share(c, splits[c.id].told if c.id in splits else 0, round(100 * lengths.get(c.id, 0) / most))
        for c in communities
    ]


def _drawn(split: counted.Split) -> int | float:
    """How much a bar shows: of a few people, no more than that they are fewer than this."""
    return counted.SMALLEST_GROUP if isinstance(split.told, str) else split.value


def page_number(request: HttpRequest) -> int:
    """The page asked for, 1 if it makes no sense."""
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
