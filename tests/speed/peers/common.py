# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the peers share: the numbers of the columns, and reading them."""

import array
import pathlib

ADMITTED, DISCHARGED, NEEDS_ASSESSED, ADMISSION_NOTICE, SIP_CALL, READY_NOTICE = 3, 9, 11, 13, 24, 31
UNKNOWN, NONE, BLOCKED, PENDING, ACCRUING, ENDED = range(6)  # utskr_liability_status
NO_DATE = -(1 << 31)  # UTSKR_DATE_NONE
NOT_KNOWN = -1  # days and öre
ASSESSED_ON = 20089  # 2025-01-01: all that can come late is late
STATED = 0x40  # the mask says who the recipients were
OUTPATIENT = 2  # the party
DAY = 86400
NOON = DAY // 2
GRACE_DAYS = 3
ORE = {2022: 930000, 2023: 1050000}  # per day of care
LAST_YEAR = 2024  # of which no amount is known

TYPES = {"i64": "q", "u64": "Q", "u32": "I", "i32": "i", "u8": "B"}


def read(folder, name):
    """A column as an array of the standard library."""
    values = array.array(TYPES[name.rsplit(".", 1)[1]])
    values.frombytes(pathlib.Path(folder, name).read_bytes())
    return values
