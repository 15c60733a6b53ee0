"""Loaded before Django's settings are read (`-p tests.environment`): where the tests' database, keys and files lie.

One embedded PostgreSQL serves all runs of one user and is kept between them; HUIYIN_TEST_DB names the database, so
that several people can test at once. Another server: DATABASE_URL in HUIYIN_TEST_DATABASE_URL.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from huiyin.core.embedded_folder import ROLE, Cluster

CLUSTER = Cluster(Path(f"/var/tmp/huiyin-test-{os.geteuid()}"), durable=False)
ELSEWHERE = os.environ.get("HUIYIN_TEST_DATABASE_URL", "")
SCRATCH = Path(tempfile.mkdtemp(prefix="huiyin-test-"))

for name in [name for name in os.environ if name.startswith("HUIYIN_") and not name.startswith("HUIYIN_TEST_")]:
    if name not in ("HUIYIN_BROWSER", "HUIYIN_SCANNER"):
        del os.environ[name]  # the tests' outcome must not hang on whose shell they run in
_database = "huiyin_" + os.environ.get("HUIYIN_TEST_DB", "main")
os.environ |= {
    "DATABASE_URL": ELSEWHERE or f"postgresql://{ROLE}@/{_database}?host={CLUSTER.db}",
    "HUIYIN_DATA_DIR": str(SCRATCH),
    "HUIYIN_SECRET_KEY": "only-for-tests-" + "x" * 40,
    "HUIYIN_JOB_STATEMENT_TIMEOUT_MS": "60000",  # a statement that never ends fails with its text
}


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(SCRATCH, ignore_errors=True)
