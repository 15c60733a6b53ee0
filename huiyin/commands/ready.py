"""`huiyin ready` (a part of `serve` and `worker`): may the site start on this database?"""

import argparse
from collections.abc import Sequence

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.commands import surroundings


def require_prepared() -> None:
    """Raise CommandError when `huiyin migrate` has to run first."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("The database is not at this version yet. Run: huiyin migrate")
    if missing := surroundings.missing_keys():
        raise CommandError(f"The keysets {', '.join(missing)} are missing. Run: huiyin migrate")


def main(argv: Sequence[str]) -> int:
    """0 when it may; otherwise the command line tells why not."""
    argparse.ArgumentParser(prog="huiyin ready", description=__doc__).parse_args(argv)
    require_prepared()
    return 0
