"""The map for anybody: GeoJSON by its standard, fresh, light, and about nobody."""

import json
from typing import Any

import pytest
from django.test import Client

from gongzhi.kernel.places.actions import take_in_map
from gongzhi.kernel.places.models import Kind, Place
from gongzhi.kernel.places.queries import access_place
from gongzhi.lib.geojson import Feature
from tests import making
from tests.faces.streets import furnished

pytestmark = pytest.mark.django_db

BOUNDS = {"type": "Polygon", "coordinates": [[[113.6, 34.7], [113.7, 34.7], [113.7, 34.8], [113.6, 34.7]]]}


def features(client: Client, **asked: object) -> dict[str, dict[str, Any]]:
    """The features of an answer by their names."""
    answer = client.get("/places.geojson", asked)
    assert answer.status_code == 200
    told = json.loads(answer.content)
    assert told["type"] == "FeatureCollection"
    return {feature["properties"]["name"]: feature for feature in told["features"]}


def test_street_communities_and_courtyards_lie_on_the_map(client: Client) -> None:
    community = furnished(communities=2, lines=2)
    take_in_map(
        community.street, [Feature(BOUNDS, {"name": community.name}, number=1)], as_of=making.TODAY, by=making.SYSTEM
    )
    found = features(client)
    assert list(found) == ["花园路街道", "第1街坊社区", "经一路1号院", "经一路2号院"]
    assert found["第1街坊社区"]["geometry"] == BOUNDS
    assert found["第1街坊社区"]["properties"]["href"] == f"/communities/{community.pk}/"
    assert found["经一路1号院"]["geometry"] == {"type": "Point", "coordinates": [113.671429, 34.771]}
    assert "href" not in found["经一路1号院"]["properties"]


def test_a_part_of_the_map_can_be_asked_for(client: Client) -> None:
    first = furnished(communities=2, lines=2)
    second = Place.objects.get(name="第2街坊社区")
    making.courtyard(second, "南院", latitude=34.0, longitude=113.0)
    assert set(features(client, place=second.pk)) == {"第2街坊社区", "南院"}
    assert set(features(client, kind="community")) == {"第1街坊社区", "第2街坊社区"}
    assert set(features(client, place=first.pk, kind="courtyard")) == {"经一路1号院", "经一路2号院"}


def test_what_is_on_no_public_page_is_not_there(client: Client) -> None:
    community = furnished(communities=1, lines=1)
    elsewhere = making.community(making.street("别处街道", code="410105003"), "别处社区")
    grid = Place.objects.of_kind(Kind.GRID).get()
    assert access_place(making.SYSTEM, grid.pk) == grid
    for asked in ({"place": elsewhere.pk}, {"place": grid.pk}, {"place": "x"}, {"kind": "grid"}, {"kind": "person"}):
        assert client.get("/places.geojson", asked).status_code == 404, asked
    assert client.get("/places.geojson", {"place": community.pk}).status_code == 200


def test_an_empty_house_has_no_map(client: Client) -> None:
    assert client.get("/places.geojson").status_code == 404
    street = making.street()
    assert features(client) == {}
    making.courtyard(making.community(street), latitude=34.0, longitude=113.0)
    assert len(features(client)) == 3


def test_nobody_is_on_the_map(client: Client) -> None:
    furnished(communities=1, lines=3)
    text = client.get("/places.geojson").content.decode()
    assert not any(secret in text for secret in ("卢雅华", "雷秀轩", "龙宇强", "0371", "报到人"))
    told = {name for feature in json.loads(text)["features"] for name in feature["properties"]}
    assert told <= {"kind", "name", "code", "parent", "derived", "short", "href"}


def test_an_unchanged_map_is_not_sent_again(client: Client) -> None:
    community = furnished(communities=1, lines=1)
    first = client.get("/places.geojson", headers={"Accept-Encoding": "gzip"})
    assert first["Content-Type"] == "application/geo+json; charset=utf-8"
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get("/places.geojson", headers={"If-None-Match": first["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.content) == (304, b"")
    making.courtyard(community, "新院", latitude=34.0, longitude=113.0)
    changed = client.get("/places.geojson", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_large_map_is_packed(client: Client) -> None:
    community = furnished(communities=1, lines=1)
    for number in range(40):
        making.courtyard(community, f"{number}号院", latitude=34.0 + number / 1000, longitude=113.0)
    packed = client.get("/places.geojson", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(client.get("/places.geojson").content) / 4


@pytest.mark.parametrize("address", ["/communities/", "/communities/{pk}/"])
def test_a_page_has_a_map_where_something_lies(client: Client, address: str) -> None:
    community = making.community(making.street(), "空社区")
    at = address.format(pk=community.pk)
    assert "data-places" not in client.get(at).content.decode()
    making.courtyard(community, latitude=34.0, longitude=113.0)
    assert "data-places" in client.get(at).content.decode()
