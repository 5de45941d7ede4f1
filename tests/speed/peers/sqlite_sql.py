# SPDX-License-Identifier: LGPL-2.1-or-later
"""SQLite: liability_sql.py; it knows no time zones, so that the changes of the clock stand in a table."""

import datetime
import sqlite3

from . import common, liability_sql

NAME = f"SQLite {sqlite3.sqlite_version}"


class Dialect(liability_sql.Dialect):
    greatest, least = "max", "min"

    @staticmethod
    def offset(instant):
        return f"coalesce((select seconds from offsets where since <= {instant} order by since desc limit 1), 3600)"

    def day_of(self, instant):
        return f"(({instant} + {self.offset(instant)}) / 86400)"

    def is_after_noon(self, instant):
        return f"(({instant} + {self.offset(instant)}) % 86400 > 43200)"

    def midnight(self, day):
        """The clock changes hours after it."""
        return f"(({day}) * 86400 - {self.offset(f'({day}) * 86400 - 3600')})"


def changes():
    """When the clocks change, and the offset from then on."""
    for year in range(2018, 2032):
        for month, seconds in ((3, 7200), (10, 3600)):
            last = datetime.datetime(year, month, 31, 1, tzinfo=datetime.timezone.utc)
            sunday = last - datetime.timedelta(days=last.isoweekday() % 7)
            yield int(sunday.timestamp()), seconds


def prepare(folder):
    def columns(*names):
        return [common.read(folder, name) for name in names]

    case, *events = columns("case.i64", "at.i64", "kind.u8", "party.u8", "mask.u32")
    stays = columns("municipality.i32", "payer.i32", "region.i32")
    connection = sqlite3.connect(":memory:")
    for name, made_of, rows in (
        ("offsets", "since integer primary key, seconds integer", changes()),
        ("events", "case_id integer, place integer primary key, instant integer, kind integer, party integer, mask integer",
         zip(case, range(len(case)), *events)),
        ("senders", "kind integer, party integer", liability_sql.senders()),
        ("stays", "case_id integer primary key, municipality integer, placed_by integer, region integer",
         zip(range(len(stays[0])), *stays)),
        ("days", "day integer primary key", ((day,) for day in range(liability_sql.LAST_DAY))),
    ):
        connection.execute(f"create table {name} ({made_of})")
        marks = ", ".join("?" * len(made_of.split(",")))
        connection.executemany(f"insert into {name} values ({marks})", rows)
    connection.execute(liability_sql.VIEW)
    connection.execute("analyze")
    return connection, liability_sql.statement(Dialect(), *common.about(folder))


def compute(data):
    connection, statement = data
    return tuple(zip(*connection.execute(statement)))
