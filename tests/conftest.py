"""The database of the tests: a PostgreSQL of our own in a temporary folder, started when the first test asks for it.

Tests run as the owner of the tables, who makes what a test needs; `with web_role():` steps down to the role that serves
pages, inside the same transaction, so that it sees the same rows as far as row security lets it. A `site` is the real
server, in a process of its own, on the same database (serving.py).

Tests of the pure core (PURE) run alone without Django being set up: they start in a blink.
"""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

from xiafang.postgres import binaries, embedded

TESTS = Path(__file__).parent
PURE = {"adapters", "regulation", "oracle", "planning", "insight"}
PREFIX = "xiafang-test-"
ALSO_POSTGRES = {"db", "transactional_db", "django_db_setup", "embedded_postgres", "site"}

# What the developer's own environment says must not reach the tests, least of all a real database.
for _name in [name for name in os.environ if name == "DATABASE_URL" or name.startswith("XIAFANG_")]:
    if _name != "XIAFANG_POSTGRES_BIN":
        del os.environ[_name]
os.environ["XIAFANG_SECRET_KEY"] = "only for tests " * 4
os.environ["XIAFANG_DATABASE_ROLE"] = "owner"
os.environ["XIAFANG_DATA"] = str(Path(tempfile.gettempdir()) / f"{PREFIX}{os.getpid()}-unused")


def _only_pure() -> bool:
    """Return whether only pure tests are named on the command line."""
    named = [Path(word.partition("::")[0]).resolve() for word in sys.argv[1:] if not word.startswith("-")]
    paths = [path for path in named if path.exists()]
    return bool(paths) and all(any(path.is_relative_to(TESTS / name) for name in PURE) for path in paths)


# How long one example takes says something of the machine, not of the code.
hypothesis.settings.register_profile("tests", deadline=None)
hypothesis.settings.load_profile("tests")

# Now, not in a hook: the conftest.py of a folder, read next, may import models.
if not _only_pure():
    os.environ["DJANGO_SETTINGS_MODULE"] = "xiafang.config.settings"
    django.setup()
    from django.conf import settings as _settings

    # Slow on purpose is the hasher of real use, which is met in config/test_passwords.py.
    _settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Know `--no-skips`."""
    parser.addoption("--no-skips", action="store_true", help="fail when a test is skipped")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run when a test was skipped and `--no-skips` is given; a skip must not hide in a green CI."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and session.config.getoption("no_skips") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a server, so that `-m postgres` runs it again on another version, and what need not be run again.

    That is what `repeats` what others run once, such as that pages cost the same however much they show.
    """
    for item in items:
        if "cost" in item.name:
            item.add_marker(pytest.mark.repeats)
        if ALSO_POSTGRES & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.postgres)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Keep what is there for good out of the garbage collector's way, and let it come less often.

    Django and some thousand tests are looked through again and again else: one twentieth of all that tests cost.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _sweep() -> None:
    """Stop and remove the servers of test runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        with suppress(FileNotFoundError):  # both workers of a run sweep at once
            if pid.isdigit() and not Path(f"/proc/{pid}").exists() and folder.stat().st_uid == os.geteuid():
                embedded.stop(folder / "postgres", binaries.account())
                shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def embedded_postgres() -> Iterator[embedded.Embedded]:
    """A running server with the roles of Xiafang and an empty database."""
    _sweep()
    root = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    root.chmod(0o755)  # as root, the server's own user must pass through
    try:
        with embedded.running(root, throwaway=True) as server:
            yield server
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, embedded_postgres: embedded.Embedded
) -> None:  # fmt: skip
    """Point Django at the server just before pytest-django makes the test database there."""
    from django.db import connection  # noqa: PLC0415

    connection.settings_dict |= {"HOST": str(embedded_postgres.socket), "USER": "xiafang_owner", "NAME": "xiafang"}


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The test database is not dropped: its whole server is thrown away, whoever is still connected."""
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, embedded_postgres: embedded.Embedded) -> None:
    """Make the test database, whose tables are emptied by DELETE after a test that commits.

    TRUNCATE of all tables takes a second, however little is in them. Like it, this waits for whoever is still writing.
    """
    import psycopg  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from psycopg import sql  # noqa: PLC0415

    def empty(tables: list[str]) -> None:
        names = [sql.Identifier(name) for name in tables]
        with psycopg.connect(embedded_postgres.url("postgres", str(connection.settings_dict["NAME"]))) as superuser:
            superuser.execute("SET LOCAL session_replication_role = replica")  # what is kept for good refuses else
            superuser.execute("SET LOCAL lock_timeout = '60s'")
            superuser.execute(sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(sql.SQL(", ").join(names)))
            for name in names:
                superuser.execute(sql.SQL("DELETE FROM {}").format(name))

    operations: Any = connection.ops
    operations.sql_flush = lambda _style, tables, **_: [*tables, "promises_count", "promises_change"]  # no models
    operations.execute_sql_flush = empty


@pytest.fixture
def web_role(db: None) -> Callable[[], AbstractContextManager[None]]:
    """`with web_role():` acts as the role that serves pages, until the end of the block or an error."""
    from django.conf import settings  # noqa: PLC0415 - pure tests run without Django
    from django.db import connection, transaction  # noqa: PLC0415

    @contextmanager
    def stepped_down() -> Iterator[None]:
        with transaction.atomic():  # a savepoint: an error gives the role back as well
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {settings.WEB_ROLE}")
            yield
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")

    return stepped_down


@pytest.fixture(scope="session")
def console() -> Path:
    """The console script `xiafang` of the environment the tests run in."""
    return Path(sys.executable).with_name("xiafang")


@pytest.fixture(scope="module")
def run(
    request: pytest.FixtureRequest, embedded_postgres: embedded.Embedded, console: Path
) -> Iterator[Callable[..., "subprocess.CompletedProcess[str]"]]:
    """`run("demo", "--fresh", said="y")`: a command of the console on a database that the module has to itself."""
    import psycopg  # noqa: PLC0415 - pure tests need no database

    from xiafang.postgres import roles  # noqa: PLC0415

    name = "xiafang_" + request.module.__name__.replace(".", "_")
    superuser_url = embedded_postgres.url("postgres", "postgres")
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name} OWNER {roles.OWNER}")
    environment = os.environ | {
        "DATABASE_URL": embedded_postgres.url(roles.OWNER, name),
        "XIAFANG_WEB_DATABASE_URL": embedded_postgres.url(roles.WEB, name),
    }

    def run_one(*words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [console, *words], env=environment, input=said, capture_output=True, text=True, timeout=300, check=False
        )

    yield run_one
    with psycopg.connect(superuser_url, autocommit=True) as superuser:
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")
