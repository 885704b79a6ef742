"""The suite runs on an embedded database of its own, made for the session and gone with it.

With ``GONGZHI_DATABASE_URL`` it runs on a test database of that server.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import django
import pytest
from django.conf import settings

from gongzhi.lib import postgres
from tests.houses import new_home

# Settings are read here and not before: no test touches the home that somebody works in.
SESSION = ExitStack()
HOME = SESSION.enter_context(new_home())
os.environ["GONGZHI_HOME"] = str(HOME)
os.environ["GONGZHI_DATABASE_ROLE"] = "owner"  # makes the test database
os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.settings"
django.setup()
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose


def pytest_configure(config: pytest.Config) -> None:
    """Where workers share the tests, each makes its own home and reads the settings with it, not with ours."""
    if getattr(config.option, "numprocesses", None) and "PYTEST_XDIST_WORKER" not in os.environ:
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure(config: pytest.Config) -> None:
    SESSION.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database is there from before the test database is made until after it is removed."""
    with postgres.joined(HOME, os.environ):
        yield


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of the test's own, with nothing in it yet."""
    with new_home() as folder:
        yield folder
