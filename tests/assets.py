"""Style sheets under their hashed names, as in service."""

from functools import cache

from django.core.management import call_command


@cache
def collect() -> None:
    """Collect them into the home of this session, once."""
    call_command("collectstatic", interactive=False, verbosity=0)
