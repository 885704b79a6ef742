"""What is served to browsers: of Leaflet the released files, and nothing that no page needs."""

import base64
import hashlib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from tests.assets import collect


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("leaflet.js", "20nQCchB9co0qIjJZRGuk2/Z9VM+kNiyxNV1lvTlZBo="),
        ("leaflet.css", "p4NxAoJBhIIN+hmNHrzRCf9tD/miZyoHS5obTRR9BMY="),
    ],
)
def test_leaflet_is_what_its_authors_released(name: str, published: str) -> None:
    """The digests are those of Leaflet 1.9.4 as its own page tells browsers to demand them."""
    found = finders.find(f"js_lib_leaflet/{name}")
    assert isinstance(found, str)
    digest = hashlib.sha256(Path(found).read_bytes()).digest()
    assert base64.b64encode(digest).decode() == published


def test_sources_for_developers_are_not_served() -> None:
    collect()
    served = [path.name for path in (Path(settings.STATIC_ROOT) / "js_lib_leaflet").iterdir()]
    assert any(name.startswith("leaflet.") and name.endswith(".js.gz") for name in served)
    assert [name for name in served if name.startswith("leaflet-src")] == []
