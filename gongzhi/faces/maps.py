"""Maps as files: GeoJSON that pages draw and people take away."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from gongzhi.lib.geojson import MEDIA_TYPE, Feature, collection

#: From the kind and the id of a place to its page, empty if it has none.
Page = Callable[[str, int | None], str]


def map_file(request: HttpRequest, features: Iterable[Feature], page: Page, name: str = "") -> HttpResponse:
    """An answer with features, each with the address of its page (``href``); sent again only if it has changed.

    With a ``name`` it is a file to keep, and its links stay away.
    """
    text = collection(features if name else (_linked(feature, page) for feature in features))
    answer = HttpResponse(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    if name:
        answer.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    answer.headers["ETag"] = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    return get_conditional_response(request, answer.headers["ETag"], None, answer) or answer


def _linked(feature: Feature, page: Page) -> Feature:
    href = page(feature.properties["kind"], feature.id)
    return replace(feature, properties=feature.properties | {"href": href}) if href else feature
