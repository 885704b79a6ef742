"""One workbook at a time is taken in or back: two at once would both find the same person new."""

from django.db import connection

#: The number of the lock that whoever writes from a workbook holds until the end of the transaction.
INTAKE_LOCK = 0x696E74616B65


def wait_for_turn() -> None:
    """Wait until nobody else takes a workbook in or back. What they wrote is seen from here on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INTAKE_LOCK])
