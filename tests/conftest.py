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
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from pytest_django import DjangoDbBlocker

from gongzhi.lib import postgres
from tests.houses import new_home

# Settings are read here and not before: no test touches the home that somebody works in.
SESSION = ExitStack()
BROWSER = Path(__file__).with_name("browser")
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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those with a browser come last, in whatever order: it is started once, and its loop is in nobody's way."""
    items.sort(key=lambda item: item.path.is_relative_to(BROWSER))


def pytest_unconfigure(config: pytest.Config) -> None:
    SESSION.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database is there from before the test database is made until after it is removed."""
    with postgres.joined(HOME, os.environ):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, django_db_modify_db_settings: None
) -> Iterator[None]:
    """The test database, whatever tests are chosen. Those with a browser ask for it by no mark."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    yield
    with django_db_blocker.unblock():
        end_other_sessions()
        teardown_databases(made, verbosity=0)


def end_other_sessions() -> None:
    """Threads of a web server may hold a connection still, and a database that is in use is not removed."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of the test's own, with nothing in it yet."""
    with new_home() as folder:
        yield folder
