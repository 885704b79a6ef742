"""Papers to fill in by hand: what people say of their own record, for who signs. Blank, or with a name on them."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gongzhi.faces.desk.rights import kept
from gongzhi.faces.doors import Request
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.people.purposes import Purpose, purposes
from gongzhi.kernel.people.states import MandateScope


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper: what it is called and says at its top, the template of what is filled in, the name of the
    address where it is entered. ``purpose`` is what a consent is to: each has a paper and a signature of its own."""

    key: str
    title: Promise
    says: Promise
    body: str
    enter: str
    purpose: Purpose | None = None

    def enter_for(self, person: Person) -> str:
        """Where what stands on it is entered."""
        return reverse(self.enter, args=[person.pk, self.key] if self.purpose else [person.pk])


_AGREED = _("不同意也照样办事。同意了也随时可以收回：打最下面的电话，或者再填一张，选“不同意”。")
_HELPED = _("要本人自己填、自己签。最长一年，随时可以收回：打最下面的电话，或者再填一张，选“不用他帮忙了”。")
_CORRECTED = _("写下登记里哪里不对、应该是什么。工作人员核对以后改，改不改都会答复您。")
_DELETED = _("请带身份证交到窗口。另一位工作人员核对以后，过十分钟才删，那以前打最下面的电话还可以收回。")
OTHERS = (
    Paper("mandate", _("委托书"), _HELPED, "desk/papers/mandate.html", "person"),
    Paper("correction", _("更正要求"), _CORRECTED, "desk/papers/correction.html", "enter_correction"),
    Paper("delete", _("删除资料的要求"), _DELETED, "desk/papers/delete.html", "propose_erasure"),
)


def all_papers() -> dict[str, Paper]:
    """Every paper there is: a consent for each purpose, and the others."""
    consents = (
        Paper(purpose.key, _("同意书"), _AGREED, "desk/papers/consent.html", "enter_consent", purpose)
        for purpose in purposes()
    )
    return {paper.key: paper for paper in (*consents, *OTHERS)}


@require_safe
def papers(request: Request) -> HttpResponse:
    """Which papers there are."""
    return render(request, "desk/papers.html", {"papers": all_papers().values(), "person": None})


@require_safe
def papers_for(request: Request, pk: int) -> HttpResponse:
    """Which there are, for one person."""
    return render(request, "desk/papers.html", {"papers": all_papers().values(), "person": kept(request, pk)})


@require_safe
def blank(request: Request, kind: str) -> HttpResponse:
    """One for anybody."""
    return _paper(request, kind, None)


@require_safe
def named(request: Request, pk: int, kind: str) -> HttpResponse:
    """One for a person; of what is known of them, it says the name alone."""
    return _paper(request, kind, kept(request, pk))


def _paper(request: Request, kind: str, person: Person | None) -> HttpResponse:
    paper = all_papers().get(kind)
    if paper is None:
        raise Http404
    enter = paper.enter_for(person) if person else ""
    read = {"paper": paper, "person": person, "enter": enter, "scopes": MandateScope.labels}
    return render(request, "desk/paper.html", read)
