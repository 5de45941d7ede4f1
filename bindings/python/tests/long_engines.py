# SPDX-License-Identifier: LGPL-2.1-or-later
"""The engines give what one process gives, byte for byte: Spark with several workers, tiny batches and tasks that fail."""

import datetime
import importlib
import io
import json
import os
import pathlib
import random
import sys
import tempfile
import unittest
import unittest.mock

import pyarrow
import pyarrow.ipc
import pyarrow.parquet

from stays import DAYS, LINES, ORE
from utskrivning import Event, RowError, engines, judge_table
from utskrivning.engines import judge_batches

CASES = 300
TYPO, RETRACTED = 17, 113  # cases with a row that is wrong
PROBLEMS = {
    TYPO: ["column event: no such event 'admision-notice', expected the id or the Swedish alias of an event; "
           "did you mean 'admission-notice'?"],
}


def county(name=lambda number: number):
    """Rows of events in the order in which they were entered: the stay of stays.py on other days and at other hours, with
    events that are lacking, under the act or an agreement, all in one instant for some. What a register may hold besides is
    there too, and must not be read."""
    rows = []
    for number in range(CASES):
        later = datetime.timedelta(days=number % 41, hours=number % 5)
        for place, line in enumerate(LINES):
            words = [word for word in line.split(" ") if not word.startswith("id=")]
            if place and number % 3 and (number >> place) % 4 == 3:
                continue
            at = Event(line).at.astimezone(datetime.timezone.utc) + later
            event = "admision-notice" if number == TYPO and place == 2 else words[2]
            event = "retracted" if number == RETRACTED and place == 3 else event
            rows.append({
                "case": name(number),
                "at": at.replace(hour=9, minute=0) if number % 7 == 0 and place < 3 else at,
                "event": event,
                "party": words[1],
                "attributes": None if event == "retracted" else " ".join(words[3:]) or None,
                "municipality": 484 if place == 0 else None,
                "rules": "sormland" if number % 2 else None,
                "entered": len(rows),
                "remarks": "nobody reads this",
            })
    return rows


def table_of(rows):
    """The rows in the types of Arrow, in any order but that of the cases."""
    mixed = list(rows)
    random.Random(5).shuffle(mixed)
    kinds = {"at": pyarrow.timestamp("us", "UTC"), "municipality": pyarrow.int32(), "entered": pyarrow.int64()}
    names = list(rows[0])
    columns = {key: pyarrow.array([row[key] for row in mixed], kinds.get(key)) for key in names}
    return pyarrow.table(columns)


def one_process(rows, **question):
    """The answers of one process, without any engine."""
    with unittest.mock.patch("warnings.warn"):
        return pyarrow.table(judge_table({key: [row[key] for row in rows] for key in rows[0]}, **question))


def as_bytes(table):
    """The table as a file of Arrow's, sorted by case."""
    ordered = table.sort_by("case").combine_chunks().replace_schema_metadata(None)
    file = io.BytesIO()
    with pyarrow.ipc.new_file(file, ordered.schema) as writer:
        writer.write_table(ordered)
    return file.getvalue()


def as_text(table):
    return [json.dumps(row, default=str) for row in table.sort_by("case").to_pylist()]


class Same:
    """What an engine gave against one process."""

    def check(self, got, rows, name=lambda number: number, **question):
        expected = one_process(rows, **question)
        self.assertEqual(got.column_names, [*expected.column_names, "problems"])
        answers = got.drop_columns(["problems"])
        expected = expected.cast(answers.schema)
        self.assertEqual(as_text(answers), as_text(expected))
        self.assertEqual(as_bytes(answers), as_bytes(expected))
        told = {row["case"]: row["problems"] for row in got.to_pylist() if row["problems"]}
        self.assertEqual(set(told), {name(TYPO), name(RETRACTED)})
        self.assertEqual(told[name(TYPO)], PROBLEMS[TYPO])
        self.assertTrue(told[name(RETRACTED)][0].startswith("column event: "))


class Core(unittest.TestCase):
    def test_the_county_is_one(self):
        """Cases enough that are charged, that are not, that are left out; and one known by hand."""
        answers = one_process(county()).to_pylist()
        self.assertEqual(len(answers), CASES)
        self.assertEqual((answers[0]["days"], answers[0]["ore"]), (DAYS, ORE))
        self.assertEqual([row["case"] for row in answers if row["error"]], [TYPO, RETRACTED])
        self.assertGreater(sum(row["days"] is not None and row["days"] > 0 for row in answers), CASES // 4)
        self.assertGreater(sum(not row["days"] for row in answers), CASES // 10)

    def test_pyarrow(self):
        rows = county()
        kept = pyarrow.Table.from_pylist(rows, table_of(rows).schema)
        for size in (1, 3, 64, 100_000):
            pieces = [pyarrow.table(answers) for answers in judge_batches(kept.to_batches(max_chunksize=size))]
            schema = engines._plain(pieces[0].schema).remove(len(pieces[0].schema))
            got = pyarrow.concat_tables([piece.cast(schema) for piece in pieces])
            self.assertEqual(as_text(got), as_text(one_process(rows).cast(got.schema)), size)

    def test_what_the_engines_refuse(self):
        polars = importlib.import_module("polars")
        frame = polars.from_arrow(table_of(county()))
        with self.assertRaises(RowError) as caught:
            engines.polars(frame.drop("party"))
        self.assertEqual((caught.exception.status, caught.exception.column_name), ("not-found", "party"))
        with self.assertRaisesRegex(RowError, "two columns of the name"):
            engines.polars(frame.with_columns(**{"assessed-at": None, "assessed_at": None}))
        with self.assertRaisesRegex(ValueError, "no column 'luck'"):
            engines.polars(frame, sequence="luck")
        with self.assertRaises(RowError):
            engines.polars(frame, bad_rows="refuse")
        with self.assertRaisesRegex(RowError, "column case, row [0-9]+: no value"):
            engines.polars(frame.with_columns(case=polars.when(polars.col("entered") != 9).then(polars.col("case"))))


class Polars(Same, unittest.TestCase):
    def test_polars(self):
        polars = importlib.import_module("polars")
        for name in (lambda number: number, lambda number: f"c{number}"):
            rows = county(name)
            frame = polars.from_arrow(table_of(rows))
            self.check(engines.polars(frame, sequence="entered").to_arrow(), rows, name)
            lazily = engines.polars(frame.lazy(), sequence="entered", want=("liability",))
            self.check(lazily.collect().to_arrow(), rows, name, want="liability")
            self.assertEqual(lazily.collect_schema(), lazily.collect().schema)
            kept = engines.polars(polars.DataFrame(rows, schema_overrides={"municipality": polars.Int32}))
            self.check(kept.to_arrow(), rows, name)
        self.assertEqual(len(engines.polars(frame.clear())), 0)


class DuckDB(Same, unittest.TestCase):
    def test_duckdb(self):
        duckdb = importlib.import_module("duckdb")
        for name in (lambda number: number, lambda number: f"c{number}"):
            rows = county(name)
            events = table_of(rows)
            connection = duckdb.connect()
            connection.register("events", events)
            for size in (7, 100_000):
                answers = engines.duckdb(connection.table("events"), sequence="entered", batch_rows=size)
                self.check(answers, rows, name)
            counted = connection.sql("select count(*), count(problems) from answers").fetchall()
            self.assertEqual(counted, [(CASES, 2)])
            renamed = connection.sql('select "case" as "a case", * exclude ("case") from events')
            self.check(engines.duckdb(renamed, sequence="entered", columns={"case": "a case"}), rows, name)


class Dask(Same, unittest.TestCase):
    def test_dask(self):
        dask, frames = importlib.import_module("dask"), importlib.import_module("dask.dataframe")
        for name in (lambda number: number, lambda number: f"c{number}"):
            rows = county(name)
            pandas_frame = table_of(rows).to_pandas(types_mapper=importlib.import_module("pandas").ArrowDtype)
            events = frames.from_pandas(pandas_frame, npartitions=4)
            for partitions in (None, 1, 9):
                answers = engines.dask(events, sequence=["entered"], partitions=partitions)
                with dask.config.set(scheduler="threads"):
                    got = answers.compute()
                self.assertEqual(list(got.dtypes), list(answers.dtypes))
                self.check(pyarrow.Table.from_pandas(got, preserve_index=False), rows, name)


class Spark(Same, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        os.environ.update(PYSPARK_PYTHON=sys.executable, PYSPARK_DRIVER_PYTHON=sys.executable, SPARK_LOCAL_IP="127.0.0.1")
        from pyspark.sql import SparkSession

        cls.folder = tempfile.TemporaryDirectory()
        # Three workers, two attempts for each task, few rows in a batch, and a clock that is not Sweden's.
        settings = {
            "spark.sql.execution.arrow.maxRecordsPerBatch": "7",
            "spark.sql.shuffle.partitions": "5",
            "spark.sql.session.timeZone": "America/New_York",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": cls.folder.name,
            "spark.sql.warehouse.dir": cls.folder.name,
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.log.level": "OFF",
        }
        builder = SparkSession.builder.master("local[3,2]").appName("utskrivning")
        for key, value in settings.items():
            builder = builder.config(key, value)
        cls.session = builder.getOrCreate()

    @classmethod
    def tearDownClass(cls):
        cls.session.stop()
        cls.folder.cleanup()

    def events(self, rows, partitions=4):
        """The rows as Spark's, mixed."""
        file = os.path.join(self.folder.name, "events.parquet")
        pyarrow.parquet.write_table(table_of(rows), file, row_group_size=100)
        return self.session.read.parquet(file).repartition(partitions)

    def check_spark(self, answers, rows, name=lambda number: number, **question):
        got = answers.toArrow()
        got = got.cast(engines._schema(isinstance(rows[0]["case"], str), question))
        self.check(got, rows, name, **question)

    def test_partitions_and_batches(self):
        for name in (lambda number: number, lambda number: f"c{number}"):
            rows = county(name)
            for partitions in (None, 1, 3, 40):
                with self.subTest(name=name(1), partitions=partitions):
                    answers = engines.spark(self.events(rows), sequence="entered", partitions=partitions)
                    self.check_spark(answers, rows, name)

    def test_several_workers_judge(self):
        """Each partition in a process of its own, and cases in each of them."""
        from pyspark import TaskContext

        real = engines._judged

        def noting(batches, question, schema):
            for batch in real(batches, question, schema):
                place = f"{TaskContext.get().partitionId()} {os.getpid()}"
                yield batch.set_column(batch.schema.get_field_index("state"), "state", pyarrow.array([place] * len(batch)))

        with unittest.mock.patch.object(engines, "_judged", noting):
            rows = county()
            places = engines.spark(self.events(rows), sequence="entered", partitions=6).toArrow()["state"].to_pylist()
        self.assertEqual(len(places), CASES)
        self.assertEqual(len({place.split()[0] for place in places}), 6)
        self.assertGreater(len({place.split()[1] for place in places}), 1)

    def test_tasks_that_fail_and_are_run_again(self):
        """In the midst of a partition, while a case is open: an exception in one, the end of the process in another."""
        from pyspark import TaskContext

        real, folder = engines._judged, self.folder.name

        def failing(batches, question, schema):
            task = TaskContext.get()

            def until_it_fails():
                for number, batch in enumerate(batches):
                    yield batch
                    if number == 3 and task.attemptNumber() == 0 and task.partitionId() in (1, 2):
                        pathlib.Path(folder, f"failed-{task.partitionId()}").touch()
                        if task.partitionId() == 1:
                            raise RuntimeError("once")
                        os._exit(9)

            return real(until_it_fails(), question, schema)

        rows = county()
        with unittest.mock.patch.object(engines, "_judged", failing):
            answers = engines.spark(self.events(rows), sequence="entered", partitions=4)
        self.check_spark(answers, rows)
        for partition in (1, 2):
            self.assertTrue(os.path.exists(os.path.join(folder, f"failed-{partition}")), "it did fail")

    def test_names_and_questions(self):
        rows = county()
        events = self.events(rows).withColumnRenamed("at", "när.hände").withColumnRenamed("case", "fall")
        answers = engines.spark(
            events, sequence="entered", columns={"at": "när.hände", "case": "fall"}, want=iter(["liability", "findings"]),
            at="2022-05-20T12:00", readings={"entry-day": "free"}, rates={2022: 100}, bad_rows="leave-out",
        )
        question = {"want": ("liability", "findings"), "at": "2022-05-20T12:00", "readings": {"entry-day": "free"},
                    "rates": {2022: 100}}
        self.check_spark(answers, rows, **question)

    def test_no_order_of_entering(self):
        """The answers are the same every time, however the rows come."""
        rows = county()
        first = engines.spark(self.events(rows), sequence=None, partitions=2).toArrow()
        second = engines.spark(self.events(rows, 7), sequence=None, partitions=5).toArrow()
        self.assertEqual(as_bytes(first), as_bytes(second))

    def test_refused(self):
        """The job fails in the words of the library."""
        rows = county()
        caseless = self.events(rows).selectExpr("nullif(`case`, 5) as `case`", "at", "event", "party")
        for wrong, expected in (
            (engines.spark(self.events(rows), sequence="entered", bad_rows="refuse"), "did you mean 'admission-notice'"),
            (engines.spark(caseless, sequence=None), "column case, row 0: no value"),
        ):
            with self.assertRaisesRegex(Exception, expected):
                wrong.toArrow()
        with self.assertRaises(RowError):
            engines.spark(self.events(rows).drop("event"), sequence="entered")
        with self.assertRaises(ValueError):
            engines.spark(self.events(rows), sequence="entered", want="luck")


if __name__ == "__main__":
    unittest.main()
