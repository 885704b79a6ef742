"""Every failure has a number: on the page of who met it, and in one line of the log (trust.md R33)."""

import logging
import secrets

from django.http import HttpRequest


def number_of(request: HttpRequest) -> str:
    """The number of what went wrong in this request; eight characters that can be read out on the telephone."""
    return str(request.__dict__.setdefault("failure", secrets.token_hex(4)))


class Numbered(logging.Filter):
    """Puts the number before what Django logs about a request that failed."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and record.levelno >= logging.ERROR:
            record.msg = f"{number_of(request)} {record.msg}"
        return True
