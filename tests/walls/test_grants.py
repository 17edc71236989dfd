"""Each role on a real server: refused everything that its lines do not name, and nothing more."""

from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import errors, sql

from survey_api import migrations
from tests import postgres
from tests.walls.privileges import GRANTS, ROLES, ROOMS, Attempt, attempts, granted, is_refused

pytestmark = pytest.mark.postgres
OWNER = "safetosay_owner"
EVERYWHERE = {
    "make a table": "CREATE TABLE public.mine (x text)",
    "make a passing table": "CREATE TEMP TABLE mine (x text)",
    "make a schema": "CREATE SCHEMA mine",
    "make a function": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "make a sequence": "CREATE SEQUENCE public.mine",
    "make a publication": "CREATE PUBLICATION mine FOR ALL TABLES",
    "make an extension": "CREATE EXTENSION pageinspect",
    "make a role": "CREATE ROLE mine",
    "make a database": "CREATE DATABASE mine",
    "become the owner": "SET ROLE safetosay_owner",
    "become the worker": "SET ROLE safetosay_worker",
    "become the superuser": "SET ROLE postgres",
    "read a file": "SELECT pg_read_file('PG_VERSION')",
    "write a file": "COPY (SELECT 1) TO '/tmp/safetosay-grants'",
    "run a program": "COPY (SELECT 1) TO PROGRAM 'true'",
    "read the log of changes": "SELECT pg_create_logical_replication_slot('mine', 'pgoutput')",
    "look into pages": "SELECT pg_ls_waldir()",
    "change the server": "ALTER SYSTEM SET log_statement = 'all'",
    "log what is asked": "SET log_statement = 'all'",
    "read passwords": "SELECT rolpassword FROM pg_authid",
}


@dataclass(frozen=True)
class Server:
    """The three databases as the migrations and the grant files leave them."""

    databases: dict[str, str]

    def connect(self, room: str, role: str) -> "psycopg.Connection[object]":
        url = postgres.cluster().url(self.databases[room], role=role)
        return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)

    def tables(self, room: str) -> dict[str, list[str]]:
        """Every table that really is there, with its columns."""
        query = (
            "SELECT table_name, array_agg(column_name::text) FROM information_schema.columns"
            " WHERE table_schema = 'public' GROUP BY table_name"
        )
        with self.connect(room, postgres.SUPERUSER) as connection:
            return dict(connection.execute(query).fetchall())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    if not postgres.available():
        pytest.skip("no PostgreSQL programs here")
    cluster = postgres.cluster()
    cluster.run((GRANTS / "roles.sql").read_text())  # type: ignore[arg-type]
    stranger = "CREATE ROLE safetosay_stranger LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
    cluster.run("DROP ROLE IF EXISTS safetosay_stranger")
    cluster.run(stranger)
    made = {room: cluster.create_database(room).rsplit("/", 1)[1] for room in ROOMS}
    for room, name in made.items():
        owned = sql.SQL("ALTER DATABASE {} OWNER TO safetosay_owner").format(sql.Identifier(name))
        cluster.run(owned)
        address = cluster.url(name, role=OWNER)
        migrations.command.upgrade(migrations.config(room, address), "head")
        with psycopg.connect(address.replace("+psycopg", "")) as connection:
            connection.execute((GRANTS / f"{room}.sql").read_text())  # type: ignore[call-overload]
    yield Server(made)
    cluster.run("DROP ROLE safetosay_stranger")


ROLES_AND_ROOMS = [(role, room) for role in ROLES for room in ROOMS]


def tries(server: Server, room: str, role: str) -> list[Attempt]:
    rights = granted(room, role)
    return [
        attempt
        for table, columns in sorted(server.tables(room).items())
        for attempt in attempts(table, columns, rights)
    ]


@pytest.mark.parametrize(("role", "room"), ROLES_AND_ROOMS)
def test_a_role_can_do_what_its_lines_say_and_nothing_else(
    server: Server, role: str, room: str
) -> None:
    if not granted(room, role):
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            server.connect(room, role)
        return
    with server.connect(room, role) as connection:
        wrong = [
            attempt.what
            for attempt in tries(server, room, role)
            if is_refused(connection, attempt.statement) == attempt.is_granted
        ]
    assert wrong == []


@pytest.mark.parametrize(("role", "room"), ROLES_AND_ROOMS)
def test_no_role_can_make_anything_become_anybody_or_leave_the_database(
    server: Server, role: str, room: str
) -> None:
    if not granted(room, role):
        return
    with server.connect(room, role) as connection:
        for what, statement in EVERYWHERE.items():
            if what.endswith(role.removeprefix("safetosay_")):
                continue
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(statement)
                pytest.fail(f"{role} in {room} could {what}")


@pytest.mark.parametrize(("role", "room"), ROLES_AND_ROOMS)
def test_rows_leave_and_enter_in_bulk_only_where_the_verb_is_granted(
    server: Server, role: str, room: str
) -> None:
    rights = granted(room, role)
    if not rights:
        return
    with server.connect(room, role) as connection:
        for table in server.tables(room):
            for verb, direction in (("SELECT", "TO STDOUT"), ("INSERT", "FROM STDIN")):
                is_granted = any(one.table == table and one.covers(verb) for one in rights)
                assert copies(connection, table, direction) == is_granted, (table, verb)


def copies(connection: "psycopg.Connection[object]", table: str, direction: str) -> bool:
    bulk = sql.SQL("COPY {} " + direction).format(sql.Identifier(table))  # type: ignore[arg-type]
    try:
        with connection.cursor().copy(bulk) as rows:
            if direction == "TO STDOUT":
                list(rows)
    except errors.InsufficientPrivilege:
        return False
    return True


@pytest.mark.parametrize(("role", "room"), ROLES_AND_ROOMS)
def test_a_sequence_moves_only_for_whom_a_line_names_it(
    server: Server, role: str, room: str
) -> None:
    rights = granted(room, role)
    if not rights:
        return
    with server.connect(room, postgres.SUPERUSER) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'S'").fetchall()
    with server.connect(room, role) as connection:
        for (name,) in found:  # type: ignore[misc]
            is_granted = any(one.table == name and one.verb == "USAGE" for one in rights)
            moved = sql.SQL("SELECT nextval({})").format(sql.Literal(name))
            assert is_refused(connection, moved) != is_granted, name
            reset = sql.SQL("SELECT setval({}, 1)").format(sql.Literal(name))
            assert is_refused(connection, reset), name


@pytest.mark.parametrize("room", ROOMS)
def test_every_table_on_the_server_has_a_line(server: Server, room: str) -> None:
    named = {right.table for role in ROLES for right in granted(room, role)}
    assert set(server.tables(room)) <= named


def test_the_attempts_notice_a_right_that_no_line_names(server: Server) -> None:
    """The test can fail: one right more, given behind its back, is found."""
    room, role = "ballots", "safetosay_ballots"
    with server.connect(room, OWNER) as owner:
        owner.execute("GRANT SELECT (wave) ON envelope TO safetosay_ballots")
        with server.connect(room, role) as connection:
            wrong = [
                attempt.what
                for attempt in tries(server, room, role)
                if is_refused(connection, attempt.statement) == attempt.is_granted
            ]
        owner.execute("REVOKE SELECT (wave) ON envelope FROM safetosay_ballots")
    assert wrong == ["SELECT envelope.wave"]
