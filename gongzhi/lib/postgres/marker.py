"""The marker that says whose a data folder is and which versions wrote it."""

import json

from gongzhi.lib.files import write_whole
from gongzhi.lib.postgres.layout import Layout
from gongzhi.lib.postgres.trouble import Trouble

FORMAT = 1  # of the folder as a whole: where things lie in it, which roles there are
MAJOR = 18  # of PostgreSQL; its data files fit one major version only
OURS_BEFORE_THE_MARKER = {"lock", "users", "MOVED"}


class ForeignData(Trouble):
    """The folder holds something that is not ours, or that only a newer version can read."""


def refuse_foreign(layout: Layout) -> None:
    """Stop if the data folder is not ours to use. Touches nothing.

    Raises ForeignData.
    """
    # Looked at first: another start may be at work here, and puts nothing else in before its marker but drafts.
    found = {path.name for path in layout.folder.glob("[!.]*")}
    if layout.marker.exists():
        _refuse_other_versions(layout)
    elif found - OURS_BEFORE_THE_MARKER:
        raise ForeignData(
            f"{layout.folder} 里有别的文件，不是共治的数据。什么也没有改动；"
            "请先把它移到别处，或用 GONGZHI_HOME 指定另一个文件夹。"
        )


def mark(layout: Layout) -> None:
    """Write that the folder is ours, before anything else is put into it."""
    content = json.dumps({"format": FORMAT, "postgresql": MAJOR}) + "\n"
    write_whole(layout.marker, content.encode(), mode=0o644)


def _refuse_other_versions(layout: Layout) -> None:
    try:
        marker = json.loads(layout.marker.read_text())
        form, majors = int(marker["format"]), {int(marker["postgresql"])} | _of_the_data(layout)
    except (ValueError, KeyError, TypeError):
        raise ForeignData(f"{layout.marker} 已损坏，认不出是谁的数据。什么也没有改动；请从备份恢复。") from None
    if form > FORMAT or max(majors) > MAJOR:
        raise ForeignData(f"{layout.folder} 是更新版本的共治写成的。什么也没有改动；请先升级共治再启动。")
    if (form, majors) != (FORMAT, {MAJOR}):
        raise ForeignData(f"{layout.folder} 是旧版本的共治写成的。什么也没有改动；请用旧版本备份，再恢复到这里。")


def _of_the_data(layout: Layout) -> set[int]:
    """What PostgreSQL itself noted; nothing yet in a new folder, nothing for us in one of another user."""
    try:
        return {int((layout.cluster / "PG_VERSION").read_text())}
    except OSError:
        return set()
