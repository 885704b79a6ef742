"""Writing the journal, and answering a repeated request as the first time."""

from gongzhi.kernel.ledger.actions.once import once, prune_keys
from gongzhi.kernel.ledger.actions.recording import record, record_batch

__all__ = ["once", "prune_keys", "record", "record_batch"]
