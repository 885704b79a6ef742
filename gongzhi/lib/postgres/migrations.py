"""What separates the tables as they are from the tables as the code knows them. Needs Django set up."""

from typing import Any

from gongzhi.lib.postgres.trouble import Trouble


def pending(connection: Any) -> list[str]:
    """The migrations that ``connection``'s database has not seen yet, in order (``"ledger.0001_initial"``).

    Raises Trouble if it has seen some that the code does not know: a newer version wrote it.
    """
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations
    labels = {label for label, _ in known}
    replaced = {old for migration in known.values() for old in migration.replaces}
    if {key for key in executor.loader.applied_migrations if key[0] in labels} - known.keys() - replaced:
        raise Trouble("数据库是更新版本的共治写成的。什么也没有改动；请先升级共治再启动。")
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
