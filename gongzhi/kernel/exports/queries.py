"""One's own exports, and those that wait for somebody's word."""

from django.db.models import QuerySet

from gongzhi.kernel.exports import may
from gongzhi.kernel.exports.models import Export
from gongzhi.kernel.exports.states import ExportState
from gongzhi.lib.actions import Actor, NotThere

PURPOSE = "exports.file"


def exports_of(by: Actor) -> QuerySet[Export]:
    """What an actor asked for, newest first, without the files."""
    return Export.objects.bare().filter(asked_by=by.person_id).select_related("decided_by").order_by("-pk")


def access_export(by: Actor, pk: int) -> Export:
    """One of one's own. Raises NotThere."""
    return _there(exports_of(by).filter(pk=pk).first())


def waiting_for(by: Actor) -> list[Export]:
    """What others asked for and this actor may agree to, oldest first."""
    asked = Export.objects.bare().filter(state=ExportState.ASKED).select_related("asked_by").order_by("asked_at", "pk")
    return [export for export in asked if may.approve(by, export)]


def access_waiting(by: Actor, pk: int) -> Export:
    """One of those that wait for this actor. Raises NotThere."""
    return _there(next((export for export in waiting_for(by) if export.pk == pk), None))


def _there(export: Export | None) -> Export:
    if export is None:
        raise NotThere
    return export
