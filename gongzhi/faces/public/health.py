"""For machines that watch us: is the process there, and can it do its work?"""

import datetime as dt

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongzhi.kernel.notices.queries import oldest_due
from gongzhi.lib import postgres

#: A message that is due for longer than this means that the worker does not keep up.
OUTBOX_PATIENCE = dt.timedelta(minutes=10)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of anybody else, so that a broken database restarts no web process."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 if database, tables and outbox are as they should be, else 503; which of them is said either way."""
    try:
        answer = {"database": True, "migrations": not postgres.pending(connection), "outbox": _keeps_up()}
    except (DatabaseError, postgres.Trouble):
        answer = {"database": False}
    return JsonResponse(answer, status=200 if all(answer.values()) else 503)


def _keeps_up() -> bool:
    since = oldest_due()
    return since is None or timezone.now() - since < OUTBOX_PATIENCE
