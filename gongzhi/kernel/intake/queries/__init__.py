"""What waits for its clerk, what was taken in, and where a record comes from."""

from gongzhi.kernel.intake.queries.batches import batches, names_taken_in, origins, waiting_rows
from gongzhi.kernel.intake.queries.desks import Desk, access_batch, access_draft, access_meaning, desk_of

__all__ = [
    "Desk",
    "access_batch",
    "access_draft",
    "access_meaning",
    "batches",
    "desk_of",
    "names_taken_in",
    "origins",
    "waiting_rows",
]
