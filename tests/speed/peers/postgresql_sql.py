# SPDX-License-Identifier: LGPL-2.1-or-later
"""PostgreSQL (Debian package postgresql): one SQL statement, in a cluster of its own that is thrown away afterwards. Root runs
it as the user postgres, since it refuses to run as root."""

import atexit
import os
import pathlib
import shutil
import subprocess
import tempfile

import psycopg

from . import common

FOLDERS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))
NAME = f"PostgreSQL {FOLDERS[-1].parent.name if FOLDERS else '(not installed)'}"

STATEMENT = """
with firsts as (
    select case_id,
           min(instant) filter (where kind = 3) as admitted,
           min(instant) filter (where kind = 11) as assessed,
           min(instant) filter (where kind = 13) as told,
           to_timestamp(min(instant) filter (where kind = 24)) at time zone 'Europe/Stockholm' as called,
           to_timestamp(min(instant) filter (where kind = 31)) at time zone 'Europe/Stockholm' as notice,
           cast(to_timestamp(min(instant) filter (where kind = 9)) at time zone 'Europe/Stockholm' as date) as left_on
      from events
     group by case_id),
entries as (
    select *,
           cast(notice as date) + 3 + cast(cast(notice as time) > time '12:00' as integer) as entry,
           told <= greatest(admitted, assessed) + 86400 and called is not null
             and cast(called as date) <= cast(notice as date) + 3 as met
      from firsts)
select case when left_on <= entry then 1 when met then 5 else 2 end,
       entry - date '1970-01-01',
       case when left_on > entry and met then left_on - entry else 0 end,
       case when left_on > entry and met then
         930000 * greatest(0, least(left_on, date '2023-01-01') - entry)
         + 1050000 * greatest(0, left_on - greatest(entry, date '2023-01-01')) else 0 end
  from entries
 order by case_id
"""


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


def prepare(folder):
    columns = [common.read(folder, name) for name in ("case.i64", "at.i64", "kind.u8")]
    connection = psycopg.connect(host=start(), user="postgres", dbname="postgres", autocommit=True)
    connection.execute("create unlogged table events (case_id bigint, instant bigint, kind smallint)")
    with connection.cursor().copy("copy events from stdin") as copy:
        for row in zip(*columns):
            copy.write_row(row)
    connection.execute("vacuum analyze events")
    return connection


def compute(data):
    return tuple(zip(*data.execute(STATEMENT).fetchall()))
