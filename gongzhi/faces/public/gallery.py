"""The parts every page is built from, each in all its states, with made-up people: ``/ui/``."""

import datetime as dt
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gongzhi.faces.public.context import Tab
from gongzhi.lib import forms
from gongzhi.lib.columns import columns

SAMPLES = Path(__file__).with_name("samples.json")
PAGES = {
    "parts": gettext_lazy("基本"),
    "event": gettext_lazy("活动"),
    "forms": gettext_lazy("表单"),
    "question": gettext_lazy("一页一问"),
    "check": gettext_lazy("请核对"),
    "lists": gettext_lazy("列表"),
    "records": gettext_lazy("记录"),
    "desk": gettext_lazy("工作台"),
    "intake": gettext_lazy("导入"),
}
HEADINGS = (
    (gettext_lazy("来源"), ""),
    (gettext_lazy("姓名"), "name"),
    (gettext_lazy("工作单位"), "unit"),
    (gettext_lazy("电话"), ""),
    (gettext_lazy("报到"), "day"),
    (gettext_lazy("结果"), "result"),
)


class Everything(forms.Form):
    """One question of every kind."""

    name = forms.Name(label=gettext_lazy("姓名"), help_text=gettext_lazy("和身份证上一样。"))
    phone = forms.Phone(
        label=gettext_lazy("手机号"), help_text=gettext_lazy("也可以写带区号的座机。"), autocomplete="username"
    )
    secret = forms.Secret(label=gettext_lazy("密码"), required=False, new=True)
    code = forms.Code(label=gettext_lazy("验证码"), help_text=gettext_lazy("短信里的6位数字，10分钟内有效。"))
    born = forms.Day(label=gettext_lazy("出生日期"), help_text=gettext_lazy("比如 1925年3月5日。"), birth=True)
    people = forms.Whole(label=gettext_lazy("来几个人"), least=1, most=9)
    coming = forms.OneOf(
        label=gettext_lazy("您家来不来"),
        choices=[
            ("come", gettext_lazy("来，上午9点在楼下集合")),
            ("before", gettext_lazy("提前做一份")),
            ("excused", gettext_lazy("这次请假")),
        ],
    )
    tools = forms.Several(
        label=gettext_lazy("能带什么"),
        required=False,
        choices=[("broom", gettext_lazy("扫把")), ("gloves", gettext_lazy("手套")), ("bucket", gettext_lazy("水桶"))],
    )
    yard = forms.Pick(
        label=gettext_lazy("住哪个楼院"),
        choices=[("3", gettext_lazy("经一路3号院")), ("32", gettext_lazy("纬五路32号院"))],
    )
    says = forms.Text(label=gettext_lazy("还想说什么"), lines=4, longest=300, required=False)
    sheet = forms.Upload(label=gettext_lazy("表格"), required=False, accept=".xlsx,.xls,.csv")
    agreed = forms.Tick(gettext_lazy("我看过了，同意用这个号码通知我。"))


class OneQuestion(forms.Form):
    """A page that asks one thing."""

    phone = forms.Phone(
        label=gettext_lazy("您的手机号是多少？"), help_text=gettext_lazy("只用来通知这次活动，不会给别人。")
    )


class Narrowing(forms.Filters):
    """What a list is narrowed by."""

    word = forms.Text(label=gettext_lazy("姓名或单位"))
    result = forms.Pick(
        label=gettext_lazy("结果"),
        none=gettext_lazy("全部"),
        choices=[("new", gettext_lazy("新增")), ("stop", gettext_lazy("不能写入"))],
    )


#: How somebody fills the form who is in a hurry.
HURRIED = {"phone": "1380000", "code": "38", "born_2": "", "people": "12", "coming": "", "agreed": ""}


@require_http_methods(["GET", "HEAD", "POST"])
def gallery(request: HttpRequest, slug: str = "parts") -> HttpResponse:
    """One page of it."""
    if slug not in PAGES:
        raise Http404
    template, more = LEAVES[slug]
    read = {"template": template, "title": PAGES[slug], "leaves": leaves(slug), "sample": samples()} | more(request)
    return render(request, read["template"], read)


def leaves(slug: str) -> list[Tab]:
    """The pages of the gallery, as ways beside each other."""
    return [Tab(address(name), str(title), "", "page" if name == slug else "") for name, title in PAGES.items()]


def address(slug: str) -> str:
    return reverse("gallery") if slug == "parts" else reverse("gallery_leaf", args=[slug])


@cache
def samples() -> dict[str, Any]:
    """What the parts are filled with. Days are days."""
    read: dict[str, Any] = json.loads(SAMPLES.read_text(encoding="utf-8"), object_hook=with_days)
    return read


def with_days(one: dict[str, Any]) -> dict[str, Any]:
    days = ("starts", "at", "today", "until")
    return one | {name: dt.datetime.fromisoformat(one[name]) for name in days if name in one}


def filling(request: HttpRequest) -> dict[str, Any]:
    """The form empty, with ``?wrong`` as filled in a hurry, or as it was sent; what is right is read back first."""
    if request.method != "POST":
        return {"form": Everything(filled(HURRIED)) if "wrong" in request.GET else Everything()}
    form, step = Everything(request.POST, request.FILES), request.POST.get("step")
    if step == "change" or not form.is_valid():
        return {"form": form}
    return {"form": form, "template": "gallery/check.html", "done": step == "done"}


def asking(request: HttpRequest) -> dict[str, Any]:
    return {"form": OneQuestion(request.POST if request.method == "POST" else None)}


def reading_back(request: HttpRequest) -> dict[str, Any]:
    """The answers as understood."""
    form = Everything(filled({}))
    form.full_clean()
    return {"form": form, "done": False}


def filled(otherwise: dict[str, str]) -> QueryDict:
    """The sample answers as a browser sends them, some of them different."""
    sent = QueryDict(mutable=True)
    for name, value in (samples()["filled"] | otherwise).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    return sent


def listing(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("sort", "")
    return {"columns": columns(HEADINGS, asked), "filters": Narrowing(request.GET or None), "page": 2, "pages": 23}


def plain(request: HttpRequest) -> dict[str, Any]:
    return {}


def desk(request: HttpRequest) -> dict[str, Any]:
    """What the frame of the desk is fed with."""
    read = samples()
    return {
        "desk_sections": [[_section(entry, request.path) for entry in group] for group in read["sections"]],
        "who": read["who"],
        "seat_label": read["seat"],
        "search_href": request.path,
        "search_text": request.GET.get("q", ""),
        "sign_out_href": request.path,
        "columns": columns(HEADINGS, request.GET.get("sort", "")),
    }


def watched(request: HttpRequest) -> dict[str, Any]:
    """The same as support sees it, which may only look."""
    return desk(request) | {"along": samples()["watch"]}


def _section(entry: dict[str, Any], path: str) -> dict[str, Any]:
    href = address(entry["slug"]) if entry["slug"] else "#content"
    return entry | {"href": href, "current": href == path}


LEAVES: dict[str, tuple[str, Callable[[HttpRequest], dict[str, Any]]]] = {
    "parts": ("gallery/parts.html", plain),
    "event": ("gallery/event.html", plain),
    "forms": ("gallery/forms.html", filling),
    "question": ("gallery/question.html", asking),
    "check": ("gallery/check.html", reading_back),
    "lists": ("gallery/lists.html", listing),
    "records": ("gallery/records.html", plain),
    "desk": ("gallery/desk.html", desk),
    "intake": ("gallery/intake.html", watched),
}
