"""What deploy/grants allows, read from its lines, and how to try each verb on a real server."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import errors, sql

GRANTS = Path(__file__).resolve().parents[2] / "deploy" / "grants"
ROOMS = ("identity", "ballots", "published")
ROLES = ("safetosay_api", "safetosay_ballots", "safetosay_worker", "safetosay_stranger")
LINE = re.compile(r"^GRANT (.+) ON (?:SEQUENCE )?(\w+) TO (\w+);$", re.M)
RIGHT = re.compile(r"([A-Z]+)(?: \(([^)]+)\))?")


@dataclass(frozen=True)
class Right:
    """A verb on a table, or on some of its columns."""

    verb: str
    table: str
    columns: frozenset[str] = frozenset()

    def covers(self, verb: str, column: str = "") -> bool:
        return self.verb == verb and (not self.columns or column in self.columns)


def granted(room: str, role: str) -> list[Right]:
    """Each right that a role's lines give it in a room."""
    text = (GRANTS / f"{room}.sql").read_text(encoding="utf-8")
    found = []
    for rights, table, whose in LINE.findall(text):
        for verb, columns in RIGHT.findall(rights) if whose == role else ():
            named = frozenset(part.strip() for part in columns.split(",") if part.strip())
            found.append(Right(verb, table, named))
    return found


@dataclass(frozen=True)
class Attempt:
    """One statement that either is within a role's lines or must be refused."""

    what: str
    statement: sql.Composed
    is_granted: bool


def attempts(table: str, columns: list[str], rights: list[Right]) -> Iterator[Attempt]:
    """Every verb on a table, whole and column by column."""
    mine = [right for right in rights if right.table == table]

    def may(verb: str, column: str = "") -> bool:
        return any(right.covers(verb, column) for right in mine)

    name, all_columns = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    some = [right.columns for right in mine if right.verb == "UPDATE"]
    may_lock = may("DELETE") or may("TRUNCATE") or frozenset() in some
    whole = {
        "SELECT": ("SELECT * FROM {t} LIMIT 0", may("SELECT")),
        "INSERT": ("INSERT INTO {t} DEFAULT VALUES", may("INSERT")),
        "DELETE": ("DELETE FROM {t} WHERE false", may("DELETE")),
        "TRUNCATE": ("TRUNCATE {t}", may("TRUNCATE")),
        "LOCK": ("LOCK TABLE {t} IN ACCESS EXCLUSIVE MODE NOWAIT", may_lock),
        "DROP": ("DROP TABLE {t}", False),
        "ALTER": ("ALTER TABLE {t} ADD COLUMN more text", False),
        "OWN": ("ALTER TABLE {t} OWNER TO CURRENT_USER", False),
        "INDEX": ("CREATE INDEX ON {t} ({c})", False),
        "TRIGGER": ("CREATE TRIGGER x BEFORE INSERT ON {t} EXECUTE FUNCTION min_max()", False),
        "REFERENCES": ("CREATE TABLE public.x (y text REFERENCES {t})", False),
        "COMMENT": ("COMMENT ON TABLE {t} IS 'mine'", False),
        "ROW SECURITY": ("ALTER TABLE {t} ENABLE ROW LEVEL SECURITY", False),
    }
    for what, (text, is_granted) in whole.items():
        made = sql.SQL(text).format(t=name, c=all_columns)  # type: ignore[arg-type]
        yield Attempt(f"{what} {table}", made, is_granted)
    for column in columns:
        for verb, text in (
            ("SELECT", "SELECT {c} FROM {t} LIMIT 0"),
            ("UPDATE", "UPDATE {t} SET {c} = DEFAULT WHERE false"),
            ("INSERT", "INSERT INTO {t} ({c}) VALUES (DEFAULT)"),
        ):
            made = sql.SQL(text).format(t=name, c=sql.Identifier(column))
            yield Attempt(f"{verb} {table}.{column}", made, may(verb, column))


def is_refused(connection: "psycopg.Connection[object]", statement: sql.Composed) -> bool:
    """Whether the server lacks the right; any other error means that the right was there."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(statement)
    except errors.InsufficientPrivilege:
        return True
    except psycopg.Error:
        return False
    return False
