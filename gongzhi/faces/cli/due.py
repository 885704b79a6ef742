"""``gongzhi due``: what is due to be emptied because it was kept long enough. It only looks."""

import argparse

HELP = "列出到期要清除的个人内容，只看不动；清除由每天的定时任务办"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None."""


def run(args: argparse.Namespace) -> int:
    """One line for each term: how many rows, of what, how long it is kept."""
    from django.utils import timezone

    from gongzhi.lib.personal import outlived

    for due in outlived(timezone.now()):
        what = "、".join(str(due.model._meta.get_field(name).verbose_name) for name in due.names)  # type: ignore[union-attr]
        print(f"{due.rows.count():>8,} 条  {due.model._meta.verbose_name}：{what}（{due.retention.words}）")
    return 0
