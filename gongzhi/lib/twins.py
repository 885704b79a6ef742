"""Two rows of a table about the same thing: the second is merged if it says no more, else a clerk says which counts."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.lib.sheets import Decision, Line, Question, Status

TWIN, FIRST, THIS = "twin", "first", "this"

#: Says of a line that is not the one that counts what becomes of it: the line, the one that counts.
Apart = Callable[[Line, Line], Decision]


def decide_lines(
    lines: Sequence[Line],
    check: Callable[[Line], str],
    key_of: Callable[[Line], Any],
    decide: Callable[[Line], Decision],
    apart: Apart,
) -> list[Decision]:
    """Decide each line, in order; of several about the same thing the first counts, or the one a clerk chose.

    ``check`` says what keeps a line from being decided, ``key_of`` which thing a checked line is about.
    """
    refusals = {line.row: line.refusal or check(line) for line in lines}
    keys = {line.row: key_of(line) for line in lines if not refusals[line.row]}
    counts: dict[Any, Line] = {}
    for line in lines:
        if line.row in keys and (keys[line.row] not in counts or line.answers.get(TWIN) == THIS):
            counts[keys[line.row]] = line
    decisions = []
    for line in lines:
        if refusal := refusals[line.row]:
            decisions.append(Decision(line, Status.BLOCKED, refusal))
        elif (twin := counts[keys[line.row]]) is not line:
            decisions.append(_overruled(line, twin) or apart(line, twin))
        else:
            decisions.append(decide(line))
    return decisions


def _overruled(line: Line, twin: Line) -> Decision | None:
    """A line that a clerk decided against."""
    chosen = line.answers.get(TWIN) == FIRST or (twin.answers.get(TWIN) == THIS and line.row < twin.row)
    if not chosen:
        return None
    return Decision(line, Status.MERGED, _("按您的选择，以第%(row)s行为准。") % {"row": twin.row})


def says_no_more(line: Line, twin: Line, *, but: Sequence[str] = ()) -> bool:
    """Whether a line says nothing that its twin does not; columns in ``but`` may be spelled in another way."""
    said = {key: value for key, value in twin.values.items() if key not in but}
    return all(line.values.get(key) in (None, "", value) for key, value in said.items())


def which(sentence: str, twin: Line) -> Question:
    """Ask which of two lines counts."""
    first = _("以第%(row)s行为准，这一行不写") % {"row": twin.row}
    return Question(sentence, ((f"{TWIN}:{FIRST}", first), (f"{TWIN}:{THIS}", _("以这一行为准"))))
