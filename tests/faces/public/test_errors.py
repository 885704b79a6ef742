"""Pages for what goes wrong: the same look, a calm sentence, a way out."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from gongzhi import urls
from gongzhi.faces.doors import PUBLIC, Door
from tests.faces.reading import headings, markup, text
from tests.faces.streets import furnished

pytestmark = pytest.mark.django_db


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("something inside")


def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def unguarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("no door")


urlpatterns = [
    *urls.urlpatterns,
    *Door(PUBLIC)(path("breaks/", breaks), path("refuses/", refuses)),
    path("unguarded/", unguarded),
]
handler500 = urls.handler500


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/nowhere/", 404, "没有找到这一页"),
        ("/communities/999999999/", 404, "没有找到这一页"),
        ("/refuses/", 403, "这一页不能看"),
        ("/unguarded/", 403, "这一页不能看"),
        ("/breaks/", 500, "网站出了点问题"),
    ],
)
def test_an_error_has_a_calm_page_with_a_way_out(client: Client, address: str, status: int, said: str) -> None:
    furnished()
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.faces.public.test_errors"):
        page = client.get(address)
    assert page.status_code == status
    assert headings(page) == [said, "有事找花园路街道"]
    assert "回首页" in text(page)
    assert "something inside" not in markup(page)


def test_a_failure_is_found_in_the_log_by_the_number_on_its_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    furnished()
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF="tests.faces.public.test_errors"):
        number = markup(client.get("/breaks/")).partition("<code>")[2].partition("</code>")[0]
    assert len(number) == 8
    (line,) = [record for record in caplog.records if number in record.getMessage()]
    assert line.exc_info is not None


def test_an_error_is_told_in_the_visitors_language(client: Client) -> None:
    client.cookies["language"] = "en"
    assert headings(client.get("/nowhere/")) == ["This page was not found"]


def test_a_form_without_its_token_is_refused_with_a_calm_page() -> None:
    page = Client(enforce_csrf_checks=True).post("/display/", {"mode": "elder"})
    assert page.status_code == 403
    assert headings(page)[0] == "这一页放得太久了"
    assert "mode" not in page.cookies
