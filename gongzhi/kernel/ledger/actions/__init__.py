"""Writing the journal, reading and sealing it, and answering a repeated request as the first time."""

from gongzhi.kernel.ledger.actions.once import once, prune_keys
from gongzhi.kernel.ledger.actions.reading import read_journal
from gongzhi.kernel.ledger.actions.recording import (
    erase_reasons,
    record,
    record_batch,
    record_reading,
    record_refusal,
)
from gongzhi.kernel.ledger.actions.sealing import prune_journal, seal_days, verify_journal

__all__ = [
    "erase_reasons",
    "once",
    "prune_journal",
    "prune_keys",
    "read_journal",
    "record",
    "record_batch",
    "record_reading",
    "record_refusal",
    "seal_days",
    "verify_journal",
]
