"""A clerk and a worker in processes of their own, as the application's role: what one of them does in one go.

python -m tests.stories.at_the_desk hand_in PATH
python -m tests.stories.at_the_desk confirm
python -m tests.stories.at_the_desk write
"""

import os
import sys
from pathlib import Path

import django


def hand_in(path: str) -> None:
    """Hand a workbook in at the desk of the street, and look at it."""
    from gongzhi.kernel.intake import actions, jobs
    from gongzhi.kernel.places.queries import streets
    from gongzhi.lib.actions import Actor

    file = Path(path)
    desk = Actor.system("desk")
    draft = actions.hand_in(file.name, file.read_bytes(), street_id=streets().get().pk, by=desk)
    jobs.read(draft.pk, None, None)


def confirm() -> None:
    from gongzhi.kernel.intake import actions
    from gongzhi.kernel.intake.models import Draft
    from gongzhi.lib.actions import Actor

    draft = Draft.objects.latest("id")
    actions.confirm(draft, draft.digest, by=Actor.system("desk"))


def write() -> None:
    """What the worker does with the newest draft."""
    from gongzhi.kernel.intake import jobs
    from gongzhi.kernel.intake.models import Draft

    jobs.write(Draft.objects.latest("id").pk, None, None)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.settings")
    django.setup()
    what, *arguments = sys.argv[1:]
    {"hand_in": hand_in, "confirm": confirm, "write": write}[what](*arguments)
