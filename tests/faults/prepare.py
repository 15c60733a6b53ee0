"""Run as a program on the data folder of a site: tables, the cast, a machine's token, told in a JSON line."""

import json
import os
from contextlib import redirect_stdout
from datetime import timedelta
from sys import stderr, stdout


def main() -> None:
    from huiyin.commands import surroundings  # noqa: PLC0415 - a program of its own: Django is set up here

    with surroundings.everything():
        from huiyin.accounts import actions as accounts  # noqa: PLC0415
        from huiyin.accounts.rules import SCOPES  # noqa: PLC0415
        from huiyin.commands import migrate  # noqa: PLC0415
        from huiyin.commands.links import sign_in_url  # noqa: PLC0415
        from huiyin.core.time import now  # noqa: PLC0415
        from tests.people import build  # noqa: PLC0415

        with redirect_stdout(stderr):
            migrate.run(quiet=True)
            house = build()
        by = house.by("adi")
        _token, secret = accounts.create_token(user=house["tom"], name="faults", scopes=SCOPES, by=by, at=now())
        link = sign_in_url(user=house["tom"], by=by, at=now(), valid_for=timedelta(hours=1))
        stdout.write(json.dumps({"token": secret, "link": link}) + "\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
    main()
