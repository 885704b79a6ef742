"""The tree and its places at the desk: seen as far as a seat reaches, changed by the street, never over somebody."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongzhi.kernel.organizations.models import Membership
from gongzhi.kernel.organizations.states import Role
from gongzhi.kernel.people.models import Person
from gongzhi.kernel.places.actions import correct_place, end_place, move_place, rename_place, reorder_places
from gongzhi.kernel.places.models import Kind, Place, PlaceShape
from tests import making
from tests.entering import enter, fill, hidden
from tests.faces.reading import headings, markup, text
from tests.faces.streets import furnished

pytestmark = pytest.mark.django_db

BY = making.SYSTEM
RING = [[113.6, 34.7], [113.7, 34.7], [113.7, 34.8], [113.6, 34.7]]


def today(field: str = "on", day: dt.date | None = None) -> dict[str, int]:
    day = day or timezone.localdate()
    return {f"{field}_0": day.year, f"{field}_1": day.month, f"{field}_2": day.day}


@pytest.fixture
def community() -> Place:
    """The first of two communities, with two of everything."""
    return furnished(communities=2, lines=2)


def signed_in(role: str, at: Place) -> Client:
    """Somebody at the office of a street, or at the committee of a community."""
    actor = making.street_officer(at, role) if at.kind == Kind.SUBDISTRICT else making.community_worker(at, role)
    client = Client()
    enter(client, Person.objects.get(pk=actor.person_id), Membership.objects.get(person=actor.person_id))
    return client


@pytest.fixture
def officer(community: Place) -> Client:
    return signed_in(Role.STREET_CITY_OFFICER, community.street)


def test_the_street_is_a_tree_with_what_is_inside(community: Place, officer: Client) -> None:
    page = officer.get("/desk/places/")
    assert "第1街坊社区 2 个网格、2 个楼院" in text(page)
    assert "第1网格 1 个楼院" in text(page)
    assert f'data-places="/desk/places/{community.street_id}/map.geojson"' in markup(page)


def test_a_desk_sees_its_own_branch_and_nothing_of_its_sister(community: Place) -> None:
    sister = Place.objects.get(name="第2街坊社区")
    elsewhere = making.community(making.street("别处街道", code="410105003"), "别处社区")
    worker = signed_in(Role.COMMUNITY_WORKER, community)
    page = worker.get("/desk/places/")
    assert "第1网格" in text(page)
    assert "第2街坊" not in markup(page)
    for place in (sister, elsewhere, community.street):
        for address in ("", "map.geojson", "name/", "end/"):
            assert worker.get(f"/desk/places/{place.pk}/{address}").status_code == 404, (place, address)
    assert worker.get(f"/desk/places/{community.pk}/").status_code == 200
    assert Client().get(f"/desk/places/{community.pk}/").status_code == 401


def test_whoever_only_looks_finds_nothing_to_press(community: Place) -> None:
    for client in (signed_in(Role.COMMUNITY_WORKER, community), signed_in(Role.AUDITOR, community.street)):
        page = client.get(f"/desk/places/{community.pk}/")
        assert "可以办" not in headings(page)
        for address in ("add", "name", "code", "position", "order", "move", "end", "map", "erase"):
            assert client.post(f"/desk/places/{community.pk}/{address}/").status_code == 404, address


def test_a_place_is_found_by_name_or_reading(community: Place, officer: Client) -> None:
    assert "经一路1号院 楼院 第1网格 第1街坊社区 花园路街道" in text(officer.get("/desk/places/?q=1号院"))
    assert "经一路2号院" in text(officer.get("/desk/places/?q=jyl"))
    assert "没有找到这样的地方。" in text(officer.get("/desk/places/?q=zzz"))


def test_what_has_ended_is_shown_on_wish(community: Place, officer: Client) -> None:
    end_place(making.grid(community, "旧网格"), on=making.TODAY, by=BY)
    assert "旧网格" not in text(officer.get("/desk/places/"))
    assert "旧网格 已撤销" in text(officer.get("/desk/places/?ended=on"))
    assert "旧网格 已撤销" in text(officer.get(f"/desk/places/{community.pk}/?ended=1"))


def test_a_place_says_who_answers_for_it_in_both_networks(community: Place, officer: Client) -> None:
    yard = Place.objects.get(name="经一路1号院")
    told = text(officer.get(f"/desk/places/{yard.pk}/"))
    assert "龙宇强 楼长" in told
    assert "雷秀轩 网格员 · 第1网格" in told
    assert "卢雅华 社区书记 · 第1街坊社区" in told
    assert "第1网格党支部 党组织 · 第1网格" in told
    auditor = signed_in(Role.AUDITOR, community.street)
    assert "龙*强 楼长" in text(auditor.get(f"/desk/places/{yard.pk}/"))


def test_a_place_tells_everything_on_record_with_its_days(community: Place, officer: Client) -> None:
    grid = Place.objects.get(name="第1网格")
    rename_place(grid, "北一网格", on=dt.date(2024, 3, 1), by=BY)
    move_place(grid, Place.objects.get(name="第2街坊社区"), on=dt.date(2024, 5, 1), by=BY)
    told = text(officer.get(f"/desk/places/{grid.pk}/"))
    assert "户数 487 截至2024年9月2日" in told
    assert "曾用名 第1网格 到2024年3月1日为止" in told
    assert "原来归 第1街坊社区 到2024年5月1日为止" in told
    assert "tests 改了名称" in told
    assert "第1网格党支部" in told


def test_a_place_is_added_where_its_kind_may_stand(community: Place, officer: Client) -> None:
    address = f"/desk/places/{community.pk}/add/"
    assert 'value="entrance"' not in markup(officer.get(address))
    answer = fill(officer, address, kind="courtyard", name="新院", code="", address="经三路1号")
    added = Place.objects.get(name="新院")
    assert answer.headers["Location"] == f"/desk/places/{added.pk}/"
    assert (added.parent, added.address, added.position) == (community, "经三路1号", 3)
    again = fill(officer, address, kind="courtyard", name="新院", code="", address="")
    assert "同一个上级下面已经有这个名称。" in text(again)
    assert 'value="新院"' in markup(again)


def test_a_place_is_renamed_coded_and_put_in_order(community: Place, officer: Client) -> None:
    at = f"/desk/places/{community.pk}/"
    assert fill(officer, f"{at}name/", name="花园北社区", **today()).status_code == 302
    assert fill(officer, f"{at}code/", code="410105002001", **today()).status_code == 302
    grids = list(community.children.order_by("position"))
    numbers = {f"at_{grids[0].pk}": "2", f"at_{grids[1].pk}": "1"}
    assert fill(officer, f"{at}order/", **numbers).status_code == 302
    page = text(officer.get(at))
    assert "花园北社区" in page
    assert "统计用区划代码 410105002001" in page
    assert page.index("第2网格") < page.index("第1网格")
    assert "改了名称" in page
    assert "换了代码" in page
    assert "调整了下面的次序" in page


@pytest.mark.parametrize(
    ("longitude", "latitude", "sentence"),
    [
        ("113.68", "", "经度和纬度要一起写"),
        ("34.78", "113.68", "是不是写反了"),
        ("东", "34.78", "还有地方要改"),
        ("113.68", "34.78", None),
        ("", "", None),
    ],
)
def test_coordinates_are_written_as_numbers(
    community: Place, officer: Client, longitude: str, latitude: str, sentence: str | None
) -> None:
    yard = Place.objects.get(name="经一路1号院")
    answer = fill(
        officer, f"/desk/places/{yard.pk}/position/", address="经一路1号", longitude=longitude, latitude=latitude
    )
    yard.refresh_from_db()
    if sentence is None:
        assert answer.status_code == 302
        assert yard.longitude == (float(longitude) if longitude else None)
    else:
        assert sentence in text(answer)
        assert yard.latitude == pytest.approx(34.771)


def test_a_move_is_read_back_with_what_moves_along(community: Place, officer: Client) -> None:
    grid, other = Place.objects.get(name="第1网格"), Place.objects.get(name="第2街坊社区")
    address = f"/desk/places/{grid.pk}/move/"
    check = fill(officer, address, parent=other.pk, **today())
    assert "会一起移过去：1 个楼院，和那里的组织、任职、住户。" in text(check)
    assert "现在归 第1街坊社区 移到哪里 第2街坊社区" in text(check)
    grid.refresh_from_db()
    assert grid.parent == community
    given = {name: hidden(markup(check), name) for name in ("once", "version")}
    back = officer.post(address, given | {"parent": other.pk, "step": "change"} | today())
    assert f'<option value="{other.pk}" selected' in markup(back)
    done = officer.post(address, given | {"parent": other.pk, "step": "done"} | today())
    assert done.headers["Location"] == f"/desk/places/{grid.pk}/"
    assert Place.objects.get(name="经一路1号院").path.startswith(other.path)


def test_a_move_that_cannot_be_is_refused_before_anything_is_read_back(community: Place, officer: Client) -> None:
    grid = Place.objects.get(name="第1网格")
    answer = fill(officer, f"/desk/places/{grid.pk}/move/", parent=community.pk, **today())
    assert "它已经在这里了。" in text(answer)
    assert "移过去" not in text(answer)
    stranger = making.community(making.street("别处街道", code="410105003"), "别处社区")
    answer = fill(officer, f"/desk/places/{grid.pk}/move/", parent=stranger.pk, **today())
    assert "请从列出来的里面选一个。" in text(answer)


def test_a_place_is_ended_only_when_nothing_hangs_on_it(community: Place, officer: Client) -> None:
    held = officer.get(f"/desk/places/{community.pk}/end/")
    assert "下面还有在用的地方，请先移走或撤销。" in text(held)
    yard = Place.objects.get(name="经一路1号院")
    assert "这里还有：任职 1 项。" in text(officer.get(f"/desk/places/{yard.pk}/end/"))
    assert "这里还有：任职 1 项。" in text(officer.post(f"/desk/places/{yard.pk}/end/", {"once": "x"} | today()))
    empty = making.courtyard(community, "空院")
    assert fill(officer, f"/desk/places/{empty.pk}/end/", **today()).status_code == 302
    page = officer.get(f"/desk/places/{empty.pk}/")
    assert "撤销" in text(page)
    assert "可以办" not in headings(page)


def test_of_two_who_edit_the_second_sees_both_texts_and_decides(community: Place, officer: Client) -> None:
    yard = Place.objects.get(name="经一路1号院")
    address = f"/desk/places/{yard.pk}/position/"
    page = markup(officer.get(address))
    mine = {name: hidden(page, name) for name in ("once", "version")}
    mine |= {"address": "我写的地址", "longitude": "113.68", "latitude": "34.78"}
    correct_place(yard, address="别人写的地址", latitude=34.771, longitude=113.671, by=BY)

    both = officer.post(address, mine)
    assert both.status_code == 200
    assert "您填写的时候，有人先改了这里。" in text(both)
    assert "地址 不一样 我写的地址 别人写的地址" in text(both)
    assert 'value="我写的地址"' in markup(both)
    yard.refresh_from_db()
    assert yard.address == "别人写的地址"

    mine["version"] = hidden(markup(both), "version")
    assert officer.post(address, mine).status_code == 302
    yard.refresh_from_db()
    assert (yard.address, yard.longitude) == ("我写的地址", 113.68)


def overtake(name: str, place: Place, elsewhere: Place) -> None:
    """Somebody else is faster."""
    match name:
        case "name":
            rename_place(place, "别人起的名", on=making.TODAY, by=BY)
        case "code":
            Place.objects.get(pk=place.pk).codes.create(system="grid", code="410105002001001")
        case "order":
            below = list(place.children.order_by("-position").values_list("pk", flat=True))
            reorder_places(place, below, by=BY)
        case "move":
            move_place(place, elsewhere, on=making.TODAY, by=BY)


@pytest.mark.parametrize("name", ["name", "code", "order", "move"])
def test_no_edit_overwrites_in_silence(community: Place, officer: Client, name: str) -> None:
    grid, elsewhere = Place.objects.get(name="第1网格"), Place.objects.get(name="第2街坊社区")
    third = making.community(community.street, "第3街坊社区")
    making.courtyard(grid, "附院")
    address = f"/desk/places/{grid.pk}/{name}/"
    given = {field: hidden(markup(officer.get(address)), field) for field in ("once", "version")}
    overtake(name, grid, elsewhere)
    below = {f"at_{pk}": str(n) for n, pk in enumerate(grid.children.values_list("pk", flat=True))}
    body = {"name": "我起的名", "code": "410105002001002", "parent": third.pk, "step": "done"} | below | today()
    both = officer.post(address, given | body)
    assert both.status_code == 200
    assert "您填写的时候，有人先改了这里。" in text(both)
    assert "现在记着的" in text(both)
    assert "还是用我写的" in text(both)
    assert hidden(markup(both), "version") != given["version"]


def test_a_form_without_its_version_is_not_taken_for_a_fresh_one(community: Place, officer: Client) -> None:
    answer = officer.post(f"/desk/places/{community.pk}/name/", {"once": "x", "name": "新名社区"} | today())
    assert "您填写的时候，有人先改了这里。" in text(answer)
    assert not Place.objects.filter(name="新名社区").exists()


def upload(client: Client, street: Place, *features: dict[str, Any]) -> Any:
    told = json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()
    file = SimpleUploadedFile("bounds.geojson", told)
    return client.post(f"/desk/places/{street.pk}/map/", {"file": file} | today())


def bounds(**properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [RING]},
    }


def test_bounds_are_looked_at_before_they_are_written(community: Place, officer: Client) -> None:
    street = community.street
    preview = upload(officer, street, bounds(name="第1街坊"), bounds(name="没有这里"))
    assert headings(preview)[:3] == ["看过再写入：1 个地方", "不写入的", "要写入的"]
    assert "没有这里 本街道没有叫“没有这里”的地方。" in text(preview)
    assert not PlaceShape.objects.exists()
    body = {name: hidden(markup(preview), name) for name in ("once", "packed", "on", "version")}
    done = officer.post(f"/desk/places/{street.pk}/map/", body)
    assert done.headers["Location"] == f"/desk/places/{street.pk}/?drawn=1"
    assert PlaceShape.objects.get().place == community
    assert "写入了 1 个地方的边界或位置。" in text(officer.get(done.headers["Location"]))
    assert "导入了边界或坐标" in text(officer.get(f"/desk/places/{community.pk}/"))
    assert "没有要写入的。" in text(upload(officer, street, bounds(name="第1街坊")))
    assert officer.post(f"/desk/places/{community.pk}/erase/").status_code == 302
    assert not PlaceShape.objects.exists()


def test_a_preview_that_has_aged_is_shown_again(community: Place, officer: Client) -> None:
    street = community.street
    preview = upload(officer, street, bounds(name="第1街坊"))
    rename_place(community, "花园北社区", on=making.TODAY, by=BY)
    body = {name: hidden(markup(preview), name) for name in ("once", "packed", "on", "version")}
    again = officer.post(f"/desk/places/{street.pk}/map/", body)
    assert "结果和您看到的不一样了" in text(again)
    assert not PlaceShape.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "空的"), (b"x", "这不是GeoJSON文件"), (b"[]", "没有图形"), (b" " * 1_000_001, "文件太大了")],
)
def test_a_file_that_is_no_map_is_refused_in_a_sentence(
    community: Place, officer: Client, content: bytes, sentence: str
) -> None:
    file = SimpleUploadedFile("bounds.geojson", content)
    answer = officer.post(f"/desk/places/{community.street_id}/map/", {"file": file} | today())
    assert sentence in text(answer)


@pytest.mark.parametrize("packed", ["", "x", "eJw=", "H4sIAAAAAAAC"])
def test_what_was_not_packed_by_us_is_not_unpacked(community: Place, officer: Client, packed: str) -> None:
    body = {"packed": packed, "on": "2024-09-02", "version": "x", "once": "x"}
    assert officer.post(f"/desk/places/{community.street_id}/map/", body).status_code == 404
    assert officer.get(f"/desk/places/{community.pk}/map/").status_code == 404


def test_a_map_is_taken_away_as_a_file_without_links(community: Place, officer: Client) -> None:
    file = officer.get(f"/desk/places/{community.pk}/map.geojson?file")
    assert file["Content-Type"].startswith("application/geo+json")
    assert "filename*=" in file["Content-Disposition"]
    told = json.loads(file.content)["features"]
    assert {f["properties"]["kind"] for f in told} == {"community", "grid", "courtyard"}
    assert not any("href" in f["properties"] for f in told)
    on_page = json.loads(officer.get(f"/desk/places/{community.pk}/map.geojson").content)["features"]
    assert {f["properties"]["href"] for f in on_page} == {
        f"/desk/places/{yard.pk}/" for yard in Place.objects.of_kind(Kind.COURTYARD)
    }


def test_the_page_of_a_large_place_asks_no_more_than_that_of_a_small_one(
    community: Place, officer: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        making.courtyard(making.grid(community, f"新{number}网格"), f"新{number}院")
    with django_assert_max_num_queries(32):
        assert officer.get(f"/desk/places/{community.pk}/").status_code == 200
