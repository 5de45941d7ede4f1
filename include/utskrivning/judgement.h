/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The judgement: everything that the rules say of a case at an instant, each answer with its rule and its evidence.
 *
 * A pure function of facts, pack, readings, amounts and instant: no clock, no allocation, nothing kept. May be called from
 * any thread.
 */
#ifndef UTSKR_JUDGEMENT_H
#define UTSKR_JUDGEMENT_H

#include <utskrivning/case.h>
#include <utskrivning/rules.h>

UTSKR_BEGIN

/* --- The question --------------------------------------------------------------------------------------------------- */

typedef struct utskr_question {
    uint32_t size; /* sizeof(utskr_question), set by UTSKR_QUESTION_INIT */
    uint32_t rate_count;
    const utskr_pack *pack;         /* NULL: the act */
    const utskr_readings *readings; /* NULL: the pack's own */
    const utskr_rate *rates;        /* amounts that win over the built-in ones */
    utskr_instant at;               /* the instant of assessment, not earlier than the last event folded */
} utskr_question;

#define UTSKR_QUESTION_INIT                                                                                            \
    { sizeof(utskr_question), 0, NULL, NULL, NULL, 0 }
UTSKR_API void utskr_question_init(utskr_question *question);

/* --- Obligations (åtaganden) ------------------------------------------------------------------------------------------ */

typedef enum utskr_obligation_status {
    UTSKR_OBLIGATION_UNKNOWN = 0,
    UTSKR_OBLIGATION_OPEN = 1,
    UTSKR_OBLIGATION_MET = 2,
    UTSKR_OBLIGATION_MET_LATE = 3,
    UTSKR_OBLIGATION_MISSED = 4,
    UTSKR_OBLIGATION_NOT_MET = 5, /* a row of force bör, past its time */
    UTSKR_OBLIGATION_EXCUSED = 6
} utskr_obligation_status;

typedef struct utskr_obligation {
    const char *id; /* of the row */
    const char *cite;
    utskr_instant trigger;
    utskr_instant due;      /* the last second in time, or 0: none (yet) */
    utskr_instant earliest; /* for "not before": the first instant allowed, or 0 */
    utskr_instant done;     /* or 0 */
    utskr_instant agreed;   /* a time that the log itself set (`followup=`), or 0 */
    uint16_t trigger_index; /* events of the log; 0: none */
    uint16_t done_index;
    uint16_t excuse_index; /* what excused it */
    uint8_t party;
    uint8_t force;           /* utskr_force */
    uint8_t form;            /* utskr_form */
    uint8_t status;          /* utskr_obligation_status */
    uint8_t colour_unstated; /* 1: the source does not show which colours the row is for */
    uint8_t unmet_units;     /* UTSKR_TO(party) of the units not told, where a message must reach several */
    uint16_t rule;           /* number of the row: utskr_pack_rule(judgement->pack, rule, ...) */
} utskr_obligation;

/* --- Liability (betalningsansvar) --------------------------------------------------------------------------------------- */

typedef enum utskr_liability_status {
    UTSKR_LIABILITY_UNKNOWN = 0,
    UTSKR_LIABILITY_NONE = 1,
    UTSKR_LIABILITY_BLOCKED = 2,
    UTSKR_LIABILITY_PENDING = 3,
    UTSKR_LIABILITY_ACCRUING = 4,
    UTSKR_LIABILITY_ENDED = 5
} utskr_liability_status;

typedef enum utskr_prerequisite {
    UTSKR_PRE_SCOPE = 0,
    UTSKR_PRE_ADMISSION_NOTICE = 1,
    UTSKR_PRE_READY_NOTICE = 2,
    UTSKR_PRE_SIP_CALL = 3,
    UTSKR_PRE_PAYER = 4,
    UTSKR_PRE_NOT_OPPOSED = 5 /* of some agreements only: the patient has not refused the services */
} utskr_prerequisite;

#define UTSKR_PREREQUISITE_COUNT 6

/* Why liability is what it is; a closed list. As bits: UINT32_C(1) << reason. The first six are the prerequisites. */
typedef enum utskr_reason {
    UTSKR_REASON_PRE_SCOPE = 0,
    UTSKR_REASON_PRE_ADMISSION_NOTICE = 1,
    UTSKR_REASON_PRE_READY_NOTICE = 2,
    UTSKR_REASON_PRE_SIP_CALL = 3,
    UTSKR_REASON_PRE_PAYER = 4,
    UTSKR_REASON_PRE_NOT_OPPOSED = 5,
    UTSKR_REASON_NOT_COVERED = 6,
    UTSKR_REASON_NO_MUNICIPAL_NEED = 7,
    UTSKR_REASON_ONE_PRINCIPAL = 8,
    UTSKR_REASON_NO_REGISTERED_MUNICIPALITY = 9,
    UTSKR_REASON_NO_READY_NOTICE = 10,
    UTSKR_REASON_ENDED_BEFORE_ENTRY = 11,
    UTSKR_REASON_ALL_DAYS_FREED = 12,
    UTSKR_REASON_BEFORE_ENTRY = 13,
    UTSKR_REASON_OBSTACLE = 14,
    UTSKR_REASON_LEAVE = 15,
    UTSKR_REASON_ENTRY_DAY = 16,
    UTSKR_REASON_END_DAY = 17,
    UTSKR_REASON_NEED_WITHDRAWN = 18,
    UTSKR_REASON_RATE_UNKNOWN = 19,
    UTSKR_REASON_OUTSIDE_VALIDITY = 20,
    UTSKR_REASON_LIABILITY_NOT_ACTIVE = 21
} utskr_reason;

#define UTSKR_REASON_COUNT 22

/* What a spell or a case comes to. */
typedef struct utskr_figures {
    int64_t ore;          /* 0 unless amount_known */
    utskr_date enters;    /* the entry day, or UTSKR_DATE_NONE */
    int32_t days;         /* charged so far; 0 unless days_known */
    uint8_t status;       /* utskr_liability_status */
    uint8_t days_known;   /* 0: days and amount are unknown */
    uint8_t amount_known; /* 0: the amount is unknown */
    uint8_t reserved;
    uint32_t reasons; /* bits of utskr_reason */
} utskr_figures;

typedef struct utskr_spell_judgement {
    utskr_instant notice;  /* the first notice of the spell */
    utskr_instant told;    /* T: when every municipal unit had been sent it, or 0 */
    utskr_instant end;     /* or 0 while it is open */
    utskr_figures figures; /* under the chosen readings */
    uint16_t notice_index;
    uint16_t told_index;
    uint16_t end_index;
    uint8_t ended_by;                                /* utskr_end */
    uint8_t prerequisites[UTSKR_PREREQUISITE_COUNT]; /* utskr_answer; not-needed where the pack does not ask for it */
    uint16_t prerequisite_index[UTSKR_PREREQUISITE_COUNT];
} utskr_spell_judgement;

/* A day from the entry day on. */
typedef struct utskr_day {
    utskr_date date;
    uint8_t charged;      /* 1 or 0 */
    uint8_t amount_known; /* 0: no rate for its year */
    uint8_t reason;       /* utskr_reason that freed it, where it is not charged */
    uint8_t spell;        /* from 0 */
    int64_t ore;
    const char *rule; /* "charged-days", or the id of what freed it */
} utskr_day;

/* What another value of one reading would give. */
typedef struct utskr_alternative {
    uint8_t reading; /* utskr_reading */
    uint8_t value;
    uint8_t days_known;
    uint8_t amount_known;
    int32_t days;
    int64_t ore;
} utskr_alternative;

#define UTSKR_ALTERNATIVE_LIMIT 24

typedef struct utskr_liability {
    utskr_figures figures; /* of the case, under the chosen readings */
    utskr_figures late[3]; /* by utskr_late: all three, always */
    int32_t payer;         /* municipality code, 0 unknown, UTSKR_MUNICIPALITY_NONE */
    uint8_t collective;    /* 1: what the case would owe individually; settlement says what is owed */
    uint8_t under_act;     /* 1: judged under the act, since the agreement does not bind the payer (4 kap. 5 §) */
    uint8_t spell_count;
    uint8_t alternative_count;
    utskr_spell_judgement spells[UTSKR_SPELL_LIMIT];
    utskr_alternative alternatives[UTSKR_ALTERNATIVE_LIMIT];
} utskr_liability;

/* --- Findings (avvikelser) ---------------------------------------------------------------------------------------------- */

typedef struct utskr_finding {
    const char *id;
    const char *cite;
    uint16_t index; /* the first event, or 0 for the absence of one */
    uint16_t count;
    uint8_t party;
    uint8_t colour_unstated;
    uint16_t rule; /* its number: utskr_pack_rule(judgement->pack, rule, ...) */
} utskr_finding;

/* --- Readiness ------------------------------------------------------------------------------------------------------------ */

typedef enum utskr_criterion {
    UTSKR_HOME_PATIENT_READY = 0,
    UTSKR_HOME_PATIENT_INFORMED = 1,
    UTSKR_HOME_CARE_CONTACT = 2,
    UTSKR_HOME_INFORMATION_TRANSFERRED = 3,
    UTSKR_HOME_AIDS = 4
} utskr_criterion;

#define UTSKR_CRITERION_COUNT 5

typedef enum utskr_subject { UTSKR_SUBJECT_SOL = 0, UTSKR_SUBJECT_HSL = 1, UTSKR_SUBJECT_REHAB = 2 } utskr_subject;

#define UTSKR_SUBJECT_COUNT 3

/* Three different facts, never mixed. All answers are utskr_answer. */
typedef struct utskr_readiness {
    uint8_t patient;                         /* utskrivningsklar */
    uint8_t municipality;                    /* kommunklar, combined */
    uint8_t home;                            /* hemgångsklar, combined */
    uint8_t subjects[UTSKR_SUBJECT_COUNT];   /* by utskr_subject */
    uint8_t criteria[UTSKR_CRITERION_COUNT]; /* by utskr_criterion */
    uint8_t reserved;
    uint16_t patient_index;
    uint16_t subject_index[UTSKR_SUBJECT_COUNT];
    uint16_t criterion_index[UTSKR_CRITERION_COUNT];
} utskr_readiness;

/* --- The SIP ---------------------------------------------------------------------------------------------------------------- */

typedef enum utskr_sip_state {
    UTSKR_SIP_NONE = 0,
    UTSKR_SIP_IS_INITIATED = 1,
    UTSKR_SIP_IS_CALLED = 2,
    UTSKR_SIP_IS_HELD = 3,
    UTSKR_SIP_IS_ESTABLISHED = 4,
    UTSKR_SIP_IS_FOLLOWED_UP = 5,
    UTSKR_SIP_IS_CLOSED = 6,
    UTSKR_SIP_IS_DECLINED = 7
} utskr_sip_state;

/* --- Why --------------------------------------------------------------------------------------------------------------------- */

/* One answer: which rule gave it or was found not to, and on what event it relies. */
typedef struct utskr_evidence {
    const char *answer; /* what was asked: "covered", "sip", "pre-sip-call", ... */
    const char *rule;   /* id of the rule */
    uint16_t index;     /* the event relied on, or 0 */
    uint8_t applied;    /* 1: the rule gave the answer; 0: it was tried and did not apply */
    uint8_t value;      /* utskr_answer */
} utskr_evidence;

#define UTSKR_EVIDENCE_LIMIT 32

/* --- The judgement --------------------------------------------------------------------------------------------------------- */

typedef struct utskr_judgement {
    uint32_t size; /* sizeof(utskr_judgement), set by utskr_judgement_init */

    /* The caller's memory for what may be long; any may be NULL with capacity 0. The counts say what there is, also
     * when it is more than fits. */
    uint32_t obligation_capacity;
    uint32_t obligation_count;
    uint32_t finding_capacity;
    uint32_t finding_count;
    uint32_t day_capacity;
    uint32_t day_count;
    utskr_obligation *obligations;
    utskr_finding *findings;
    utskr_day *days;

    const utskr_pack *pack;
    utskr_instant at;
    utskr_instant next_change; /* the next instant at which an answer changes with no new event, or 0;
                                * the alternatives and the step aside */
    utskr_readings readings;   /* those used */
    uint8_t covered;           /* utskr_answer */
    uint8_t state;             /* utskr_state */
    uint8_t step;              /* 0 before, 1 to 5 the steps of the process, 6 ended, 7 suspended */
    uint8_t closed;            /* 1: every obligation with a due time is settled after discharge */
    uint8_t sip_required;      /* utskr_answer */
    uint8_t sip_state;         /* utskr_sip_state */
    uint8_t evidence_count;
    uint8_t reserved;
    const char *sip_rule; /* the rule that decided whether a SIP is required */
    utskr_readiness readiness;
    utskr_liability liability;
    utskr_evidence evidence[UTSKR_EVIDENCE_LIMIT];
} utskr_judgement;

#define UTSKR_OBLIGATION_LIMIT 256 /* room that holds the obligations of any ordinary case */
#define UTSKR_FINDING_LIMIT 256

/* Sets the size and no memory for the long parts. */
UTSKR_API void utskr_judgement_init(utskr_judgement *judgement);

/*
 * Judges the facts. UTSKR_BUFFER_TOO_SMALL when a long part did not fit: everything else is right and the counts
 * tell how much room it takes. UTSKR_BAD_ARGUMENT (also an instant before the last event), UTSKR_BAD_SIZE, UTSKR_OUT_OF_RANGE.
 */
UTSKR_API utskr_status utskr_judge(const utskr_facts *facts, const utskr_question *question, utskr_judgement *out);

/* Folds a case as it stood at question->at (and was known at `known_at`, unless 0), and judges it. */
UTSKR_API utskr_status utskr_case_judge(const utskr_case *c, const utskr_question *question, utskr_instant known_at,
                                        utskr_judgement *out);

UTSKR_API const char *utskr_obligation_status_name(int32_t status);  /* "met-late" */
UTSKR_API const char *utskr_liability_status_name(int32_t status);   /* "accruing" */
UTSKR_API const char *utskr_prerequisite_name(int32_t prerequisite); /* "pre-sip-call" */
UTSKR_API const char *utskr_reason_name(int32_t reason);             /* "before-entry" */
UTSKR_API const char *utskr_criterion_name(int32_t criterion);       /* "patient-informed" */
UTSKR_API const char *utskr_subject_name(int32_t subject);           /* "sol" */
UTSKR_API const char *utskr_sip_state_name(int32_t state);           /* "called" */

/* --- Sharing: may a party tell another party an item now? ------------------------------------------------------------------- */

typedef enum utskr_share_item {
    UTSKR_SHARE_IDENTITY = 1,
    UTSKR_SHARE_EXPECTED_DISCHARGE = 2,
    UTSKR_SHARE_REASON = 3,
    UTSKR_SHARE_STATUS = 4,
    UTSKR_SHARE_SERVICES = 5,
    UTSKR_SHARE_READY = 6,
    UTSKR_SHARE_DISCHARGE_INFORMATION = 7,
    UTSKR_SHARE_SIP_CALL = 8,
    UTSKR_SHARE_SIP_PLAN = 9,
    UTSKR_SHARE_COORDINATED_CARE_PLAN = 10,
    UTSKR_SHARE_RELATIVES = 11
} utskr_share_item;

#define UTSKR_SHARE_ITEM_COUNT 12 /* with 0, which is none */

typedef enum utskr_share_answer {
    UTSKR_SHARE_UNKNOWN = 0, /* whether the act applies is not known */
    UTSKR_SHARE_ALLOWED = 1,
    UTSKR_SHARE_NEEDS_CONSENT = 2,
    UTSKR_SHARE_REFUSED = 3,
    UTSKR_SHARE_HARM_TEST = 4, /* menprövning decides */
    UTSKR_SHARE_NOT_CONCERNED = 5
} utskr_share_answer;

typedef struct utskr_sharing {
    const char *rule;
    const char *cite;
    uint16_t index; /* the consent or harm test relied on, or the assessment; 0: none */
    uint8_t answer; /* utskr_share_answer */
    uint8_t reserved[5];
} utskr_sharing;

/* `item` is a utskr_share_item. UTSKR_BAD_ARGUMENT and the statuses of utskr_judge. */
UTSKR_API utskr_status utskr_share(const utskr_facts *facts, const utskr_question *question, int32_t from, int32_t to,
                                   int32_t item, utskr_sharing *out);
UTSKR_API const char *utskr_share_answer_name(int32_t answer); /* "needs-consent" */
UTSKR_API const char *utskr_share_item_name(int32_t item);     /* "discharge-information" */
UTSKR_API const char *utskr_share_item_term(int32_t item);     /* the Swedish term */
UTSKR_API utskr_status utskr_share_item_find(const char *word, size_t length, int32_t *out, utskr_error *error);

/* --- Worklist ------------------------------------------------------------------------------------------------------------------ */

/*
 * Of the judgement's obligations, those that `party` must still do, soonest due first, those without a due time last: writes
 * indices into judgement->obligations to `out` (at most `capacity`) and returns how many there are. Open, missed and unknown
 * ones are to do.
 */
UTSKR_API uint32_t utskr_worklist(const utskr_judgement *judgement, int32_t party, uint32_t *out, uint32_t capacity);
/* May the party send such an event in this state? 1 or 0: the vocabulary and the transition table say so. */
UTSKR_API int utskr_may_send(const utskr_facts *facts, int32_t party, int32_t kind);

UTSKR_END

#endif
