"""Breaks the code in one way after the other and shows that a test goes red each time.

    python tools/sabotage.py [part of a name]

A guard that cannot fail guards nothing (trust.md, "prove it can fail"). Each breakage is made in a copy of the
checkout; the tests named beside it must then fail. A house rule sees to it that what is replaced is there.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Sabotage:
    """One breakage: ``sound`` stands in ``path`` and becomes ``broken``; ``tests`` must notice."""

    name: str
    path: str
    sound: str
    broken: str
    tests: tuple[str, ...]


COMING_IN = "tests/faces/public/test_coming_in.py"
READING = "tests/guards/test_reading.py"
SABOTAGES = (
    Sabotage(
        "a door that lets everybody pass",
        "gongzhi/faces/doors.py",
        "        if request.signed_in is None:\n            return ask_to_sign_in(request)",
        "        if request.signed_in is None:\n            return None",
        ("tests/guards/test_matrix.py",),
    ),
    Sabotage(
        "a role that outlives its end",
        "gongzhi/kernel/organizations/actors.py",
        "(until is None or until > on)",
        "True",
        (COMING_IN,),
    ),
    Sabotage(
        "a desk without the second factor",
        "gongzhi/kernel/people/coming_in.py",
        "return step is not None and use_step(account, step, by=by)",
        "return True",
        (COMING_IN,),
    ),
    Sabotage(
        "guessing that nobody brakes",
        "gongzhi/kernel/people/actions/brakes.py",
        "    if brake.until and brake.until > now:",
        "    if brake.until and brake.until < brake.failed_at:",
        (COMING_IN,),
    ),
    Sabotage(
        "a code that may be tried for ever",
        "gongzhi/kernel/people/actions/codes.py",
        "or asked.tries >= MOST_TRIES ",
        "",
        (COMING_IN,),
    ),
    Sabotage(
        "a session that never rests",
        "gongzhi/kernel/organizations/actors.py",
        '        seen_at__gt=now - F("idle"),\n',
        "",
        (COMING_IN,),
    ),
    Sabotage(
        "a header that is believed from anybody",
        "gongzhi/faces/doors.py",
        '    if settings.BEHIND_PROXY and peer in ("127.0.0.1", "::1", ""):',
        "    if peer:",
        (COMING_IN,),
    ),
    Sabotage(
        "what was typed given to somebody else",
        "gongzhi/faces/public/sessions.py",
        "and waiting.account_id == opened.session.account_id",
        "",
        (COMING_IN,),
    ),
    Sabotage(
        "pages that caches may keep",
        "gongzhi/faces/public/middleware.py",
        'response.headers["Cache-Control"] = "no-store"',
        'response.headers.setdefault("Cache-Control", "public, max-age=60")',
        (READING,),
    ),
    Sabotage(
        "numbers in full",
        "gongzhi/kernel/people/masking.py",
        'return f"{number[:3]}****{number[-4:]}"',
        "return number",
        (READING,),
    ),
    Sabotage(
        "people of a sister community",
        "gongzhi/kernel/people/queries.py",
        "    if not smaller:\n        return standing.filter(street_id__in=streets)",
        "    if smaller or streets:\n        return standing",
        ("tests/guards/test_matrix.py", "tests/kernel/people/test_reach.py"),
    ),
    Sabotage(
        "a form that does its work twice",
        "gongzhi/kernel/ledger/actions/once.py",
        "    if kept is None:",
        "    if kept is None or do():",
        ("tests/guards/test_twice.py",),
    ),
    Sabotage(
        "a key that nobody asks for",
        "gongzhi/kernel/ledger/actions/once.py",
        "    if not key:",
        '    key = key or "any"\n    if not key:',
        ("tests/guards/test_twice.py",),
    ),
    Sabotage(
        "text that is not escaped",
        "gongzhi/templates/desk/search.html",
        "<b>{{ person.name }}</b>",
        "{% autoescape off %}<b>{{ person.name }}</b>{% endautoescape %}",
        ("tests/guards/test_scripts.py",),
    ),
    Sabotage(
        "a look that nobody writes down",
        "gongzhi/kernel/people/actions/showing.py",
        "    tell(NumberShown(person))\n",
        "",
        ("tests/kernel/people/test_showing.py",),
    ),
    Sabotage(
        "support that may do more than look",
        "gongzhi/faces/watching.py",
        "        if request.method not in READS:",
        "        if request.method not in (*READS, 'POST'):",
        ("tests/faces/public/test_support.py",),
    ),
    Sabotage(
        "an action that takes orders from who only looks",
        "gongzhi/lib/actions.py",
        "        if by.watched_by is not None and not watchers:",
        "        if by.watched_by is not None and watchers is None:",
        ("tests/lib/test_actions.py",),
    ),
    Sabotage(
        "sealed values opened for who only looks",
        "gongzhi/lib/sealing.py",
        "    if is_closed():\n",
        "    if is_closed() and not sealed:\n",
        ("tests/faces/public/test_support.py",),
    ),
    Sabotage(
        "support that looks on after its role has ended",
        "gongzhi/kernel/organizations/actors.py",
        ' or not me.actor.can("support")',
        "",
        ("tests/faces/public/test_support.py",),
    ),
    Sabotage(
        "a person who confirms their own proposal",
        "gongzhi/kernel/organizations/may.py",
        "    if by.person_id in (proposal.proposed_by_id, proposal.person_id):",
        "    if by.person_id is None:",
        ("tests/kernel/organizations/test_proposals.py",),
    ),
    Sabotage(
        "an address that nobody gave a door",
        "gongzhi/urls.py",
        "urlpatterns = [\n    *Door(PUBLIC)(",
        'urlpatterns = [\n    path("forgotten/", public.home, name="forgotten"),\n    *Door(PUBLIC)(',
        ("tests/house_rules/test_urls.py", "tests/guards/test_matrix.py"),
    ),
    Sabotage(
        "a page that writes when it is read",
        "gongzhi/faces/public/own.py",
        '    return render(request, "public/messages.html"',
        '    mark_all_read(by=request.actor)\n    return render(request, "public/messages.html"',
        (READING, "tests/faces/public/test_own.py"),
    ),
    Sabotage(
        "a policy with an exception",
        "gongzhi/faces/public/middleware.py",
        "\"script-src 'self'\"",
        "\"script-src 'self' 'unsafe-inline'\"",
        ("tests/faces/public/test_middleware.py",),
    ),
    Sabotage(
        "a failure that somebody types in",
        "gongzhi/faces/asked.py",
        " and written.isdecimal()",
        "",
        ("tests/guards/test_fuzz.py",),
    ),
    Sabotage(
        "a change that is lost in between",
        "gongzhi/lib/versions.py",
        "    if version is not None and version != version_of(now):",
        "    if version is not None and not version:",
        ("tests/guards/test_overtaken.py",),
    ),
    Sabotage(
        "a formula that is taken along",
        "gongzhi/lib/exports.py",
        """    return f"'{lines}" if _FORMULA.match(plain) else lines""",
        "    return lines",
        ("tests/lib/test_exports.py",),
    ),
    Sabotage(
        "a file for who has lost the right",
        "gongzhi/kernel/exports/actions.py",
        "    if not may.is_there(by, export):\n        raise NotThere\n    demand(may.download(export))",
        "    demand(may.download(export))",
        ("tests/kernel/exports/test_downloading.py",),
    ),
    Sabotage(
        "rows written that the clerk never saw",
        "gongzhi/kernel/intake/actions/drafts.py",
        "    if looked.digest != draft.digest:",
        "    if not looked:",
        ("tests/kernel/intake/test_drafts.py",),
    ),
    Sabotage(
        "messages that outlive whom they speak of",
        "gongzhi/kernel/notices/actions.py",
        "    theirs = Q(person_id__in=person_ids) | Q(about_id__in=person_ids)",
        "    theirs = Q(person_id__in=person_ids)",
        ("tests/kernel/notices/test_forgetting.py",),
    ),
    Sabotage(
        "a queue without its lock",
        "gongzhi/kernel/seats/migrations/0002_take.py",
        "WHERE id = wanted FOR NO KEY UPDATE;",
        "WHERE id = wanted;",
        ("tests/kernel/seats/test_at_once.py",),
    ),
)


def main(part: str = "") -> int:
    """Exit code 1 if a breakage went unseen."""
    unseen = [one.name for one in SABOTAGES if part in one.name and not _is_seen(one)]
    for name in unseen:
        print(f"NOT SEEN: {name}")
    return 1 if unseen else 0


def _is_seen(one: Sabotage) -> bool:
    with tempfile.TemporaryDirectory(prefix="gongzhi-sabotage-") as folder:
        copy = Path(folder) / "checkout"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".*_cache"))
        target = copy / one.path
        target.write_text(broken(one, target.read_text()))
        tests = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *one.tests],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            check=False,
        )
    red = next((line for line in tests.stdout.splitlines() if line.startswith("FAILED")), "")
    print(f"{'red  ' if tests.returncode == 1 else 'GREEN'}  {one.name}  {red.partition(' - ')[0]}", flush=True)
    return tests.returncode == 1


def broken(one: Sabotage, text: str) -> str:
    """The text with the breakage in it. Raises ValueError if what it breaks is not there, or more than once."""
    if text.count(one.sound) != 1:
        raise ValueError(f"{one.name}: {one.path} has {text.count(one.sound)} places like that")
    return text.replace(one.sound, one.broken)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
