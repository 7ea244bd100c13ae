"""The roles of the database and what the one that serves pages must not be able to do.

- the **owner** owns the tables; migrations and commands only;
- the **web role** owns nothing, creates nothing and is bound by row security;
- the **definer** cannot sign in and is not bound by row security: it owns the few SECURITY DEFINER functions, each of
  which repeats the policy it steps over. The owner is its member, so that migrations can hand functions to it;
- the **ledger** cannot sign in and is bound by row security: it reads days, ids and codes of everything that duties are
  counted from, text and people of nothing, and writes the duty ledger. The web role is its member without inheriting
  anything: its rights and policies begin with `SET ROLE`, which `promises` alone says (ADR 0040).
"""

from dataclasses import dataclass

from psycopg import Connection
from psycopg.sql import SQL, Composed, Identifier

OWNER, WEB, DEFINER, LEDGER = "xiafang_owner", "xiafang_web", "xiafang_definer", "xiafang_ledger"
DATABASE = "xiafang"

# role → its attributes; said again at each start, so that a cluster of an earlier version catches up
ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS",
    WEB: "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOINHERIT",  # before it becomes a member of LEDGER
    DEFINER: "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE BYPASSRLS",
    LEDGER: "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
}
STATEMENT_TIMEOUT = "30s"
IDLE_TIMEOUT = "60s"


def set_up(superuser: Connection[tuple[object, ...]]) -> None:
    """Create the roles and the database where they are missing; `superuser` must be in autocommit."""
    there = {str(row[0]) for row in superuser.execute("SELECT rolname FROM pg_roles")}
    for role, attributes in ATTRIBUTES.items():
        verb = "ALTER" if role in there else "CREATE"
        superuser.execute(_sql(f"{verb} ROLE {{}} {attributes}", role))
    if WEB not in there:
        for statement in _limits(WEB):
            superuser.execute(statement)
    superuser.execute(_sql("GRANT {}, {}, {} TO {}", WEB, DEFINER, LEDGER, OWNER))
    superuser.execute(_sql("GRANT {} TO {}", LEDGER, WEB))
    if not superuser.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        superuser.execute(_sql("CREATE DATABASE {} OWNER {}", DATABASE, OWNER))


def _sql(text: str, *names: str) -> Composed:
    return SQL(text).format(*(Identifier(name) for name in names))


def _limits(web: str) -> list[Composed]:
    return [
        _sql(f"ALTER ROLE {{}} SET statement_timeout = '{STATEMENT_TIMEOUT}'", web),
        _sql(f"ALTER ROLE {{}} SET idle_in_transaction_session_timeout = '{IDLE_TIMEOUT}'", web),
    ]


def deployment_sql() -> str:
    """Return what a database administrator runs once, as superuser, before Xiafang's first migration."""
    return f"""\
-- 由数据库管理员以超级用户在 psql 中执行一次；口令请自行替换。
CREATE ROLE {OWNER} {ATTRIBUTES[OWNER].replace(" CREATEDB", " NOCREATEDB")} PASSWORD '请替换';   -- 属主：迁移和管理命令
CREATE ROLE {WEB} {ATTRIBUTES[WEB]} PASSWORD '请替换';   -- 网站：不拥有任何对象，受行级安全约束
CREATE ROLE {DEFINER} {ATTRIBUTES[DEFINER]};   -- 不能登录：拥有少数限定函数
CREATE ROLE {LEDGER} {ATTRIBUTES[LEDGER]};   -- 不能登录：登记时重算职责台账，只读日期、编号和代码
GRANT {WEB}, {DEFINER}, {LEDGER} TO {OWNER};
GRANT {LEDGER} TO {WEB};   -- {WEB} 须为 NOINHERIT：平时不具有、也不受其权限影响
ALTER ROLE {WEB} SET statement_timeout = '{STATEMENT_TIMEOUT}';
ALTER ROLE {WEB} SET idle_in_transaction_session_timeout = '{IDLE_TIMEOUT}';
CREATE DATABASE {DATABASE} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE {DATABASE} TO {OWNER}, {WEB};
-- 表上的权限由迁移授予（xiafang migrate）。应用服务器上设置：
--   DATABASE_URL=postgresql://{OWNER}:口令@主机/{DATABASE}              （只给运行迁移和管理命令的账号）
--   XIAFANG_WEB_DATABASE_URL=postgresql://{WEB}:口令@主机/{DATABASE}
"""


@dataclass(frozen=True)
class Powers:
    """What a role can do that the web role must not: False is good, but for `keeps_ledger`."""

    role: str
    superuser: bool
    bypasses: bool
    owns: bool
    creates: bool
    inherits: bool
    keeps_ledger: bool  # good, for once: without it no act can be done

    @property
    def objections(self) -> list[str]:
        """Return each of them in Chinese."""
        said = {
            "是超级用户": self.superuser,
            "可以绕过行级安全（BYPASSRLS）": self.bypasses,
            "拥有数据库中的表": self.owns,
            "可以在数据库中建表": self.creates,
            "直接继承了台账角色的权限（应为 NOINHERIT）": self.inherits,
        }
        return [words for words, holds in said.items() if holds]


# A member of a role can become it: what any of them may do counts.
_POWERS = """
WITH mine AS (SELECT * FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER'))
SELECT current_user,
       bool_or(rolsuper),
       bool_or(rolbypassrls),
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND c.relowner IN (SELECT oid FROM mine)
                  AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))
         OR EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba IN (SELECT oid FROM mine)),
       has_schema_privilege(current_user, 'public', 'CREATE'),
       EXISTS (SELECT FROM mine WHERE rolname = %(ledger)s AND pg_has_role(current_user, oid, 'USAGE')),
       EXISTS (SELECT FROM mine WHERE rolname = %(ledger)s)
  FROM mine
"""


def powers(connection: Connection[tuple[object, ...]]) -> Powers:
    """Return what the connected role can do; one query."""
    row = connection.execute(_POWERS, {"ledger": LEDGER}).fetchone()
    assert row is not None  # noqa: S101 - an aggregate returns one row
    return Powers(str(row[0]), *(bool(value) for value in row[1:]))
