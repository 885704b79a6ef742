"""An organisation is corrected, or ends."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gongzhi.faces.desk.organization_forms import OrganizationForm
from gongzhi.faces.desk.place_forms import EndForm
from gongzhi.faces.doors import Request
from gongzhi.faces.editing import edited
from gongzhi.faces.forms import submitted
from gongzhi.kernel.organizations import may
from gongzhi.kernel.organizations.actions import correct_organization, end_organization
from gongzhi.kernel.organizations.models import Organization
from gongzhi.kernel.organizations.record import what_is_on_record
from gongzhi.kernel.organizations.roster import access_kept_organization, seats_that_end
from gongzhi.lib.actions import No

form_view = require_http_methods(["GET", "HEAD", "POST"])


def _home(organization: Organization) -> str:
    return reverse("organization", args=(organization.pk,))


@form_view
def correct(request: Request, pk: int) -> HttpResponse:
    """Everything that is on record of an organisation, to be said anew."""
    found, by = access_kept_organization(request.actor, pk), request.actor
    shown = what_is_on_record(found)
    form = OrganizationForm(request.POST or None, initial=shown, organization=found, by=by)

    def save(_said: dict[str, Any], version: str) -> Organization:
        return correct_organization(found, form.said(), version=version, by=by)

    edit = edited(request, form, shown, save, to=_home(found))
    if isinstance(edit, HttpResponse):
        return edit
    return render(request, "desk/organization_change.html", {"organization": found, "edit": edit})


@form_view
def finish(request: Request, pk: int) -> HttpResponse:
    """Close an organisation from a day on, if nothing hangs on it any more."""
    found, form = access_kept_organization(request.actor, pk), EndForm(request.POST or None)
    done = submitted(request, form, lambda said: end_organization(found, on=said["on"], by=request.actor), _home(found))
    if done:
        return done
    verdict = may.end_organization(request.actor, found, timezone.localdate())
    read = {"organization": found, "form": form, "seats": seats_that_end(found)}
    return render(
        request, "desk/organization_end.html", read | {"why_not": verdict.reason if isinstance(verdict, No) else ""}
    )
