"""One message on its way: claimed, handed to its channel, marked.

Claiming and marking are short actions and the sending stands between them, because a channel may
take long. A worker that dies in between leaves the message SENDING; it is tried again later with
the same key, which the channel knows.
"""

from gongzhi.kernel.notices import actions
from gongzhi.kernel.notices.channels import Undelivered, channel
from gongzhi.kernel.notices.queries import opened
from gongzhi.lib.actions import Actor


def deliver(message_id: int, *, by: Actor) -> None:
    """Try a message once, if it is due and nobody else has it."""
    message = actions.claim(message_id, by=by)
    if message is None:
        return
    try:
        send = channel(message.channel).send
        if send is not None:
            send(opened(message))
        actions.settle(message, arrives=send is None, by=by)
    except Undelivered as refusal:
        actions.fail(message, refusal.reason, by=by)
    except Exception as error:  # noqa: BLE001 any failure is tried again; its words may hold an address
        actions.fail(message, type(error).__name__, by=by)
