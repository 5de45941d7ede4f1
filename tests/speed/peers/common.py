# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the peers share: the numbers of the columns, and reading them."""

import array
import json
import pathlib

# utskr_kind
ADMITTED, INTERRUPTED, RESUMED, DISCHARGED, DECEASED, NEEDS_ASSESSED = 3, 7, 8, 9, 10, 11
ADMISSION_NOTICE, SIP_NEED, SIP_ACCEPTED, SIP_DECLINED, SIP_CALL = 13, 19, 21, 22, 24
READY_NOTICE, READY_WITHDRAWN, OBSTACLE, CLEAR, CONSENT = 31, 32, 35, 36, 47
# utskr_party
HOSPITAL, OUTPATIENT, PATIENT, SYSTEM = 1, 2, 5, 6
EVERYBODY = range(1, 7)
# Whose word counts: what anybody else sends is refused, or (a call) is another's.
SENDERS = {
    ADMITTED: (HOSPITAL,), INTERRUPTED: (HOSPITAL,), RESUMED: (HOSPITAL,), DISCHARGED: (HOSPITAL,),
    DECEASED: (HOSPITAL, SYSTEM), NEEDS_ASSESSED: (HOSPITAL,), ADMISSION_NOTICE: (HOSPITAL,),
    SIP_NEED: EVERYBODY, SIP_ACCEPTED: EVERYBODY, SIP_DECLINED: EVERYBODY, SIP_CALL: (OUTPATIENT,),
    READY_NOTICE: (HOSPITAL,), READY_WITHDRAWN: (HOSPITAL,), OBSTACLE: (HOSPITAL, OUTPATIENT),
    CLEAR: (HOSPITAL, OUTPATIENT), CONSENT: (PATIENT,),
}
# Bits of the mask: the units, what says that recipients or content were given, what a notice contained.
TO_OUTPATIENT, TO_HEALTH, TO_SOCIAL = 2, 4, 8
UNITS, MUNICIPAL = TO_OUTPATIENT | TO_HEALTH | TO_SOCIAL, TO_HEALTH | TO_SOCIAL
STATED = 1 << 6
CONTENT = 0xf << 7  # name, personal number, address, expected discharge: what 2 kap. 2 § asks for
CONTENT_STATED = 1 << 17
OPEN_COMPULSORY = 1 << 20  # of needs-assessed
WORD_SHIFT = 18
CURRENT = 3  # the word of sip-need
SCOPE_SIP, REFUSED, WITHDRAWN = 2, 2, 3  # of a consent: three bits for the scope, three for the word

UNKNOWN, NONE, BLOCKED, PENDING, ACCRUING, ENDED = range(6)  # utskr_liability_status
NO_DATE = -(1 << 31)  # UTSKR_DATE_NONE
NOT_KNOWN = -1  # days and öre
NO_MUNICIPALITY = -1
GOTLAND, GOTLAND_REGION = 980, 9  # one principal
DAY = 86400
NOON = DAY // 2
GRACE_DAYS = 3

ORE = {2019: 780000, 2020: 820000, 2022: 930000, 2023: 1050000}  # per day of care
BARE_YEARS = (2022, 2023)  # of bare stays, whose amounts are all known

TYPES = {"i64": "q", "u64": "Q", "u32": "I", "i32": "i", "u8": "B"}


def read(folder, name):
    """A column as an array of the standard library."""
    values = array.array(TYPES[name.rsplit(".", 1)[1]])
    values.frombytes(pathlib.Path(folder, name).read_bytes())
    return values


def column(folder, name):
    """The same as an array of numpy, for peers that have it."""
    import numpy as np

    kind = name.rsplit(".", 1)[1]  # i64: a letter, and bits where numpy counts bytes
    return np.frombuffer(read(folder, name), dtype=f"{kind[0]}{int(kind[1:]) // 8}")


def about(folder):
    """(the day of the assessment, amounts by year)"""
    given = json.loads(pathlib.Path(folder, "about.json").read_text(encoding="ascii"))
    return given["assessed_on"], ORE | {int(year): ore for year, ore in given["ore"].items()}
