# SPDX-License-Identifier: LGPL-2.1-or-later
"""The same judgements in an engine that spreads tables over cores or machines: Spark, Dask, DuckDB, polars.

    from utskrivning import engines

    answers = engines.spark(events, sequence="row", want="liability")

judge_batches() is all there is to it: batches of events in, sorted by case and time; batches of judgements out; wherever
they are cut. The functions with the names of engines have the engine bring each case together in one place and sort it,
and judge what it hands over. They need pyarrow, and the engine. No rule is here: the library judges.

In each of them

* `sequence` names the column, or columns, that tell in which order events of one instant were entered; engines forget the
  order of rows. None says that it makes no difference: they are then taken in the order of what they say, so that the
  answer is the same every time.
* the rest is as in judge_table(). Of the table only the columns that it names are read: nothing else of it leaves the
  engine.
* the answers have the columns of judge_table(), words as plain text, and one more: `problems`, a list with a text for each
  row of the case that was wrong. Such a case is left out: all of its other columns but `case` and `error` are null. With
  bad_rows="refuse" the first such row fails the whole: RowError, in the words of the engine.
* a row without a case cannot be left out with its case, and is always refused.
"""

from __future__ import annotations

from functools import partial
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Sequence,
    Tuple,
    Union,
)

from . import _core
from ._errors import RowError
from ._table import Answers, _names, _stream, question_of
from ._words import Status

if TYPE_CHECKING:
    import dask.dataframe as dask_engine
    import duckdb as duckdb_engine
    import polars as polars_engine
    import pyarrow  # type: ignore
    import pyspark.sql

__all__ = ["dask", "duckdb", "judge_batches", "polars", "spark"]

Order = Union[str, Sequence[str], None]

# Columns that every table of events has.
_REQUIRED = ("case", "at", "event", "party")


# --- The core --------------------------------------------------------------------------------------------------------------


def judge_batches(batches: Iterable[Any], **question: Any) -> Iterator[Answers]:
    """Judges events that come in batches, and gives the judgements as cases end: in memory there are a batch and a case.

    batches    tables of events as judge_table() takes them, one after another, all with the same columns of the same
               types: pyarrow.RecordBatch, polars.DataFrame, anything else that speaks the Arrow PyCapsule protocol, or
               dicts of columns. One table is taken as it is. The events of a case stand together, in order of time, and
               may go on in the next batch; cases that are numbers ascend.
    question   as in judge_table(), but for by_case

    Gives Answers of some cases each, in the order in which the cases stand. What is wrong with a row is in
    Answers.bad_rows of the next Answers after the row was read: those that its case is in, or some before them. Rows count
    from 0 at the beginning of the first batch. Raises RowError where a case comes back after another one has begun; and
    with bad_rows="refuse" where a row is wrong. A column of a dict that says nothing in a whole batch counts as text.
    """
    asked = question_of(**question, by_case=True)
    one = hasattr(batches, "__arrow_c_stream__") or hasattr(batches, "__arrow_c_array__") or isinstance(batches, Mapping)
    return _pieces(iter([batches] if one else batches), asked)


def _pieces(batches: Iterator[Any], asked: Tuple[Any, ...]) -> Iterator[Answers]:
    events = _core.stream_of_streams(map(_stream, filter(_has_rows, batches)))
    if events is None:
        return
    try:
        for answers, bad in Answers._judge_pieces(events, asked):
            answers._bad_rows = bad
            yield answers
    except RowError as problem:
        raise _in_other_words(problem) from None


def _has_rows(batch: Any) -> bool:
    """False for a dict without rows, whose columns have no type yet."""
    return not isinstance(batch, Mapping) or any(len(values) > 0 for values in batch.values())


def _in_other_words(problem: RowError) -> RowError:
    """An error as it is to be understood here."""
    if problem.status != Status.OUT_OF_ORDER or problem.column_name != "case":
        return problem
    return RowError(
        "a case that came before, or whose number is below the one before it",
        problem.status,
        problem.column_name,
        problem.row,
        expected="events that are partitioned by case, and sorted by case and time",
    )


# --- Tables of Arrow -------------------------------------------------------------------------------------------------------


def _found(available: Iterable[str], columns: Optional[Mapping[str, str]]) -> Dict[str, str]:
    """What the table calls each of the columns that are read."""
    theirs, names, found = set(available), _names(columns), {}
    for name in _core.columns():
        spellings = {names[name]} if name in names else {name, name.replace("-", "_")}
        if spellings <= theirs and len(spellings) > 1:
            raise RowError("two columns of the name", Status.DUPLICATE, name, 0, expected="one")
        found.update({name: spelling for spelling in spellings & theirs})
    for name in _REQUIRED:
        if name not in found:
            raise RowError("there is no such column", Status.NOT_FOUND, name, 0, names.get(name, name))
    return found


class _Plan(NamedTuple):
    """What an engine does before it judges."""

    columns: Dict[str, str]  # those that are read or sorted by: our names, and what the table calls them
    order: List[str]  # our names of those to sort by
    question: Dict[str, Any]  # of a table with our names; may be asked often, and elsewhere


def _sorting(found: Mapping[str, str], sequence: Order) -> Dict[str, str]:
    """What to sort by after case and time, our names and theirs. Rows that are equal in all of it, and in case and time,
    differ in nothing or came in the order of `sequence`."""
    if sequence is None:
        return {name: theirs for name, theirs in sorted(found.items()) if name not in ("case", "at")}
    names = [sequence] if isinstance(sequence, str) else sequence
    return {f"sequence-{number}": theirs for number, theirs in enumerate(names)}


def _plan(available: Sequence[str], sequence: Order, question: Mapping[str, Any]) -> _Plan:
    """What is wrong with the question or the columns shows here, before the engine begins."""
    lasting = _lasting(question)
    question_of(**lasting, by_case=True)
    found = _found(available, lasting.pop("columns", None))
    sorting = _sorting(found, sequence)
    for theirs in sorting.values():
        if theirs not in available:
            raise ValueError(f"no column {theirs!r} to sort by")
    return _Plan({**found, **sorting}, ["case", "at", *sorting], lasting)


def _lasting(question: Mapping[str, Any]) -> Dict[str, Any]:
    """The question as it may be asked often: what can be read but once is kept as a tuple."""
    return {name: tuple(value) if hasattr(value, "__next__") else value for name, value in question.items()}


def _plain(answers: pyarrow.Schema) -> pyarrow.Schema:
    """The schema of answers in types that every engine knows: words as text, numbers with a sign; and the problems."""
    import pyarrow

    def known(kind: pyarrow.DataType) -> pyarrow.DataType:
        if pyarrow.types.is_dictionary(kind):
            return pyarrow.string()
        if pyarrow.types.is_unsigned_integer(kind):
            return pyarrow.int64() if pyarrow.types.is_uint32(kind) else pyarrow.int32()
        return kind

    def plain(kind: pyarrow.DataType) -> pyarrow.DataType:
        return pyarrow.list_(known(kind.value_type)) if pyarrow.types.is_list(kind) else known(kind)

    fields = [pyarrow.field(field.name, plain(field.type)) for field in answers]
    return pyarrow.schema([*fields, pyarrow.field("problems", pyarrow.list_(pyarrow.string()))])


def _schema(is_text: bool, question: Mapping[str, Any]) -> pyarrow.Schema:
    """The schema that answers have when cases are text, or numbers."""
    import pyarrow

    case = pyarrow.string() if is_text else pyarrow.int64()
    kinds = {"case": case, "at": pyarrow.int64(), "event": pyarrow.string(), "party": pyarrow.string()}
    nothing = {name: pyarrow.array([], kind) for name, kind in kinds.items()}
    asked = question_of(**question, by_case=True)
    answers, _ = Answers._judge(_stream(pyarrow.table(nothing)), asked)
    return _plain(pyarrow.table(answers).schema)


class _Cases:
    """Hands on batches, and remembers the case of each row for as long as something may be said of it."""

    def __init__(self, batches: Iterable[pyarrow.RecordBatch]) -> None:
        self._batches = batches
        self._first = 0  # row of the first batch that is remembered
        self._columns: List[Any] = []

    def __iter__(self) -> Iterator[pyarrow.RecordBatch]:
        for batch in self._batches:
            self._columns.append(batch.column(batch.schema.get_field_index("case")))
            yield batch

    def __getitem__(self, row: int) -> Any:
        first = self._first
        for column in self._columns:
            if row < first + len(column):
                return column[row - first].as_py()
            first += len(column)
        raise IndexError(row)

    def forget(self) -> None:
        """All but the last batch, which is still read."""
        self._first += sum(map(len, self._columns[:-1]))
        del self._columns[:-1]


def _text(problem: RowError) -> str:
    """What is wrong, without the number of the row, which only means something inside a partition."""
    return f"column {problem.column_name}: {str(problem)[len(problem._place()):]}"


def _with_problems(
    batch: pyarrow.RecordBatch, problems: Dict[Any, List[str]], schema: pyarrow.Schema
) -> pyarrow.RecordBatch:
    import pyarrow

    plain = [column.cast(field.type) for column, field in zip(batch.columns, schema)]
    errors, cases = batch.column(batch.schema.get_field_index("error")), batch.column(0)
    texts: List[Optional[List[str]]] = [None] * len(batch)
    if errors.null_count != len(batch):
        texts = [problems.pop(case.as_py(), None) if error.is_valid else None for case, error in zip(cases, errors)]
    return pyarrow.RecordBatch.from_arrays([*plain, pyarrow.array(texts, schema.field("problems").type)], schema=schema)


def _judged(
    batches: Iterable[pyarrow.RecordBatch], question: Mapping[str, Any], schema: pyarrow.Schema
) -> Iterator[pyarrow.RecordBatch]:
    """The core as engines call it. Runs where the batches are, in a process of the engine's."""
    import pyarrow

    source = _Cases(batches)
    problems: Dict[Any, List[str]] = {}
    for answers in judge_batches(iter(source), **question):
        for bad in answers.bad_rows:
            problems.setdefault(source[bad.row], []).append(_text(bad))
        for batch in pyarrow.table(answers).to_batches():
            yield _with_problems(batch, problems, schema)
        source.forget()


def _judged_table(table: pyarrow.Table, question: Mapping[str, Any], schema: pyarrow.Schema) -> pyarrow.Table:
    import pyarrow

    return pyarrow.Table.from_batches(_judged(table.to_batches(), question, schema), schema)


def _is_text(kind: pyarrow.DataType) -> bool:
    import pyarrow

    return not pyarrow.types.is_integer(kind.value_type if pyarrow.types.is_dictionary(kind) else kind)


# --- Engines ---------------------------------------------------------------------------------------------------------------


def spark(
    events: pyspark.sql.DataFrame, *, sequence: Order, partitions: Optional[int] = None, **question: Any
) -> pyspark.sql.DataFrame:
    """Judges a DataFrame of PySpark's, lazily: repartitioned by case, sorted within, judged where the partitions are.

    partitions   how many; None: as spark.sql.shuffle.partitions and the adaptive planner have it

    The package must be installed where the executors run. A task that fails is run again by Spark and gives the same rows.
    `at` is a timestamp, or seconds since 1970; texts sort in order of time only if all have the same offset.
    """
    plan = _plan(events.columns, sequence, question)
    schema = _schema(dict(events.dtypes)[plan.columns["case"]] not in _SPARK_INTEGERS, plan.question)
    quoted = {name: "`" + theirs.replace("`", "``") + "`" for name, theirs in plan.columns.items()}
    rows = events.selectExpr(*(f"{theirs} as `{name}`" for name, theirs in quoted.items()))
    spread = rows.repartition("case") if partitions is None else rows.repartition(partitions, "case")
    judged: Callable[..., Any] = partial(_judged, question=plan.question, schema=schema)
    return spread.sortWithinPartitions(*plan.order).mapInArrow(judged, _spark_types(schema))


_SPARK_INTEGERS = ("tinyint", "smallint", "int", "bigint")

# Arrow's names of the types that answers have, and Spark's.
_SPARK_TYPES = {
    "int64": "bigint",
    "int32": "int",
    "string": "string",
    "date32[day]": "date",
    "timestamp[us, tz=UTC]": "timestamp",
}


def _spark_types(schema: pyarrow.Schema) -> str:
    """The schema as Spark writes it."""
    words = []
    for field in schema:
        inner = getattr(field.type, "value_type", None)
        kind = _SPARK_TYPES[str(field.type)] if inner is None else f"array<{_SPARK_TYPES[str(inner)]}>"
        words.append(f"`{field.name}` {kind}")
    return ", ".join(words)


def dask(
    events: dask_engine.DataFrame, *, sequence: Order, partitions: Optional[int] = None, **question: Any
) -> dask_engine.DataFrame:
    """Judges a DataFrame of Dask's, lazily: shuffled by case, each partition sorted and judged.

    partitions   how many; None: as many as there are

    The answers have the types of Arrow (pandas.ArrowDtype).
    """
    plan = _plan(list(events.columns), sequence, question)
    schema = _schema(_is_text_in_pandas(events._meta[plan.columns["case"]]), plan.question)
    rows = events.assign(**{name: events[theirs] for name, theirs in plan.columns.items()})[list(plan.columns)]
    judge = partial(_judged_frame, plan=plan, schema=schema)
    return rows.shuffle(on="case", npartitions=partitions).map_partitions(judge, meta=_as_frame(schema.empty_table()))


def _is_text_in_pandas(column: Any) -> bool:
    import pandas  # type: ignore

    return not pandas.api.types.is_integer_dtype(column.dtype)


def _as_frame(table: pyarrow.Table) -> Any:
    import pandas  # type: ignore

    return table.to_pandas(types_mapper=pandas.ArrowDtype)


def _judged_frame(frame: Any, plan: _Plan, schema: pyarrow.Schema) -> Any:
    import pyarrow

    table = pyarrow.Table.from_pandas(frame.sort_values(plan.order, kind="stable"), preserve_index=False)
    # A column of objects that says nothing in this partition has no type: it is left out, which says the same.
    said = [field.name for field in table.schema if field.name == "case" or not pyarrow.types.is_null(field.type)]
    if len(table) == 0:
        return _as_frame(schema.empty_table())
    return _as_frame(_judged_table(table.select(said), plan.question, schema))


def duckdb(
    events: duckdb_engine.DuckDBPyRelation, *, sequence: Order, batch_rows: int = 100_000, **question: Any
) -> pyarrow.Table:
    """Judges a relation of DuckDB's: DuckDB sorts it, on disk if it must, and it is judged as it streams by.

    batch_rows   rows that are taken from DuckDB at a time

    Gives a table of pyarrow's, which DuckDB reads by the name of the variable: `FROM answers`.
    """
    import pyarrow

    plan = _plan(events.columns, sequence, question)
    quoted = {name: '"' + theirs.replace('"', '""') + '"' for name, theirs in plan.columns.items()}
    rows = events.project(", ".join(f'{theirs} as "{name}"' for name, theirs in quoted.items()))
    ordered = rows.order(", ".join(f'"{name}"' for name in plan.order))
    reader = getattr(ordered, "to_arrow_reader", None) or ordered.fetch_record_batch
    batches = reader(batch_rows)
    schema = _schema(_is_text(batches.schema.field("case").type), plan.question)
    return pyarrow.Table.from_batches(_judged(batches, plan.question, schema), schema)


def polars(
    events: Union[polars_engine.DataFrame, polars_engine.LazyFrame], *, sequence: Order = (), **question: Any
) -> Any:
    """Judges a DataFrame of polars', or lazily a LazyFrame: sorted and judged.

    sequence   polars keeps the order of rows: without it, events of one instant come in the order in which they stand
    """
    import polars as engine

    lazily = events.lazy()
    kinds = lazily.collect_schema()
    plan = _plan(kinds.names(), sequence, question)
    schema = _schema(not kinds[plan.columns["case"]].is_integer(), plan.question)

    def judge(frame: polars_engine.DataFrame) -> polars_engine.DataFrame:
        return engine.from_arrow(_judged_table(frame.to_arrow(), plan.question, schema))  # type: ignore

    answers = engine.from_arrow(schema.empty_table()).schema  # type: ignore[union-attr]
    rows = lazily.select(engine.col(theirs).alias(name) for name, theirs in plan.columns.items())
    judged = rows.sort(plan.order, maintain_order=True).map_batches(judge, schema=answers)
    return judged if isinstance(events, engine.LazyFrame) else judged.collect()
