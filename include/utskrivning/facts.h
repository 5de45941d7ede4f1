/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Facts: what a log of events amounts to. When each thing happened, which event says so, and what was so at that moment.
 *
 * The fold knows no law. It is a total table of state x event (utskr_transition) and one way of keeping: every event that
 * some rule may ask about becomes a fact in the list of its kind, with a snapshot of the standing answers (needs, SIP
 * word, track, consent) at its instant; one that says nothing new is only counted. Facts are plain data of fixed size:
 * copy them, throw them away, keep a million. No function here allocates; all may be called from any thread, on
 * different facts at once.
 */
#ifndef UTSKR_FACTS_H
#define UTSKR_FACTS_H

#include <utskrivning/event.h>

UTSKR_BEGIN

/* --- The header of a case: what is known of the stay besides its events --------------------------------------- */

#define UTSKR_MUNICIPALITY_UNKNOWN 0
#define UTSKR_MUNICIPALITY_NONE (-1) /* registered in no municipality (`municipality=none`) */

typedef struct utskr_stay {
    uint32_t size;        /* sizeof(utskr_stay), set by UTSKR_STAY_INIT */
    int32_t municipality; /* four-digit municipality code, or one of the two above */
    int32_t payer;        /* the placing municipality (5 kap. 2 § andra stycket), or 0; wins over municipality */
    int32_t region;       /* county code of the caring region, 1 to 99, or 0: the pack's own */
    int32_t care;         /* utskr_care; unstated counts as somatic; `care=` on an admission wins from there */
    int32_t reserved;
    utskr_instant previous_discharge; /* of the stay before this one, or 0 */
} utskr_stay;

#define UTSKR_STAY_INIT                                                                                                \
    { sizeof(utskr_stay), 0, 0, 0, 0, 0, 0 }
UTSKR_API void utskr_stay_init(utskr_stay *stay);

/* --- States and the transition table --------------------------------------------------------------------------- */

typedef enum utskr_state {
    UTSKR_STATE_NEW = 0,
    UTSKR_STATE_PLANNED = 1,
    UTSKR_STATE_ADMITTED = 2,
    UTSKR_STATE_NOTIFIED = 3, /* an admission notice in force */
    UTSKR_STATE_READY = 4,    /* a discharge-ready notice in force */
    UTSKR_STATE_INTERRUPTED = 5,
    UTSKR_STATE_DISCHARGED = 6,
    UTSKR_STATE_DECEASED = 7
} utskr_state;

#define UTSKR_STATE_COUNT 8

/* What an event does in a state. */
typedef enum utskr_action {
    UTSKR_ACTION_STAY = 0,
    UTSKR_ACTION_GO = 1,
    UTSKR_ACTION_IRREGULAR = 2, /* accepted, and a mark is kept for a finding */
    UTSKR_ACTION_REFUSE = 3
} utskr_action;

/* The marks: why an accepted event was out of the ordinary. The names are those of the findings. */
typedef enum utskr_irregularity {
    UTSKR_IRREGULAR_NONE = 0,
    UTSKR_DUPLICATE_ADMISSION = 1,
    UTSKR_NOTICE_BEFORE_ADMISSION = 2,
    UTSKR_NOTICE_AFTER_READY = 3,
    UTSKR_NOTICE_AFTER_DISCHARGE = 4,
    UTSKR_READY_WITHOUT_ADMISSION_NOTICE = 5,
    UTSKR_DUPLICATE_READY_NOTICE = 6,
    UTSKR_READY_AFTER_DISCHARGE = 7,
    UTSKR_DUPLICATE_DISCHARGE = 8,
    UTSKR_DISCHARGED_WITHOUT_READY = 9, /* a finding only if the act applies */
    UTSKR_TRANSFERRED_WHILE_READY = 10,
    UTSKR_ASSESSED_AFTER_DISCHARGE = 11, /* no finding of its own */
    UTSKR_LATE_REGISTRATION = 12,        /* recorded more than 24 h after its time */
    UTSKR_RECORDED_OUT_OF_ORDER = 13,    /* recorded order contradicts time order */
    UTSKR_REFUSED_EVENT = 14,            /* counted by utskr_facts_note_refused */
    UTSKR_TRACK_CHANGED = 15
} utskr_irregularity;

#define UTSKR_IRREGULARITY_COUNT 16

/* What utskr_check answers, and why. */
typedef struct utskr_transition {
    uint8_t action;       /* utskr_action */
    uint8_t from;         /* utskr_state before */
    uint8_t to;           /* utskr_state after; = from unless the action goes somewhere */
    uint8_t irregularity; /* utskr_irregularity, or 0 */
    uint8_t wrong_sender; /* 1: refused because the party never sends such an event */
    uint8_t reserved[3];
} utskr_transition;

UTSKR_API const char *utskr_state_name(int32_t state);               /* "admitted", or "unknown-state" */
UTSKR_API const char *utskr_action_name(int32_t action);             /* "go", or "unknown-action" */
UTSKR_API const char *utskr_irregularity_name(int32_t irregularity); /* "duplicate-admission", ... */

/* --- The facts -------------------------------------------------------------------------------------------------- */

#define UTSKR_SLOT_LIMIT 214 /* facts that one case may hold (a time of its own takes a second slot) */
#define UTSKR_SPELL_LIMIT 24 /* ready spells that one case may hold */

/* What was so at the instant of a fact, the fact itself included. */
#define UTSKR_SNAP_OUTPATIENT 0x0001u /* needs, by the latest assessment */
#define UTSKR_SNAP_MUNICIPAL_HEALTH 0x0002u
#define UTSKR_SNAP_SOCIAL_SERVICES 0x0004u
#define UTSKR_SNAP_ASSESSED 0x0008u /* there is an assessment */
#define UTSKR_SNAP_SIMPLE_ONLY 0x0010u
#define UTSKR_SNAP_OPEN_COMPULSORY 0x0020u
#define UTSKR_SNAP_SIP_CHOICE 0x00c0u /* 0 nothing said, 1 accepted, 2 declined, 3 not able */
#define UTSKR_SNAP_SIP_CHOICE_SHIFT 6
#define UTSKR_SNAP_SIP_WORD 0x0300u /* utskr_sip_word, the latest of sip-need */
#define UTSKR_SNAP_SIP_WORD_SHIFT 8
#define UTSKR_SNAP_COLOUR 0x0c00u /* utskr_colour */
#define UTSKR_SNAP_COLOUR_SHIFT 10
#define UTSKR_SNAP_INFORMATION 0x3000u /* consent to all, scope information: 0 never, 1 given, 2 no, 3 not able */
#define UTSKR_SNAP_INFORMATION_SHIFT 12
#define UTSKR_SNAP_PSYCHIATRIC 0x4000u
#define UTSKR_SNAP_NOTICE_SENT 0x8000u /* an admission notice has been sent to somebody */

/* One fact, 16 bytes. An outpatient-obstacle and a leave-start are spans: their `mask` is the second, counted like
 * `after`, at which they ended, or UTSKR_SPAN_OPEN. */
#define UTSKR_SPAN_OPEN UINT32_MAX
typedef struct utskr_fact {
    uint32_t after;    /* seconds after facts.first */
    uint32_t mask;     /* the event's mask */
    uint16_t index;    /* the event's index in the log, from 1: the evidence */
    uint16_t snapshot; /* UTSKR_SNAP_* */
    uint8_t party;
    uint8_t next;  /* slot of the next fact of the same kind, or 0 */
    uint8_t epoch; /* how many facts that may set something off had been kept */
    uint8_t flags; /* UTSKR_FACT_* */
} utskr_fact;

#define UTSKR_FACT_HAS_VALUE 1u  /* the following slot holds the event's value */
#define UTSKR_FACT_AFTER_STAY 2u /* it came after discharge or death */
#define UTSKR_FACT_REPEATS 0xfcu /* how many times the same was said again with nothing set off between, at most 63 */
#define UTSKR_FACT_REPEATS_SHIFT 2

typedef union utskr_slot {
    utskr_fact fact;
    utskr_instant value;
} utskr_slot;

/* How a span ended. */
typedef enum utskr_end {
    UTSKR_END_OPEN = 0,
    UTSKR_END_DISCHARGED = 1,
    UTSKR_END_WITHDRAWN = 2,
    UTSKR_END_INTERRUPTED = 3,
    UTSKR_END_DECEASED = 4
} utskr_end;

UTSKR_API const char *utskr_end_name(int32_t end); /* "discharged", or "unknown-end" */

/* A time during which the patient stood as discharge-ready: by a notice (spells) or by the physician's word. */
typedef struct utskr_span {
    uint32_t end_after; /* seconds after facts.first, if it has ended */
    uint16_t end_index; /* the event that ended it */
    uint8_t first;      /* slot of the fact that began it */
    uint8_t end;        /* utskr_end */
} utskr_span;

typedef struct utskr_mark {
    uint16_t index; /* the first event so marked, or 0 */
    uint16_t count;
    uint8_t party; /* its sender */
    uint8_t reserved;
} utskr_mark;

typedef struct utskr_facts {
    uint32_t size; /* sizeof(utskr_facts) */
    uint8_t state; /* utskr_state */
    uint8_t epoch;
    uint8_t slot_count;            /* slots used; slot numbers run from 1 */
    uint8_t spell_count;           /* ready spells, by discharge-ready-notice */
    uint8_t ready_count;           /* readiness assessments, by discharge-ready */
    uint8_t told;                  /* units named by the notices of the spell in force */
    uint16_t snapshot;             /* as it stands now */
    uint32_t last_after;           /* seconds from the first event to the last one folded */
    utskr_instant first;           /* instant of the first event; 0 before any */
    utskr_instant recorded_before; /* latest `recorded` of the events at earlier instants than the last one */
    utskr_instant recorded_here;   /* the same, with those at the last instant */
    utskr_stay stay;
    uint16_t event_count; /* events folded, refused ones not among them */
    uint16_t last_index;
    uint32_t marked;                            /* bits 1 << utskr_irregularity of the marks that are set */
    utskr_mark marks[UTSKR_IRREGULARITY_COUNT]; /* by utskr_irregularity */
    utskr_mark duplicates_inside;   /* of the duplicate notices, those that are so if simple care is inside the act */
    uint8_t head[UTSKR_KIND_COUNT]; /* slot of the first fact of each kind, or 0 */
    uint8_t tail[UTSKR_KIND_COUNT];
    utskr_span spells[UTSKR_SPELL_LIMIT];
    utskr_span readies[UTSKR_SPELL_LIMIT];
    utskr_slot slots[UTSKR_SLOT_LIMIT];
} utskr_facts;

/* Makes the facts of a case without events. `stay` may be NULL: nothing known.
 * UTSKR_BAD_ARGUMENT, UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_facts_init(utskr_facts *facts, const utskr_stay *stay);

/* What the event would do now, without doing it. UTSKR_OK also when the answer is "refuse". */
UTSKR_API utskr_status utskr_check(const utskr_facts *facts, const utskr_event *event, utskr_transition *out);

/*
 * Folds one event into the facts. `index` is its place in the host's log, 1 to 65535: the evidence of every answer.
 * Events come in order of time; those of one instant in log order. On any status but UTSKR_OK nothing has changed:
 * UTSKR_REFUSED (the table refuses it), UTSKR_OUT_OF_ORDER (earlier than the last one folded),
 * UTSKR_LIMIT_REACHED, UTSKR_BAD_ARGUMENT. A `retracted` is not folded here: leave out the event it names.
 */
UTSKR_API utskr_status utskr_fold(utskr_facts *facts, const utskr_event *event, uint32_t index);

/* Counts a refused event that a replay skipped, so that the judgement can report it. */
UTSKR_API void utskr_facts_note_refused(utskr_facts *facts, const utskr_event *event, uint32_t index);

/* The limits, for languages without the macros. */
UTSKR_API uint32_t utskr_limit_slots(void);
UTSKR_API uint32_t utskr_limit_spells(void);
UTSKR_API uint32_t utskr_limit_events(void); /* 65535 */

UTSKR_END

#endif
