# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the peers share: the numbers of the columns, and reading them."""

import array
import pathlib

ADMITTED, INTERRUPTED, DISCHARGED, NEEDS_ASSESSED, ADMISSION_NOTICE, SIP_CALL, READY_NOTICE, WITHDRAWN = 3, 7, 9, 11, 13, 24, 31, 32
NONE, BLOCKED, ENDED = 1, 2, 5  # utskr_liability_status
OUTPATIENT = 2  # the party
UNIT_OUTPATIENT, UNITS = 0x02, 0x0e  # bits of recipients and of needs: outpatient, municipal health, social services
MUNICIPAL = UNITS - UNIT_OUTPATIENT
CONTENT = 0x780  # name, personal number, address, expected discharge
DAY = 86400
NOON = DAY // 2
GRACE_DAYS = 3
ORE = {2022: 930000, 2023: 1050000}  # per day of care
LAST_YEAR = 2024  # of which no amount is known; no stay reaches it

TYPES = {"i64": "q", "u64": "Q", "u32": "I", "i32": "i", "u8": "B"}


def read(folder, name):
    """A column as an array of the standard library."""
    values = array.array(TYPES[name.rsplit(".", 1)[1]])
    values.frombytes(pathlib.Path(folder, name).read_bytes())
    return values
