"""Whatever somebody can do for themselves online, at the window with help, and on paper: one table (trust.md A9).

A cell names the address it stands on, and is walked by a test; or it says why there is nothing to walk.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from gongzhi.kernel.intake import jobs
from gongzhi.kernel.intake.models import Draft
from gongzhi.kernel.people.models import Alias, Consent, Correction, Erasure, Mandate, Person, Ticket
from gongzhi.kernel.people.queries import numbers_of
from gongzhi.kernel.people.states import Channel, ErasureState
from gongzhi.programmes.alliance.models import ReportIn
from tests import making
from tests.entering import digits_sent, fill, hidden
from tests.faces.reading import markup, text
from tests.guards.objects import register_of
from tests.guards.world import Corner, Quarter

PURPOSE = "alliance.tell_unit"
HELPER, HELPER_NUMBER, NEW_NUMBER = "邬帮手", "13800008004", "13800008005"


class Walker(Client):
    """A browser that remembers on which addresses it was."""

    def __init__(self) -> None:
        super().__init__()
        self.walked: set[str] = set()

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        assert isinstance(answer, HttpResponseBase)
        match = answer.resolver_match  # type: ignore[attr-defined]
        self.walked.add(str(match.url_name) if match else "")
        return answer


@dataclass
class Scene:
    """Somebody, the browser they are signed in with, and two of the staff who keep their record."""

    quarter: Quarter
    mine: Walker = field(default_factory=Walker)
    desk: Walker = field(default_factory=Walker)
    second: Walker = field(default_factory=Walker)

    @property
    def corner(self) -> Corner:
        return self.quarter.corners[0]

    @property
    def person(self) -> Person:
        return Person.objects.get(pk=self.corner.resident.pk)

    @property
    def walked(self) -> set[str]:
        return self.mine.walked | self.desk.walked | self.second.walked

    def at(self, name: str, *more: Any) -> str:
        """An address of the desk about this person."""
        return reverse(name, args=[self.person.pk, *more])

    def say(self, where: str, channel: str, **said: str) -> None:
        """Say something at the desk, have it read back, and let it be written."""
        told = {"channel": channel, "reason": "看了身份证"} | said
        assert "还没有写下" in text(fill(self.desk, where, **told))
        assert fill(self.desk, where, step="done", **told).status_code == 302

    def paper(self, kind: str, *words: str) -> None:
        """Print what is to be signed: with the name, room to write, and the way back."""
        address = self.at("paper_for", kind)
        page = self.desk.get(address)
        assert f"姓名 {self.person.name}" in text(page)
        assert markup(page).count("<dd></dd>") >= 2
        assert f"http://testserver{address}" in markup(page)
        assert all(word in text(page) for word in words)
        assert self.person.name not in text(self.desk.get(reverse("blank_paper", args=[kind])))

    def copy(self) -> str:
        """What is printed of everything that is kept."""
        return text(self.desk.post(self.at("copy_record"), {"channel": "window", "reason": "看了身份证"}))


@dataclass(frozen=True, slots=True)
class Cell:
    """One way of doing one thing: the name of its address, and how it is walked."""

    address: str
    walk: Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Not:
    """Why there is nothing to walk."""

    because: str


def come_in(scene: Scene) -> None:
    page = scene.mine.post(reverse("come_in"), {"number": scene.corner.number})
    told = {"code": digits_sent(), "request": hidden(markup(page), "request")}
    page = scene.mine.post(reverse("code"), told)
    scene.mine.post(reverse("chosen"), {"name": scene.person.name, "request": hidden(markup(page), "request")})
    assert scene.mine.get(reverse("mine")).status_code == 200


def let_in(scene: Scene) -> None:
    page = scene.desk.post(scene.at("let_in"))
    assert "<svg" in markup(page)
    assert Ticket.objects.filter(person=scene.person, kind="desk").exists()


def print_papers(scene: Scene) -> None:
    page = text(scene.desk.get(reverse("papers")))
    assert all(title in page for title in ("同意书", "委托书", "更正要求", "删除资料的要求"))


def see(scene: Scene) -> None:
    assert scene.person.name in text(scene.mine.get(reverse("data")))


def see_printed(scene: Scene) -> None:
    assert scene.person.name in scene.copy()


def take_along(scene: Scene) -> None:
    assert scene.person.name in scene.mine.get(reverse("data_file")).content.decode()


def who_looked(scene: Scene) -> None:
    scene.desk.get(scene.at("person"))
    page = text(scene.mine.get(reverse("data")))
    assert f"{scene.corner.worker.person.name} · 社区干事 打开人员记录" in page


def who_looked_printed(scene: Scene) -> None:
    scene.desk.get(scene.at("person"))
    assert f"{scene.corner.worker.person.name} · 社区干事 打开人员记录" in scene.copy()


def correct(scene: Scene) -> None:
    fill(scene.mine, reverse("own_correction"), wrong="出生年份不对", right="1956年")
    assert Correction.objects.get().channel == Channel.ONLINE


def correct_by_telephone(scene: Scene) -> None:
    fill(scene.desk, scene.at("enter_correction"), channel="telephone", wrong="出生年份不对", right="1956年")
    assert Correction.objects.get().channel == Channel.TELEPHONE


def correct_on_paper(scene: Scene) -> None:
    scene.paper("correction", "哪里不对", "应该是什么")
    fill(scene.desk, scene.at("enter_correction"), channel="paper", wrong="出生年份不对", right="1956年")
    assert Correction.objects.get().channel == Channel.PAPER


def take_correction_back(scene: Scene) -> None:
    correct(scene)
    scene.mine.post(reverse("own_correction_back", args=[Correction.objects.get().pk]))
    assert Correction.objects.get().state == "taken_back"


def say_that_it_is_right(scene: Scene) -> None:
    correct_by_telephone(scene)
    told = {"outcome": "refuse", "answer": "本人打电话来说不用改了。"}
    fill(scene.desk, reverse("correction", args=[Correction.objects.get().pk]), **told)
    assert Correction.objects.get().state == "refused"


def another_telephone(scene: Scene) -> None:
    page = scene.mine.post(reverse("own_telephones"), {"number": NEW_NUMBER})
    told = {"code": digits_sent("people.telephone_code_asked"), "request": hidden(markup(page), "request")}
    scene.mine.post(reverse("own_telephone_code"), told)
    assert NEW_NUMBER in numbers_of([scene.person.pk])[scene.person.pk]


def another_telephone_at_the_desk(scene: Scene) -> None:
    fill(scene.desk, scene.at("correct_person"), name=scene.person.name, number=NEW_NUMBER)
    assert NEW_NUMBER in numbers_of([scene.person.pk])[scene.person.pk]


def no_telephone_more(scene: Scene) -> None:
    point = scene.person.contacts.get()
    scene.mine.post(reverse("stop_own_telephone", args=[point.pk]))
    assert not scene.person.contacts.filter(until=None).exists()


def no_telephone_more_at_the_desk(scene: Scene) -> None:
    told = {"name": scene.person.name, "stopped": [str(scene.person.contacts.get().pk)]}
    fill(scene.desk, scene.at("correct_person"), **told)
    assert not scene.person.contacts.filter(until=None).exists()


def another_name(scene: Scene) -> None:
    fill(scene.mine, reverse("own_names"), name="桑大姐")
    assert Alias.objects.get().name == "桑大姐"


def another_name_at_the_desk(scene: Scene) -> None:
    fill(scene.desk, scene.at("correct_person"), name=scene.person.name, other_names="桑大姐")
    assert Alias.objects.get().name == "桑大姐"


def delete(scene: Scene) -> None:
    fill(scene.mine, reverse("own_erasure"), sure="on")
    assert Erasure.objects.get().state == ErasureState.WAITING


def delete_at_the_desk(scene: Scene) -> None:
    fill(scene.desk, scene.at("propose_erasure"), channel="window", reason="看了身份证")
    scene.second.post(reverse("decide_erasure", args=[Erasure.objects.get().pk]), {"answer": "confirm"})
    assert Erasure.objects.get().state == ErasureState.WAITING


def delete_on_paper(scene: Scene) -> None:
    scene.paper("delete", "要删除我的全部资料")
    delete_at_the_desk(scene)


def keep_everything(scene: Scene) -> None:
    delete(scene)
    scene.mine.post(reverse("own_erasure_back"))
    assert Erasure.objects.get().state == ErasureState.TAKEN_BACK


def keep_everything_at_the_desk(scene: Scene) -> None:
    delete_at_the_desk(scene)
    scene.desk.post(reverse("decide_erasure", args=[Erasure.objects.get().pk]), {"answer": "take_back"})
    assert Erasure.objects.get().state == ErasureState.TAKEN_BACK


def agree(scene: Scene) -> None:
    scene.mine.post(reverse("agree", args=[PURPOSE]), {"answer": "yes"})
    assert Consent.objects.get().way == "本人在网上"
    scene.mine.post(reverse("agree", args=[PURPOSE]), {"answer": "no"})
    assert Consent.objects.get().withdrawn_at


def agree_by_telephone(scene: Scene) -> None:
    _agree_at_the_desk(scene, "telephone", "本人打电话")


def agree_on_paper(scene: Scene) -> None:
    scene.paper(PURPOSE, "同意 不同意", "文本")
    _agree_at_the_desk(scene, "paper", "本人签字的纸")


def _agree_at_the_desk(scene: Scene, channel: str, way: str) -> None:
    scene.say(scene.at("enter_consent", PURPOSE), channel, answer="yes")
    assert Consent.objects.get().way == way
    scene.say(scene.at("enter_consent", PURPOSE), channel, answer="no")
    assert Consent.objects.get().withdrawn_at


def ask_for_help(scene: Scene) -> None:
    fill(scene.mine, reverse("helpers"), **_helper(scene))
    assert Mandate.objects.get().helper.name == HELPER


def ask_for_help_by_telephone(scene: Scene) -> None:
    scene.say(scene.at("enter_mandate"), "telephone", **_helper(scene))
    assert Mandate.objects.get().way == "本人打电话"


def ask_for_help_on_paper(scene: Scene) -> None:
    scene.paper("mandate", "请谁帮忙", "帮什么")
    scene.say(scene.at("enter_mandate"), "paper", **_helper(scene))
    assert Mandate.objects.get().way == "本人签字的纸"


def no_help_more(scene: Scene) -> None:
    ask_for_help(scene)
    scene.mine.post(reverse("end_help", args=[Mandate.objects.get().pk]))
    assert Mandate.objects.get().revoked_by == scene.person


def no_help_more_by_telephone(scene: Scene) -> None:
    ask_for_help(scene)
    scene.say(scene.at("enter_mandate_end", Mandate.objects.get().pk), "telephone")
    assert Mandate.objects.get().revoked_by == scene.person


def no_help_more_on_paper(scene: Scene) -> None:
    scene.paper("mandate", "不用他帮忙了")
    ask_for_help(scene)
    scene.say(scene.at("enter_mandate_end", Mandate.objects.get().pk), "paper")
    assert Mandate.objects.get().revoked_by == scene.person


def _helper(scene: Scene) -> dict[str, str]:
    if not Person.objects.filter(name=HELPER).exists():
        making.neighbour(scene.corner.community, HELPER, HELPER_NUMBER)
    return {"name": HELPER, "number": HELPER_NUMBER, "scope": "record"}


def report_in(scene: Scene) -> None:
    """The sheet that the unit filled in and signed, as its workbook, by the desk of the community."""
    page = scene.desk.get(reverse("intake"))
    sheet = SimpleUploadedFile("报到.xlsx", register_of(scene.corner, "报到"))
    scene.desk.post(reverse("intake"), {"workbooks": [sheet], "once": hidden(markup(page), "once")})
    draft, by = Draft.objects.get(), scene.corner.worker.person_id
    jobs.read(draft.pk, by, None)
    here = reverse("draft", args=[draft.pk])
    once = hidden(markup(scene.desk.get(here)), "once")
    draft.refresh_from_db()
    scene.desk.post(reverse("confirm_draft", args=[draft.pk]), {"seen": draft.digest, "once": once})
    jobs.write(draft.pk, by, None)
    assert ReportIn.objects.filter(person=scene.person).exists()


Way = Cell | Not

#: What somebody can do: by themselves, with help at the window or on the telephone, on paper.
FLOWS: dict[str, tuple[Way, Way, Way]] = {
    "come in": (Cell("come_in", come_in), Cell("let_in", let_in), Cell("papers", print_papers)),
    "see what is kept": (Cell("data", see), Cell("copy_record", see_printed), Cell("copy_record", see_printed)),
    "take a copy along": (
        Cell("data_file", take_along),
        Cell("copy_record", see_printed),
        Cell("copy_record", see_printed),
    ),
    "see who looked": (
        Cell("data", who_looked),
        Cell("copy_record", who_looked_printed),
        Cell("copy_record", who_looked_printed),
    ),
    "have it corrected": (
        Cell("own_correction", correct),
        Cell("enter_correction", correct_by_telephone),
        Cell("paper_for", correct_on_paper),
    ),
    "want it corrected no more": (
        Cell("own_correction_back", take_correction_back),
        Cell("correction", say_that_it_is_right),
        Not("a request on paper is taken back by a call before it is answered"),
    ),
    "have another telephone": (
        Cell("own_telephones", another_telephone),
        Cell("correct_person", another_telephone_at_the_desk),
        Cell("paper_for", correct_on_paper),
    ),
    "have no telephone more": (
        Cell("stop_own_telephone", no_telephone_more),
        Cell("correct_person", no_telephone_more_at_the_desk),
        Cell("paper_for", correct_on_paper),
    ),
    "be called otherwise": (
        Cell("own_names", another_name),
        Cell("correct_person", another_name_at_the_desk),
        Cell("paper_for", correct_on_paper),
    ),
    "be deleted": (
        Cell("own_erasure", delete),
        Cell("propose_erasure", delete_at_the_desk),
        Cell("paper_for", delete_on_paper),
    ),
    "be kept after all": (
        Cell("own_erasure_back", keep_everything),
        Cell("decide_erasure", keep_everything_at_the_desk),
        Not("ten minutes are too short for paper: one calls"),
    ),
    "agree, and not any more": (
        Cell("agree", agree),
        Cell("enter_consent", agree_by_telephone),
        Cell("paper_for", agree_on_paper),
    ),
    "let somebody help": (
        Cell("helpers", ask_for_help),
        Cell("enter_mandate", ask_for_help_by_telephone),
        Cell("paper_for", ask_for_help_on_paper),
    ),
    "be helped no more": (
        Cell("end_help", no_help_more),
        Cell("enter_mandate_end", no_help_more_by_telephone),
        Cell("paper_for", no_help_more_on_paper),
    ),
    "report in": (
        Not("the unit reports its members in; they see it in what is kept, and agree or not"),
        Cell("confirm_draft", report_in),
        Cell("intake", report_in),
    ),
}

#: Forms for everybody and for who is signed in that are no flow of their own, and why.
PART_OF_ANOTHER = {
    "code": "a step of coming in",
    "chosen": "a step of coming in",
    "own_telephone_code": "a step of having another telephone",
    "at_the_desk": "the other end of being let in with help",
    "set_up": "for staff, who come in by themselves",
    "staff": "for staff, who come in by themselves",
    "roles": "for staff, who sit at a desk by themselves",
    "sign_out": "who is not signed in need not go",
    "end_devices": "who is not signed in has no devices; a desk's administrator closes an account",
    "read_all": "only marks messages as read; they come to the telephone too",
    "ask_support": "lets support look at pages that somebody has open",
    "end_watch": "lets support look at pages that somebody has open",
    "display": "how pages look on one device",
    "gallery": "parts of pages, keeps nothing",
    "gallery_leaf": "parts of pages, keeps nothing",
}
