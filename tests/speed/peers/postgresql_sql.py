# SPDX-License-Identifier: LGPL-2.1-or-later
"""PostgreSQL (Debian package postgresql): liability_sql.py, in a cluster of its own that is thrown away afterwards. Root runs
it as the user postgres, since it refuses to run as root."""

import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile

import psycopg

from . import common, liability_sql

FOLDERS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
NAME = f"PostgreSQL {FOLDERS[-1].parent.name if FOLDERS else '(not installed)'}"

MEMORY = "64MB"  # of each sort and hash; without it they are written to disk


class Dialect(liability_sql.ZonedDialect):
    def midnight(self, day):
        return f"extract(epoch from timezone('Europe/Stockholm', cast(date '1970-01-01' + {day} as timestamp)))"


def run(*words):
    user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*user, *words], check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def start():
    """A cluster that listens to a socket in its own folder."""
    folder = tempfile.mkdtemp(prefix="postgresql-")
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    server = str(FOLDERS[-1] / "pg_ctl")
    run(str(FOLDERS[-1] / "initdb"), "-D", folder + "/data", "-A", "trust", "-U", "postgres")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_parallel_workers_per_gather=0"
    run(server, "-D", folder + "/data", "-l", folder + "/log", "-w", "-o", options, "start")

    def stop():
        run(server, "-D", folder + "/data", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    return folder


def copy(connection, table, rows):
    with connection.cursor().copy(f"copy {table} from stdin") as target:
        for row in rows:
            target.write_row(row)


def prepare(folder):
    def columns(*names):
        return [common.read(folder, name) for name in names]

    case, *events = columns("case.i64", "at.i64", "kind.u8", "party.u8", "mask.u32")
    stays = columns("municipality.i32", "payer.i32", "region.i32")
    connection = psycopg.connect(host=start(), user="postgres", dbname="postgres", autocommit=True)
    for name, made_of, rows in (
        ("events", "case_id bigint, place bigint, instant bigint, kind smallint, party smallint, mask bigint",
         zip(case, range(len(case)), *events)),
        ("senders", "kind smallint, party smallint", liability_sql.senders()),
        ("stays", "case_id bigint primary key, municipality integer, placed_by integer, region integer",
         zip(range(len(stays[0])), *stays)),
        ("days", "day integer primary key", ((day,) for day in range(liability_sql.LAST_DAY))),
    ):
        connection.execute(f"create unlogged table {name} ({made_of})")
        copy(connection, name, rows)
    connection.execute(liability_sql.VIEW)
    connection.execute("vacuum analyze")
    connection.execute(f"set work_mem = '{MEMORY}'")
    connection.execute("set jit = off")  # which takes longer than it saves here
    # It does not know how many rows the parts of the statement have, and would go through one for each row of another.
    connection.execute("set enable_nestloop = off")
    return connection, liability_sql.statement(Dialect(), *common.about(folder))


def compute(data):
    connection, statement = data
    return tuple(zip(*connection.execute(statement).fetchall()))
