"""What every answer tells the browser to refuse."""

import pytest
from django.test import Client

from gongzhi.faces.public.middleware import HEADERS

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/communities/", "/figures/", "/display/", "/accessibility/", "/no-such-page/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_carries_the_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "Cookie" in answer.headers["Vary"]


def test_only_our_own_scripts_run_and_nothing_comes_from_elsewhere() -> None:
    policy = dict(rule.split(" ", 1) for rule in HEADERS["Content-Security-Policy"].split("; "))
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("frame-ancestors") == "'none'"
    assert set(policy.values()) == {"'self'"}
    assert policy.keys() >= {"script-src", "connect-src"}
    assert not any(name.startswith(("script-src-", "object", "frame", "worker")) for name in policy)


def test_no_page_is_kept_for_somebody_else(client: Client) -> None:
    assert client.get("/").headers["Cache-Control"] == "private, no-cache"


def test_a_view_may_ask_for_more(client: Client) -> None:
    assert "no-store" in client.get("/healthz").headers["Cache-Control"]
