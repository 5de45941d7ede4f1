/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a rule row is made of. A row says from when, who, by when, met by what, and with what paragraph; the code that
 * reads it (lib/deadline) knows forms, never a particular row.
 */
#ifndef UTSKR_LIB_RULES_ROW_H
#define UTSKR_LIB_RULES_ROW_H

#include <utskrivning/rules.h>

/* --- Patterns: which events are meant ---------------------------------------------------------------------------- */

#define BY_ANYONE 0u
#define BY_OBLIGED 0xffu /* by the party that the row obliges */

/* An event of the kind, sent by one of `by`, whose mask has all of `value` among `bits`; with value 0 any of `bits`. */
typedef struct pattern {
    uint8_t kind;
    uint8_t by; /* UTSKR_TO(party) bits, or one of the above */
    uint32_t bits;
    uint32_t value;
} pattern;

#define PATTERN_LIMIT 4

/* --- Triggers: from when -------------------------------------------------------------------------------------------- */

typedef enum rule_trigger {
    FROM_NEED,              /* the later of admission and each assessment that adds a concerned unit */
    FROM_FIRST,             /* the first event of the pattern */
    FROM_EACH,              /* each event of the pattern */
    FROM_EACH_ONSET,        /* each event of the pattern that follows on one that is not of it */
    FROM_FIRST_SENT,        /* the first message of the pattern sent to the obliged party */
    FROM_EACH_READY,        /* each time the physician judges the patient discharge-ready */
    FROM_READY_NOTICE,      /* each ready spell, at its first notice */
    FROM_READY_NOTICE_SENT, /* each ready spell, at its first notice to the obliged party */
    FROM_FIRST_READY,       /* the first undisturbed discharge-ready or notice */
    FROM_NOTICE_OR_LEAVING, /* the earlier of the discharge-ready notice and the discharge */
    FROM_SIP_SPELL,         /* each ready spell, at its first notice sent while a SIP is required */
    FROM_SIP_SPELL_OR_HELD, /* the same, or a meeting held before */
    FROM_EXPECTED_CHANGE,   /* each change of the expected discharge after an admission notice */
    FROM_COLOUR_AND_SIP,    /* the later of a track of the row's colours and a SIP being required */
    FROM_SENT_AFTER_PLAN,   /* the first message of the pattern sent to the obliged party after a SIP with follow-up was
                           * established */
    FROM_LATER_NEED,        /* each assessment after the admission that adds a concerned unit */
    FROM_FIRST_CONCERNING,  /* the first event of the pattern while all of `concerning` are concerned */
    FROM_FIRST_IN_STAY,     /* the first event of either pattern in the stay */
    FROM_COLOUR_AND_NOTICE, /* the later of a track of the row's colours and an admission notice, while all of `concerning`
                             * are concerned */
    FROM_PLAN_OR_LEAVING, /* the first SIP established in the stay; without one, the discharge */
    FROM_FOLLOW_UP_OF_PLAN, /* the discharge, where a SIP was established at the hospital in the stay; who must follow it up the
                             * SIP itself decides */
    FROM_NEED_AT_HOME, /* the first event of the pattern by the obliged party after the discharge, while no SIP is in force */
    FROM_SIP_DISOWNED, /* the first event of the pattern while a SIP is initiated or called and not established */
} rule_trigger;

/* --- Fulfilment: met by what ---------------------------------------------------------------------------------------- */

typedef enum rule_fulfilment {
    MET_BY_EVENT,       /* an event of one of the patterns */
    MET_BY_TELLING,     /* messages of the first pattern that together reach every unit */
    MET_BY_CONTENT,     /* messages of the first pattern that together contain all of `items` */
    MET_BY_CHECKLIST,   /* checklist: each of `items` (bits 1 << utskr_item) done or not needed */
    MET_BY_TAKING_PART, /* the first event of the first pattern, with the obliged party taking part */
    MET_BY_READY,       /* municipality-ready for every subject needed */
    MET_BY_OWN_READY, /* municipality-ready for the obliged party's own subject, with no `from=` later than it is due */
    MET_BY_HOME_READY, /* every criterion of hemgångsklar (rules.md section 4) */
    MET_BY_COVER /* checklist, by the trigger: each of `items` not needed, or done and lasting (`until=`) to the day it is due */
} rule_fulfilment;

/* --- Conditions and excuses ------------------------------------------------------------------------------------------ */

enum {
    WHEN_CONCERNED = 1 << 0,    /* the obliged party is a concerned unit at the trigger */
    WHEN_SIP_REQUIRED = 1 << 1, /* a SIP is required at the trigger */
    WHEN_BOTH_NEEDED = 1 << 2,  /* services are needed from both region and municipality */
    WHEN_CONSENTED = 1 << 3,    /* consent of scope information is given at the trigger */
    WHEN_HOME = 1 << 4,         /* the patient is discharged to home */
    WHEN_HOSPITAL_RED = 1 << 5, /* binds the hospital only in the stay and for the red track */
    WHEN_UNTIL_DISCHARGE = 1 << 6,
    WHEN_NOT_EXCLUDED = 1 << 7,    /* needs no assessment: the act has not been found not to apply */
    WHEN_NOTIFIED = 1 << 8,        /* the obliged party had been sent an admission notice */
    WHEN_SIP_POSSIBLE = 1 << 9,    /* a SIP is required, or would be but for a decline or a current one */
    WHEN_CALLED_UPON = 1 << 10,    /* binds the hospital only if it called itself or the outpatient care called it */
    WHEN_ONGOING = 1 << 11,        /* municipal services were ongoing at the admission: those of the units told */
    WHEN_OWN_ONGOING = 1 << 12,    /* the obliged party's own services were */
    WHEN_NONE_ONGOING = 1 << 13,   /* no municipal services were */
    WHEN_REFERRAL_NEEDED = 1 << 14 /* the region's outpatient care is needed (reading referral-need) */
};

enum {
    EXCUSED_BY_DECLINE = 1 << 0,    /* the patient declines the SIP in time */
    EXCUSED_BY_HARM_TEST = 1 << 1,  /* a harm test denied the message */
    EXCUSED_BY_WITHDRAWAL = 1 << 2, /* the readiness that set it off is withdrawn */
    EXCUSED_BY_NO_CONSENT = 1 << 3, /* consent of scope information refused or withdrawn (N7) */
    EXCUSED_BY_SIP_ANSWER =
        1 << 4, /* the patient declines the SIP, or has a current one; from before the trigger or later */
    EXCUSED_BY_SIP_CLOSED = 1 << 5 /* the SIP is closed */
};

enum {
    COUNTS_AFTER = 1 << 0,         /* what happened before the trigger does not count */
    COLOUR_UNSTATED = 1 << 1,      /* the source does not show for which colours */
    SHIFTS_WITH_ALL = 1 << 2,      /* holiday-shift=all moves it */
    SHIFTS_WITH_SIP_CALL = 1 << 3, /* holiday-shift=sip-call moves it */
    SHOWS_AGREED_TIME = 1 << 4,    /* the trigger's own time (`followup=`) is shown */
    DUE_WITH_NEED = 1 << 5,        /* counted from the trigger of the admission notice, not from its own */
    EXCEPT_OUTPATIENT = 1 << 6,    /* the outpatient care need not be told: it is the sender */
    FORCE_BY_READING = 1 << 7,     /* under the other value of `reading` the force is ska */
    GONE_BY_READING = 1 << 8,      /* under the other value of `reading` there is no such duty */
    COLOUR_MAY_FOLLOW = 1 << 9,    /* with no track in force at the trigger the next one set decides */
    NAMES_LEAD = 1 << 10,          /* what meets it names a lead (`lead=`) */
    CALL_MUST_REACH = 1 << 11,     /* reading not-reached decides whether a call that reached nobody counts */
    NAMES_EXPECTED = 1 << 12,  /* what meets it says a time (`expected=`); without one, as content that is not stated */
    ABOUT_SIP = 1 << 13,       /* rests on the need of a SIP: gone once 4 kap. 1 § första stycket asks for none */
    FORM_BY_READING = 1 << 14, /* under the other value of `reading` the form is `read_form` */
    FINDS_UNTOLD = 1 << 15     /* while it is open there is the finding expected-discharge-not-told */
};

/* Colours as bits. */
#define GREEN (1u << UTSKR_COLOUR_GREEN)
#define YELLOW (1u << UTSKR_COLOUR_YELLOW)
#define RED (1u << UTSKR_COLOUR_RED)

#define HOSPITAL UTSKR_TO_HOSPITAL
#define OUTPATIENT UTSKR_TO_OUTPATIENT
#define MUNICIPAL_HEALTH UTSKR_TO_MUNICIPAL_HEALTH
#define SOCIAL_SERVICES UTSKR_TO_SOCIAL_SERVICES
#define MUNICIPALITY (MUNICIPAL_HEALTH | SOCIAL_SERVICES)
#define EACH_UNIT (OUTPATIENT | MUNICIPALITY)

/* An obligation. */
typedef struct rule_row {
    const char *id;
    const char *cite;
    const char *text_en;
    const char *text_sv;
    const char *trigger_text;
    const char *met_text;
    const char *form_text;
    uint32_t parties; /* one obligation for each */
    pattern from;
    pattern or_from; /* FROM_FIRST_IN_STAY: the other pattern */
    pattern met[PATTERN_LIMIT];
    uint32_t items;
    utskr_date valid_from;
    utskr_date valid_to;
    int16_t number;      /* of the form */
    int16_t read_number; /* of `read_form` */
    uint16_t marks;      /* the rest but for WHEN_* */
    uint8_t trigger;     /* rule_trigger */
    uint8_t fulfilment;  /* rule_fulfilment */
    uint8_t form;        /* utskr_form */
    uint8_t anchor;      /* before, by, not before: the kind of event it is counted to */
    uint8_t force;       /* utskr_force */
    uint8_t excused;     /* EXCUSED_* */
    uint8_t read_form;   /* FORM_BY_READING: the form then */
    char grade;
    union {
        struct {
            uint16_t when;   /* WHEN_* */
            uint8_t colours; /* 0: all */
            uint8_t
                inferred; /* the colours of a row whose source does not show them, under dot-colour=inferred; 0: all */
            uint8_t to;   /* of the units concerned, those that must be told (UTSKR_TO); 0: all */
            uint8_t concerning; /* units that must be concerned at the trigger (UTSKR_TO) */
            uint8_t
                reading; /* a reading of this row; 0: none. Its other value changes force, form, or the duty itself */
            uint8_t step_anchor; /* step-time=within-step: before this kind of event instead; 0: unaffected */
        };
        uint64_t conditions; /* all of these at once: 0 for a row that is bound to none of them, as most are */
    };
} rule_row;

/* A rule that is no obligation: what it says stands in the code of its group, under its id. */
typedef struct plain_rule {
    const char *id;
    const char *cite;
    const char *text_en;
    const char *text_sv;
    uint8_t group;         /* utskr_group */
    char grade;            /* 0: the pack's */
    utskr_date valid_from; /* 0: the pack's validity */
    utskr_date valid_to;
} plain_rule;

/* The rules of the act that are no obligations, by their place in its table. */
typedef enum act_rule {
    RULE_SCOPE_NEED,
    RULE_SCOPE_SIMPLE,
    RULE_SIP_BOTH,
    RULE_SIP_COMPULSORY,
    RULE_SIP_DECLINED,
    RULE_SIP_CURRENT,
    RULE_SHARE_STATUTORY,
    RULE_SHARE_REASON,
    RULE_SHARE_REPLY,
    RULE_SHARE_READY,
    RULE_SHARE_DISCHARGE,
    RULE_SHARE_SIP_CALL,
    RULE_SHARE_SIP_PLAN,
    RULE_SHARE_COMPULSORY,
    RULE_SHARE_RELATIVES,
    RULE_SHARE_OUTSIDE,
    RULE_SHARE_DEFAULT,
    RULE_PRE_SCOPE,
    RULE_PRE_ADMISSION_NOTICE,
    RULE_PRE_READY_NOTICE,
    RULE_PRE_SIP_CALL,
    RULE_PRE_PAYER,
    RULE_ENTRY_DAY,
    RULE_CHARGED_DAYS,
    RULE_OBSTACLE,
    RULE_NEED_WITHDRAWN,
    RULE_LEAVE,
    RULE_END_DAY,
    RULE_PSYCHIATRIC_2018,
    RULE_OUTSIDE_AGREEMENT,
    RULE_DISCHARGED_WITHOUT_READY,
    RULE_READY_AFTER_DISCHARGE,
    RULE_READY_WITHOUT_ADMISSION_NOTICE,
    RULE_DUPLICATE_READY_NOTICE,
    RULE_DUPLICATE_ADMISSION,
    RULE_DUPLICATE_DISCHARGE,
    RULE_REFUSED_EVENT,
    RULE_NOTICE_BEFORE_ADMISSION,
    RULE_NOTICE_AFTER_READY,
    RULE_NOTICE_AFTER_DISCHARGE,
    RULE_NOTICE_MISSING_RECIPIENT,
    RULE_NOTICE_MISSING_CONTENT,
    RULE_NOTICE_NOT_CALLED_FOR,
    RULE_EXPECTED_DISCHARGE_NOT_TOLD,
    RULE_EXPECTED_DISCHARGE_SHORT_NOTICE,
    RULE_DISCHARGED_BEFORE_MUNICIPALITY_READY,
    RULE_MUNICIPALITY_READY_INCOMPLETE,
    RULE_NO_CARE_CONTACT_AT_DISCHARGE,
    RULE_SIP_NEED_NOT_ASSESSED,
    RULE_SIP_DENIED_BY_UNIT,
    RULE_SIP_ABANDONED,
    RULE_SHARED_WITHOUT_GROUND,
    RULE_NO_HARM_TEST,
    RULE_LATE_REGISTRATION,
    RULE_OUT_OF_ORDER,
    RULE_DEVIATION_UNANSWERED,
    RULE_READMITTED_WITHIN_30_DAYS,
    RULE_TRANSFERRED_WHILE_READY,
    RULE_TRACK_CHANGED,
    ACT_RULE_COUNT
} act_rule;

/* Another number of days for psychiatric care, while the local day of the notice lies within. */
typedef struct psychiatric_grace {
    utskr_date from;
    utskr_date to;
    int16_t days;
    bool noon_is_read; /* reading psychiatric-2018-cutoff decides about noon */
} psychiatric_grace;

/* How a month of a municipality is settled. */
typedef enum settlement_model {
    SETTLED_BY_CASE,      /* no collective model: every charged day is owed */
    SETTLED_AFTER_MONTHS, /* every charged day, once each of the `months` before was above the threshold; else nothing */
    SETTLED_WITHOUT_LONG_STAY, /* stays of more than `long_stay` days by themselves; the others by the average of `months` */
    SETTLED_BY_EXCESS,         /* the days above the threshold times the persons */
    SETTLED_BY_AVERAGE         /* an average, and no more is known */
} settlement_model;

/* The municipality that is also the region, in the act as it stands (1 kap. 1 § sista stycket). */
#define GOTLAND 980

#define THRESHOLD_UNKNOWN (-1)

/* The parameters of a collective model. */
typedef struct collective {
    uint8_t model;         /* settlement_model */
    uint8_t clock_cutoff;  /* 1: a notice after the cut-off counts from the next day */
    uint8_t zero_left_out; /* 1: a case with 0 days is not among the persons */
    uint8_t months;
    int16_t threshold; /* days, or THRESHOLD_UNKNOWN */
    int16_t long_stay; /* days; 0: no stay is too long */
} collective;

/* What one pack brought to a pack made by a host, which holds the rows of its bases and its own, each pack's together. */
typedef struct pack_layer {
    const char *id;
    uint32_t row_count;
    uint32_t rule_count;
} pack_layer;

/* A row of a base that ends earlier under the pack that says so. */
typedef struct row_end {
    const char *id;
    utskr_date last; /* its last day */
} row_end;

struct utskr_pack {
    const char *id;
    const char *title;
    const char *source;
    const struct utskr_pack *base;
    const rule_row *rows;
    const plain_rule *rules;
    uint32_t row_count;
    uint32_t rule_count;
    utskr_date valid_from;
    utskr_date valid_to;
    int32_t county;
    collective settled;
    int16_t grace_days;                   /* days from the local day of the notice to the entry day (5 kap. 4 §) */
    const psychiatric_grace *psychiatric; /* for psychiatric care, ended by days 0; NULL: as somatic */
    int32_t one_principal;                /* the municipality that is its region itself, and does not pay it; 0: none */
    char grade;
    uint8_t asks_not_opposed; /* 1: the prerequisite pre-not-opposed */
    uint8_t active_unknown;   /* 1: not known whether its liability has been put into effect */
    uint8_t
        sip_call_from_ready; /* 1: the text also counts sip-call from that the patient is ready (reading sip-call-trigger) */
    const uint8_t *readings; /* pairs of reading and value that differ from the act's, ended by UTSKR_READING_COUNT */

    /* The rest is of packs made by a host (lib/pack); it is empty in those of the library. They have no `base`. */
    const utskr_rate *rates; /* by year; they win over the built-in amounts */
    uint32_t rate_count;
    uint32_t layer_count;
    const pack_layer *layers; /* whose rows and rules these are, the first base first and the pack itself last */
    const row_end *ends;      /* what it ended of its bases' */
    uint32_t end_count;
    uint32_t act_rules;  /* number, in the pack's list of rules, of the act's first that is no row; or NO_RULE */
    uint32_t block_size; /* bytes of the block that holds it; 0: the library's own */
};

/* The thirty days of psychiatric care in 2018 (the act's transitional provisions, point 2); of every pack that does not change them. */
extern const psychiatric_grace utskr_psychiatric_2018[];
extern const utskr_pack utskr_pack_lus;
/* The rows of the act that liability rests on (5 kap. 3 §). */
extern const rule_row *const utskr_row_admission_notice;
extern const rule_row *const utskr_row_sip_call;
extern const utskr_pack utskr_pack_jamtland_harjedalen;
extern const utskr_pack utskr_pack_sormland;
extern const utskr_pack utskr_pack_gotland;
extern const utskr_pack utskr_pack_vastra_gotaland;
extern const utskr_pack utskr_pack_stockholm;
extern const utskr_pack utskr_pack_dalarna;
extern const utskr_pack utskr_pack_norrbotten;
extern const utskr_pack utskr_pack_skane;
extern const utskr_pack utskr_pack_gavleborg;

/* Is the day within the pack's, or the row's, validity? */
static inline bool valid_on(utskr_date from, utskr_date to, utskr_date day) {
    return day >= from && (to == UTSKR_DATE_NONE || day <= to);
}

/* The same of the local day of an instant, which need not be found where there is no end and the beginning is long past. */
static inline bool valid_at(utskr_date from, utskr_date to, utskr_instant at) {
    if (to == UTSKR_DATE_NONE && at >= ((int64_t)from + 1) * 86400)
        return true;
    return valid_on(from, to, utskr_local_date(at));
}

#define NO_RULE UINT16_MAX

/* Number of a rule of the act that is no row, in the pack's list of rules (utskr_pack_rule). */
static inline uint16_t number_of_act_rule(const utskr_pack *pack, act_rule rule) {
    if (pack->layer_count == 0)
        return (uint16_t)(utskr_pack_lus.row_count + (uint32_t)rule);
    return pack->act_rules == NO_RULE ? NO_RULE : (uint16_t)(pack->act_rules + (uint32_t)rule);
}

/* The id of the pack that it builds on, or "". */
static inline const char *base_of(const utskr_pack *pack) {
    if (pack->layer_count > 1)
        return pack->layers[pack->layer_count - 2].id;
    return pack->base == NULL ? "" : pack->base->id;
}

/* The amount of a year under a pack: its own, else the built-in one; NULL while it is unknown (amounts.c). */
const utskr_rate *utskr_rate_under(const utskr_pack *pack, int32_t year);

/* A rule of the act. */
static inline const plain_rule *rule_of_act(act_rule number) {
    return &utskr_pack_lus.rules[number];
}

/* Days since 1970 of a date of the Gregorian calendar from March 2000 to February 2100, as a constant expression. */
#define DATE(y, m, d)                                                                                                  \
    (((y)-2000 - ((m) < 3)) * 365 + ((y)-2000 - ((m) < 3)) / 4 + (((m) + 9) % 12 * 306 + 5) / 10 + (d)-1 + 11017)

#define PSYCHIATRIC_2018                                                                                               \
    { .from = DATE(2018, 1, 1), .to = DATE(2018, 12, 31), .days = 30, .noon_is_read = true }

#endif
