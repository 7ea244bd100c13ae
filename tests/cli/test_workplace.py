"""Commands on a database that is not as they expect: one sentence says so."""

import os
import subprocess
from pathlib import Path

import pytest

from xiafang.postgres import reach, roles
from xiafang.postgres.binaries import LaunchError
from xiafang.postgres.embedded import Embedded


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "postgresql://u:secret@h:x/d?what=1", "secret"])
def test_what_is_no_url_of_postgresql_is_not_repeated_with_its_password(url: str) -> None:
    with pytest.raises(LaunchError, match="DATABASE_URL 应为 postgresql://") as refused:
        reach.connect(url, "DATABASE_URL")
    assert "secret" not in str(refused.value)
    assert refused.value.__suppress_context__


@pytest.mark.postgres
def test_a_database_without_tables_is_said_so_in_a_sentence(console: Path, embedded_postgres: Embedded) -> None:
    urls = {"DATABASE_URL": embedded_postgres.url(roles.OWNER), "XIAFANG_WEB_DATABASE_URL": embedded_postgres.url("x")}
    refused = subprocess.run(
        [console, "ledger", "verify"], env=os.environ | urls, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "请先执行 xiafang migrate" in refused.stderr
    assert refused.stderr.count("\n") == 1
