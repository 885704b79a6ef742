"""What lies within the places that somebody reaches."""

from collections.abc import Iterable

from django.db.models import Q


def within(paths: Iterable[str], *fields: str) -> Q:
    """Rows of which one of ``fields``, each the path of a place, lies within one of ``paths``; without paths none."""
    reach = Q(pk__in=[])
    for path in paths:
        for field in fields:
            reach |= Q(**{f"{field}__startswith": path})
    return reach
