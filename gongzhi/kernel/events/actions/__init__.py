"""Planning, publishing, moving and calling off what is held; split by noun."""

from gongzhi.kernel.events.actions.holding import (
    EventFacts,
    add_event,
    cancel_event,
    correct_event,
    move_event,
    publish_event,
    send_back_event,
    submit_event,
    turn_by_clock,
)
from gongzhi.kernel.events.actions.series import (
    SeriesFacts,
    hold_occurrence,
    open_series,
    plan_ahead,
    skip_occurrence,
    stop_series,
)

__all__ = [
    "EventFacts",
    "SeriesFacts",
    "add_event",
    "cancel_event",
    "correct_event",
    "hold_occurrence",
    "move_event",
    "open_series",
    "plan_ahead",
    "publish_event",
    "send_back_event",
    "skip_occurrence",
    "stop_series",
    "submit_event",
    "turn_by_clock",
]
