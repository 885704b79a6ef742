"""Handing files over: always to be saved, never shown by the browser as something else (trust.md S17)."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from gongzhi.kernel.evidence.models import Evidence
from gongzhi.kernel.evidence.queries import Damaged, read
from gongzhi.lib.actions import Refused


def handed_over(evidence: Evidence | None) -> HttpResponse:
    """A stored file. Raises Refused while it is not there."""
    if evidence is None:
        raise Refused(_("带结果的表还没有做好，请过一会儿再来下载。"))
    try:
        data = read(evidence)
    except Damaged as damage:
        raise Refused(str(damage)) from damage
    header = content_disposition_header(as_attachment=True, filename=evidence.original_name)
    return HttpResponse(data, content_type=evidence.media_type, headers={"Content-Disposition": header or "attachment"})
