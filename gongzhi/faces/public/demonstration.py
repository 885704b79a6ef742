"""The one page that tells sign-ins and codes; it exists in the demonstration street and nowhere else."""

import pyotp
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongzhi.demo import words
from gongzhi.demo.signins import DESKS, PASSWORD
from gongzhi.faces.doors import Request
from gongzhi.kernel.notices.queries import newest
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.credentials import authenticator
from gongzhi.kernel.people.notices import CODES
from gongzhi.kernel.places.queries import place_with_code, streets


@never_cache
@require_safe
def demonstration(request: Request) -> HttpResponse:
    """Names, the codes of this half minute, and the last codes sent to telephones."""
    ours = place_with_code(words.CODE)
    if not settings.DEMONSTRATION or list(streets()) != [ours]:
        raise Http404
    now = timezone.now()
    secrets = [(desk, authenticator(desk.name)) for desk in DESKS]
    sign_ins = [(desk, Role(desk.role).label, pyotp.TOTP(secret).at(now)) for desk, secret in secrets if secret]
    read = {"sign_ins": sign_ins, "password": PASSWORD, "letters": newest([kind.key for kind in CODES.values()], 5)}
    return render(request, "public/demonstration.html", read)
