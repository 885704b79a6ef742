"""Looking along, as support does it: the person reads out a code, support types it in with a reason."""

import re

from django.test import Client

WHY = {"reason": "找不到报名的地方"}


def code_of(client: Client) -> str:
    """The code that a person's page reads out."""
    page = client.post("/mine/support/").content.decode()
    found = re.search(r'class="reading number">([\d ]+)<', page)
    assert found is not None
    return found[1].replace(" ", "")


def look_along(support: Client, theirs: Client) -> None:
    """From now on one browser sees what the other sees."""
    assert support.post("/desk/support/", WHY | {"code": code_of(theirs)}).status_code == 302
