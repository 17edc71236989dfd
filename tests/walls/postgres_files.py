"""What lies in a PostgreSQL server's own files: pages of one database, its log, its numbers."""

import re
import secrets

import psycopg
from psycopg import sql

from tests import postgres

SEGMENT, PAGE = 1 << 24, 8192
FIRST_OF_OURS = 16384


def connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def raw(url: str) -> bytes:
    """All files of a database's own tables, also old ones, as they lie on the disk."""
    with connect(url) as connection:
        connection.execute("CHECKPOINT")
        (number,) = connection.execute(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).fetchone() or (0,)
    folder = postgres.cluster().home / "data" / "base" / str(number)
    files = [path for path in sorted(folder.iterdir()) if _is_ours(path.name)]
    return b"".join(path.read_bytes() for path in files)


def _is_ours(name: str) -> bool:
    """The server's own catalogues have the numbers below."""
    number = re.split("[._]", name, maxsplit=1)[0]
    return number.isdigit() and int(number) >= FIRST_OF_OURS


def rows(url: str, table: str, key: str) -> dict[str, dict[bytes, float]]:
    """Address, transaction and (where the server keeps it) commit time of each row, by key."""
    measures = {
        "ctid": "(ctid::text::point)[0] * 1000 + (ctid::text::point)[1]",
        "xmin": "xmin::text::bigint",
        "commit time": "extract(epoch FROM pg_xact_commit_timestamp(xmin))",
    }
    found: dict[str, dict[bytes, float]] = {}
    with connect(url) as connection:
        for measure, expression in measures.items():
            query = f"SELECT {key}, {expression} FROM {table}"  # noqa: S608
            answers = connection.execute(query).fetchall()  # type: ignore[call-overload]
            found[measure] = {bytes(one): float(place) for one, place in answers}
    return found


def toast(url: str, table: str, length: int) -> dict[bytes, float]:
    """The number of each long value, by its beginning."""
    with connect(url) as connection:
        (name,) = connection.execute(
            "SELECT reltoastrelid::regclass::text FROM pg_class WHERE relname = %s", (table,)
        ).fetchone() or ("",)
        query = f"SELECT substr(chunk_data, 1, {length}), chunk_id::bigint FROM {name}"  # noqa: S608
        chunks = connection.execute(query + " WHERE chunk_seq = 0").fetchall()  # type: ignore[call-overload]
    return {bytes(one): float(number) for one, number in chunks}


class Archive:
    """The server's write-ahead log from now on, as an archive or a replica gets it."""

    def __init__(self, url: str) -> None:
        self._url, self._slot = url, f"archive_{secrets.token_hex(4)}"
        with connect(url) as connection:
            connection.execute("SELECT pg_create_physical_replication_slot(%s, true)", [self._slot])
            self._start = _position(connection)

    def read(self) -> bytes:
        """All of it, without the headers of its pages."""
        with connect(self._url) as connection:
            connection.execute("CHECKPOINT")
            start, end = self._start, _position(connection)
        parts = [_segment(number) for number in range(start // SEGMENT, end // SEGMENT + 1)]
        bare = b"".join(parts)[start % SEGMENT - start % PAGE :][: end - start + PAGE]
        return b"".join(bare[at + 24 : at + PAGE] for at in range(0, len(bare), PAGE))

    def end(self) -> bytes:
        """All of it; the server need not keep it any longer."""
        found = self.read()
        with connect(self._url) as connection:
            connection.execute("SELECT pg_drop_replication_slot(%s)", [self._slot])
        return found


def _position(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    (found,) = connection.execute(
        "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint"
    ).fetchone() or (0,)
    return int(str(found))


def _segment(number: int) -> bytes:
    name = f"{1:08X}{number >> 8:08X}{number & 0xFF:08X}"
    return (postgres.cluster().home / "data" / "pg_wal" / name).read_bytes()


def naive(url: str, contents: list[bytes]) -> None:
    """A table as nobody should keep it: one transaction for each, as they come."""
    with connect(url) as connection:
        connection.execute("CREATE TABLE naive (id serial, sealed bytea)")
        connection.execute("ALTER TABLE naive ALTER sealed SET STORAGE EXTERNAL")
        for one in contents:
            connection.execute(sql.SQL("INSERT INTO naive (sealed) VALUES (%s)"), (one,))
