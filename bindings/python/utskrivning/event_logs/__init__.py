# SPDX-License-Identifier: LGPL-2.1-or-later
"""Event logs for process miners, in and out: XES, OCEL 2.0 (JSON and XML) and CSV.

    from utskrivning import event_logs

    event_logs.write_xes(utskrivning.read("ward.case"), "ward.xes")
    for case in event_logs.read_xes("ward.xes"):
        print(case.judge())

What was written reads back as the same cases. Logs of other systems are read with a map of their message names
(message_map), and rows that cannot be read are reported by their number, never dropped in silence.
"""

from __future__ import annotations

from ._csv import read_csv, write_csv
from ._maps import Message, MessageMap, message_map, systems
from ._ocel import read_ocel, write_ocel
from ._rows import Columns, outcome
from ._xes import read_xes, write_xes

__all__ = [
    "Columns",
    "Message",
    "MessageMap",
    "message_map",
    "outcome",
    "read_csv",
    "read_ocel",
    "read_xes",
    "systems",
    "write_csv",
    "write_ocel",
    "write_xes",
]
