# SPDX-License-Identifier: LGPL-2.1-or-later
"""Discharge from inpatient care in Sweden (lag 2017:612): obligations, deadlines, consent and liability, with reasons.

    import utskrivning

    case = utskrivning.Case("anna", municipality="2380", rules="jamtland-harjedalen")
    case.apply("2026-01-12T09:15", "hospital", "admitted")
    judgement = case.judge()
    print(judgement.explain("en"))

A case is a log of dated events; judging it under a pack of rules at an instant gives the judgement, with the rule and
the event behind each answer. What the log cannot tell is answered unknown, never guessed. No personal data enters it.
"""

from __future__ import annotations

import datetime as _datetime

from . import _core, _records, _words
from ._calendar import due, holiday, instant, is_weekday, weekday_on_or_after
from ._case import Case, CaseReader, read, reads, write, writes
from ._core import Event
from ._drafts import PackDraft
from ._errors import Error, RowError
from ._judgement import Judgement, Picture, Sharing, Worklist
from ._records import (
    Alternative,
    Charge,
    ChargedCase,
    ChargedDay,
    Day,
    DaysApart,
    Difference,
    Evidence,
    Figures,
    Finding,
    Liability,
    MonthAverage,
    MonthStatistics,
    Obligation,
    Rate,
    Ratio,
    Readiness,
    Reading,
    Rule,
    SettledMonth,
    SettledStay,
    Spell,
    Transition,
)
from ._rules import Pack, packs, rates, readings
from ._settlement import Settlement, settle, settle_table
from ._table import Answers, BadRowsWarning, judge_table
from ._time import STOCKHOLM, SwedishTime
from ._words import *  # noqa: F403

__version__ = "0.1.0"

__all__ = [
    "STOCKHOLM",
    "Alternative",
    "Answers",
    "BadRowsWarning",
    "Case",
    "CaseReader",
    "Charge",
    "ChargedCase",
    "ChargedDay",
    "Day",
    "DaysApart",
    "Difference",
    "Error",
    "Event",
    "Evidence",
    "Figures",
    "Finding",
    "Judgement",
    "Liability",
    "MonthAverage",
    "MonthStatistics",
    "Obligation",
    "Pack",
    "PackDraft",
    "Picture",
    "Rate",
    "Ratio",
    "Readiness",
    "Reading",
    "RowError",
    "Rule",
    "SettledMonth",
    "SettledStay",
    "Settlement",
    "Sharing",
    "Spell",
    "SwedishTime",
    "Transition",
    "Worklist",
    "due",
    "holiday",
    "instant",
    "is_weekday",
    "judge_table",
    "packs",
    "rates",
    "read",
    "readings",
    "reads",
    "settle",
    "settle_table",
    "weekday_on_or_after",
    "write",
    "writes",
]
__all__ += _words.__all__

# What is asked for by the package's name says so, in tracebacks and in pickles.
for _name in __all__:
    if hasattr(globals()[_name], "__module__") and _name not in ("STOCKHOLM", "Event"):
        globals()[_name].__module__ = __name__
del _name

_core.set_up(
    {
        "error": Error,
        "row_error": RowError,
        "zone": STOCKHOLM,
        "fromtimestamp": _datetime.datetime.fromtimestamp,
        "fromordinal": _datetime.date.fromordinal,
        "epoch": _datetime.datetime(1970, 1, 1, tzinfo=_datetime.timezone.utc),
        "own_epoch": _datetime.datetime(1970, 1, 1, tzinfo=STOCKHOLM),
        "datetime": _datetime.datetime,
        "date": _datetime.date,
        "records": {**{record.__name__: record._make for record in _records.RECORDS}, "Pack": Pack},
    }
)
