"""Says which changes of the models have no migration yet. Asks no database.

python tools/migrations.py
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongzhi.settings")


def main() -> None:
    """Exit 1 and name what is missing, or two migrations that both come last."""
    import django

    django.setup()
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(None)
    if loader.detect_conflicts():
        sys.exit(f"Two last migrations: {loader.detect_conflicts()}")
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    ours = {label: found for label, found in changes.items() if apps.get_app_config(label).name.startswith("gongzhi.")}
    for label, migrations in ours.items():
        for operation in (operation for migration in migrations for operation in migration.operations):
            print(f"{label}: {operation.describe()}")
    sys.exit("Changes without a migration: python -m django makemigrations" if ours else 0)


if __name__ == "__main__":
    main()
