# SPDX-License-Identifier: LGPL-2.1-or-later
"""DuckDB: liability_sql.py over a table of events in order."""

import functools

import duckdb
import numpy as np

from . import common, liability_sql

NAME = f"DuckDB {duckdb.__version__} SQL"
THREADS = 1


class Dialect(liability_sql.ZonedDialect):
    def midnight(self, day):
        return f"epoch(timezone('Europe/Stockholm', cast(date '1970-01-01' + cast({day} as integer) as timestamp)))"


def prepare(folder):
    column = functools.partial(common.column, folder)

    at = column("at.i64")
    events = {"case_id": column("case.i64"), "place": np.arange(len(at)), "instant": at, "kind": column("kind.u8"),
              "party": column("party.u8"), "mask": column("mask.u32").astype(np.int64)}
    municipality, payer, region = (column(name) for name in ("municipality.i32", "payer.i32", "region.i32"))
    stays = {"case_id": np.arange(len(payer)), "municipality": municipality, "placed_by": payer, "region": region}
    senders = dict(zip(("kind", "party"), np.array(liability_sql.senders(), np.uint8).T.copy()))
    days = {"day": np.arange(liability_sql.LAST_DAY)}
    connection = duckdb.connect()
    connection.execute(f"set threads = {THREADS}")
    for name, columns in (("events", events), ("stays", stays), ("senders", senders), ("days", days)):
        connection.register("columns", columns)
        connection.execute(f"create table {name} as select * from columns")
        connection.unregister("columns")
    connection.execute(liability_sql.VIEW)
    # Planning takes longer than judging a small table.
    connection.execute("prepare liability as " + liability_sql.statement(Dialect(), *common.about(folder)))
    return connection


def compute(data):
    answers = data.execute("execute liability").fetchnumpy()
    return answers["status"], answers["enters"], answers["days"], answers["ore"]
