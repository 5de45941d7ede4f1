# SPDX-License-Identifier: LGPL-2.1-or-later
# Written by tests/make_words.py from the library's tables; a test fails if it differs from them.
from enum import Enum

class Word(str, Enum):  # type: ignore[misc]  # its members are those of the classes below
    def __new__(cls, value: object) -> Word: ...
    @property
    def number(self) -> int: ...
    def text(self, lang: str = ...) -> str: ...
    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...

__all__ = [
    "Word",
    "Action",
    "Answer",
    "Care",
    "Criterion",
    "End",
    "Force",
    "Form",
    "Group",
    "Holiday",
    "Irregularity",
    "Kind",
    "Language",
    "LeftOut",
    "Level",
    "LiabilityStatus",
    "ObligationStatus",
    "Party",
    "Prerequisite",
    "Reason",
    "ShareAnswer",
    "ShareItem",
    "SipState",
    "State",
    "Status",
    "Subject",
]

class Action(Word):
    STAY = "stay"
    GO = "go"
    IRREGULAR = "irregular"
    REFUSE = "refuse"

class Answer(Word):
    UNKNOWN = "unknown"
    NO = "no"
    YES = "yes"
    NOT_NEEDED = "not-needed"
    def __bool__(self) -> bool: ...

class Care(Word):
    SOMATIC = "somatic"
    PSYCHIATRIC = "psychiatric"

class Criterion(Word):
    PATIENT_READY = "patient-ready"
    PATIENT_INFORMED = "patient-informed"
    CARE_CONTACT = "care-contact"
    INFORMATION_TRANSFERRED = "information-transferred"
    AIDS = "aids"

class End(Word):
    OPEN = "open"
    DISCHARGED = "discharged"
    WITHDRAWN = "withdrawn"
    INTERRUPTED = "interrupted"
    DECEASED = "deceased"

class Force(Word):
    SKA = "ska"
    BOR = "bör"

class Form(Word):
    AS_SOON_AS_POSSIBLE = "as-soon-as-possible"
    HOURS = "hours"
    DAYS = "days"
    SAME_DAY = "same-day"
    SAME_WEEKDAY = "same-weekday"
    HOURS_ON_WEEKDAYS = "hours-on-weekdays"
    HOURS_OR_NEXT_WEEKDAY = "hours-or-next-weekday"
    BEFORE = "before"
    BY = "by"
    DAYS_BEFORE = "days-before"
    NOT_BEFORE = "not-before"
    DAY_AFTER = "day-after"
    COVERS_WEEKDAYS = "covers-weekdays"

class Group(Word):
    SCOPE = "scope"
    SIP = "sip"
    OBLIGATION = "obligation"
    SHARING = "sharing"
    PREREQUISITE = "prerequisite"
    LIABILITY = "liability"
    FINDING = "finding"

class Holiday(Word):
    NEW_YEARS_DAY = "new-years-day"
    EPIPHANY = "epiphany"
    GOOD_FRIDAY = "good-friday"
    EASTER_SUNDAY = "easter-sunday"
    EASTER_MONDAY = "easter-monday"
    MAY_DAY = "may-day"
    ASCENSION_DAY = "ascension-day"
    WHIT_SUNDAY = "whit-sunday"
    WHIT_MONDAY = "whit-monday"
    NATIONAL_DAY = "national-day"
    MIDSUMMER_EVE = "midsummer-eve"
    MIDSUMMER_DAY = "midsummer-day"
    ALL_SAINTS_DAY = "all-saints-day"
    CHRISTMAS_EVE = "christmas-eve"
    CHRISTMAS_DAY = "christmas-day"
    BOXING_DAY = "boxing-day"
    NEW_YEARS_EVE = "new-years-eve"

class Irregularity(Word):
    NONE = "none"
    DUPLICATE_ADMISSION = "duplicate-admission"
    NOTICE_BEFORE_ADMISSION = "notice-before-admission"
    NOTICE_AFTER_READY = "notice-after-ready"
    NOTICE_AFTER_DISCHARGE = "notice-after-discharge"
    READY_WITHOUT_ADMISSION_NOTICE = "ready-without-admission-notice"
    DUPLICATE_READY_NOTICE = "duplicate-ready-notice"
    READY_AFTER_DISCHARGE = "ready-after-discharge"
    DUPLICATE_DISCHARGE = "duplicate-discharge"
    DISCHARGED_WITHOUT_READY = "discharged-without-ready"
    TRANSFERRED_WHILE_READY = "transferred-while-ready"
    ASSESSED_AFTER_DISCHARGE = "assessed-after-discharge"
    LATE_REGISTRATION = "late-registration"
    OUT_OF_ORDER = "out-of-order"
    REFUSED_EVENT = "refused-event"
    TRACK_CHANGED = "track-changed"

class Kind(Word):
    CARE_REQUEST = "care-request"
    PLANNED_ADMISSION = "planned-admission"
    ADMITTED = "admitted"
    TRANSFERRED = "transferred"
    LEAVE_START = "leave-start"
    LEAVE_END = "leave-end"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    DISCHARGED = "discharged"
    DECEASED = "deceased"
    NEEDS_ASSESSED = "needs-assessed"
    TRACK = "track"
    ADMISSION_NOTICE = "admission-notice"
    ACKNOWLEDGED = "acknowledged"
    SERVICES_REPORTED = "services-reported"
    STATUS_REPORTED = "status-reported"
    EXPECTED_DISCHARGE = "expected-discharge"
    CARE_CONTACT = "care-contact"
    SIP_NEED = "sip-need"
    SIP_OFFERED = "sip-offered"
    SIP_ACCEPTED = "sip-accepted"
    SIP_DECLINED = "sip-declined"
    SIP_INITIATED = "sip-initiated"
    SIP_CALL = "sip-call"
    SIP_HELD = "sip-held"
    SIP_ESTABLISHED = "sip-established"
    SIP_FOLLOWED_UP = "sip-followed-up"
    SIP_CLOSED = "sip-closed"
    COORDINATED_CARE_PLAN = "coordinated-care-plan"
    DISCHARGE_READY = "discharge-ready"
    DISCHARGE_READY_NOTICE = "discharge-ready-notice"
    DISCHARGE_READY_WITHDRAWN = "discharge-ready-withdrawn"
    MUNICIPALITY_READY = "municipality-ready"
    MUNICIPALITY_NOT_READY = "municipality-not-ready"
    OUTPATIENT_OBSTACLE = "outpatient-obstacle"
    OUTPATIENT_CLEAR = "outpatient-clear"
    PATIENT_INFORMED = "patient-informed"
    INFORMATION_TRANSFERRED = "information-transferred"
    CHECKLIST = "checklist"
    HOMECARE_ORDER = "homecare-order"
    REFERRAL = "referral"
    HOME_TIME = "home-time"
    SERVICES_STARTED = "services-started"
    FOLLOWUP_CALL = "followup-call"
    NEEDS_REVIEWED = "needs-reviewed"
    EDUCATION = "education"
    CONSENT = "consent"
    HARM_TEST = "harm-test"
    DEVIATION = "deviation"
    DEVIATION_ANSWERED = "deviation-answered"
    RETRACTED = "retracted"
    NOTE = "note"

class Language(Word):
    SV = "sv"
    EN = "en"

class LeftOut(Word):
    COUNTED = "counted"
    PRE_PAYER = "pre-payer"
    NOT_COVERED = "not-covered"
    NO_MUNICIPAL_NEED = "no-municipal-need"
    NO_READY_NOTICE = "no-ready-notice"
    PRE_ADMISSION_NOTICE = "pre-admission-notice"
    PRE_READY_NOTICE = "pre-ready-notice"
    PRE_SIP_CALL = "pre-sip-call"
    DAY_ZERO = "day-zero"
    LONG_STAY = "long-stay"
    CLOCK_CUTOFF = "clock-cutoff"

class Level(Word):
    UNKNOWN = "unknown"
    NONE = "none"
    AVERAGE = "average"
    INDIVIDUAL = "individual"

class LiabilityStatus(Word):
    UNKNOWN = "unknown"
    NONE = "none"
    BLOCKED = "blocked"
    PENDING = "pending"
    ACCRUING = "accruing"
    ENDED = "ended"

class ObligationStatus(Word):
    UNKNOWN = "unknown"
    OPEN = "open"
    MET = "met"
    MET_LATE = "met-late"
    MISSED = "missed"
    NOT_MET = "not-met"
    EXCUSED = "excused"

class Party(Word):
    HOSPITAL = "hospital"
    OUTPATIENT = "outpatient"
    MUNICIPAL_HEALTH = "municipal-health"
    SOCIAL_SERVICES = "social-services"
    PATIENT = "patient"
    SYSTEM = "system"

class Prerequisite(Word):
    PRE_SCOPE = "pre-scope"
    PRE_ADMISSION_NOTICE = "pre-admission-notice"
    PRE_READY_NOTICE = "pre-ready-notice"
    PRE_SIP_CALL = "pre-sip-call"
    PRE_PAYER = "pre-payer"
    PRE_NOT_OPPOSED = "pre-not-opposed"

class Reason(Word):
    PRE_SCOPE = "pre-scope"
    PRE_ADMISSION_NOTICE = "pre-admission-notice"
    PRE_READY_NOTICE = "pre-ready-notice"
    PRE_SIP_CALL = "pre-sip-call"
    PRE_PAYER = "pre-payer"
    PRE_NOT_OPPOSED = "pre-not-opposed"
    NOT_COVERED = "not-covered"
    NO_MUNICIPAL_NEED = "no-municipal-need"
    ONE_PRINCIPAL = "one-principal"
    NO_REGISTERED_MUNICIPALITY = "no-registered-municipality"
    NO_READY_NOTICE = "no-ready-notice"
    ENDED_BEFORE_ENTRY = "ended-before-entry"
    ALL_DAYS_FREED = "all-days-freed"
    BEFORE_ENTRY = "before-entry"
    OBSTACLE = "obstacle"
    LEAVE = "leave"
    ENTRY_DAY = "entry-day"
    END_DAY = "end-day"
    NEED_WITHDRAWN = "need-withdrawn"
    RATE_UNKNOWN = "rate-unknown"
    OUTSIDE_VALIDITY = "outside-validity"
    LIABILITY_NOT_ACTIVE = "liability-not-active"

class ShareAnswer(Word):
    UNKNOWN = "unknown"
    ALLOWED = "allowed"
    NEEDS_CONSENT = "needs-consent"
    REFUSED = "refused"
    HARM_TEST = "harm-test"
    NOT_CONCERNED = "not-concerned"

class ShareItem(Word):
    IDENTITY = "identity"
    EXPECTED_DISCHARGE = "expected-discharge"
    REASON = "reason"
    STATUS = "status"
    SERVICES = "services"
    READY = "ready"
    DISCHARGE_INFORMATION = "discharge-information"
    SIP_CALL = "sip-call"
    SIP_PLAN = "sip-plan"
    COORDINATED_CARE_PLAN = "coordinated-care-plan"
    RELATIVES = "relatives"

class SipState(Word):
    NONE = "none"
    INITIATED = "initiated"
    CALLED = "called"
    HELD = "held"
    ESTABLISHED = "established"
    FOLLOWED_UP = "followed-up"
    CLOSED = "closed"
    DECLINED = "declined"

class State(Word):
    NEW = "new"
    PLANNED = "planned"
    ADMITTED = "admitted"
    NOTIFIED = "notified"
    READY = "ready"
    INTERRUPTED = "interrupted"
    DISCHARGED = "discharged"
    DECEASED = "deceased"

class Status(Word):
    OK = "ok"
    BAD_ARGUMENT = "bad-argument"
    BAD_SIZE = "bad-size"
    NO_MEMORY = "no-memory"
    BUFFER_TOO_SMALL = "buffer-too-small"
    LIMIT_REACHED = "limit-reached"
    OUT_OF_RANGE = "out-of-range"
    MALFORMED = "malformed"
    UNKNOWN_WORD = "unknown-word"
    AMBIGUOUS_WORD = "ambiguous-word"
    REPEATED_HOUR = "repeated-hour"
    MISSING_HOUR = "missing-hour"
    REFUSED = "refused"
    OUT_OF_ORDER = "out-of-order"
    NOT_FOUND = "not-found"
    DUPLICATE = "duplicate"
    DAMAGED = "damaged"
    UNKNOWN_VERSION = "unknown-version"
    SINK_FAILED = "sink-failed"

class Subject(Word):
    SOL = "sol"
    HSL = "hsl"
    REHAB = "rehab"
