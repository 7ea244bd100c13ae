"""Commands on a database that is not as they expect: one sentence says so."""

import os
import subprocess
from pathlib import Path

import pytest

from xiafang.postgres import roles
from xiafang.postgres.embedded import Embedded

pytestmark = pytest.mark.postgres


def test_a_database_without_tables_is_said_so_in_a_sentence(console: Path, embedded_postgres: Embedded) -> None:
    urls = {"DATABASE_URL": embedded_postgres.url(roles.OWNER), "XIAFANG_WEB_DATABASE_URL": embedded_postgres.url("x")}
    refused = subprocess.run(
        [console, "ledger", "verify"], env=os.environ | urls, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "请先执行 xiafang migrate" in refused.stderr
    assert refused.stderr.count("\n") == 1
