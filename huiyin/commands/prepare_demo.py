"""First part of `bin/demo`, in a process of its own: tables, files, example data, sign-in links (a JSON line)."""

import argparse
import importlib
import json
import sys
from collections.abc import Sequence
from datetime import timedelta

from huiyin.accounts.models import Membership, Role
from huiyin.commands import migrate
from huiyin.commands.links import sign_in_url
from huiyin.core.actors import system
from huiyin.core.time import now

SEED = "huiyin.commands.seed"


def links() -> list[tuple[str, str]]:
    """(who, address) for one person of each role that somebody holds."""
    found = []
    people = Membership.objects.filter(user__is_active=True).select_related("user").order_by("user__employee_no")
    for role in Role:
        first = next((row.user for row in people if row.role == role), None)
        if first is not None:
            url = sign_in_url(user=first, by=system("demo"), at=now(), valid_for=timedelta(hours=24))
            found.append((f"{role.label} {first.name}", url))
    return found


def main(argv: Sequence[str]) -> int:
    """Prepare; the last line on standard output is the answer."""
    parser = argparse.ArgumentParser(prog="prepare_demo")
    parser.add_argument("--no-seed", action="store_true")
    options = parser.parse_args(argv)
    print("Preparing the database …", file=sys.stderr)
    migrate.run(quiet=True)
    if not options.no_seed:
        code = int(importlib.import_module(SEED).main([]))
        if code:
            return code
    print(json.dumps({"links": links()}, ensure_ascii=False))
    return 0
