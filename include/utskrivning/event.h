/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Events: what was sent or done, by whom, when. And the one vocabulary table behind them.
 *
 * An event is 32 bytes of plain data. What a message said stands in `mask` and `value`, never any content: the library
 * sees that a personal identity number was in a message, not the number. All functions here may be called from any
 * thread; all strings are static UTF-8.
 */
#ifndef UTSKR_EVENT_H
#define UTSKR_EVENT_H

#include <utskrivning/time.h>

UTSKR_BEGIN

/* --- Parties (parter) --------------------------------------------------------------------------------------- */

typedef enum utskr_party {
    UTSKR_PARTY_NONE = 0,
    UTSKR_PARTY_HOSPITAL = 1,         /* den slutna vården */
    UTSKR_PARTY_OUTPATIENT = 2,       /* den regionfinansierade öppna vården */
    UTSKR_PARTY_MUNICIPAL_HEALTH = 3, /* den kommunalt finansierade hälso- och sjukvården */
    UTSKR_PARTY_SOCIAL_SERVICES = 4,  /* socialtjänsten */
    UTSKR_PARTY_PATIENT = 5,          /* patienten, närstående eller legal företrädare */
    UTSKR_PARTY_SYSTEM = 6            /* IT-stödet eller dess förvaltare */
} utskr_party;

#define UTSKR_PARTY_COUNT 7 /* with NONE */

/* --- Kinds of event ----------------------------------------------------------------------------------------- */

typedef enum utskr_kind {
    UTSKR_KIND_NONE = 0,
    UTSKR_CARE_REQUEST = 1,
    UTSKR_PLANNED_ADMISSION = 2,
    UTSKR_ADMITTED = 3,
    UTSKR_TRANSFERRED = 4,
    UTSKR_LEAVE_START = 5,
    UTSKR_LEAVE_END = 6,
    UTSKR_INTERRUPTED = 7,
    UTSKR_RESUMED = 8,
    UTSKR_DISCHARGED = 9,
    UTSKR_DECEASED = 10,
    UTSKR_NEEDS_ASSESSED = 11,
    UTSKR_TRACK = 12,
    UTSKR_ADMISSION_NOTICE = 13,
    UTSKR_ACKNOWLEDGED = 14,
    UTSKR_SERVICES_REPORTED = 15,
    UTSKR_STATUS_REPORTED = 16,
    UTSKR_EXPECTED_DISCHARGE = 17,
    UTSKR_CARE_CONTACT = 18,
    UTSKR_SIP_NEED = 19,
    UTSKR_SIP_OFFERED = 20,
    UTSKR_SIP_ACCEPTED = 21,
    UTSKR_SIP_DECLINED = 22,
    UTSKR_SIP_INITIATED = 23,
    UTSKR_SIP_CALL = 24,
    UTSKR_SIP_HELD = 25,
    UTSKR_SIP_ESTABLISHED = 26,
    UTSKR_SIP_FOLLOWED_UP = 27,
    UTSKR_SIP_CLOSED = 28,
    UTSKR_COORDINATED_CARE_PLAN = 29,
    UTSKR_DISCHARGE_READY = 30,
    UTSKR_DISCHARGE_READY_NOTICE = 31,
    UTSKR_DISCHARGE_READY_WITHDRAWN = 32,
    UTSKR_MUNICIPALITY_READY = 33,
    UTSKR_MUNICIPALITY_NOT_READY = 34,
    UTSKR_OUTPATIENT_OBSTACLE = 35,
    UTSKR_OUTPATIENT_CLEAR = 36,
    UTSKR_PATIENT_INFORMED = 37,
    UTSKR_INFORMATION_TRANSFERRED = 38,
    UTSKR_CHECKLIST = 39,
    UTSKR_HOMECARE_ORDER = 40,
    UTSKR_REFERRAL = 41,
    UTSKR_HOME_TIME = 42,
    UTSKR_SERVICES_STARTED = 43,
    UTSKR_FOLLOWUP_CALL = 44,
    UTSKR_NEEDS_REVIEWED = 45,
    UTSKR_EDUCATION = 46,
    UTSKR_CONSENT = 47,
    UTSKR_HARM_TEST = 48,
    UTSKR_DEVIATION = 49,
    UTSKR_DEVIATION_ANSWERED = 50,
    UTSKR_RETRACTED = 51,
    UTSKR_NOTE = 52
} utskr_kind;

#define UTSKR_KIND_COUNT 53 /* with NONE */

/* --- What an event says: the bits of `mask` ----------------------------------------------------------------- */

/* Parties named by `to=`, `with=`, `ongoing=`, or by the words of needs-assessed: one bit each. STATED tells "nobody"
 * apart from "not stated", which is unknown. */
#define UTSKR_TO(party) (UINT32_C(1) << ((party)-1))
#define UTSKR_TO_HOSPITAL UTSKR_TO(UTSKR_PARTY_HOSPITAL)
#define UTSKR_TO_OUTPATIENT UTSKR_TO(UTSKR_PARTY_OUTPATIENT)
#define UTSKR_TO_MUNICIPAL_HEALTH UTSKR_TO(UTSKR_PARTY_MUNICIPAL_HEALTH)
#define UTSKR_TO_SOCIAL_SERVICES UTSKR_TO(UTSKR_PARTY_SOCIAL_SERVICES)
#define UTSKR_TO_PATIENT UTSKR_TO(UTSKR_PARTY_PATIENT)
#define UTSKR_TO_PARTIES UINT32_C(0x3f)
#define UTSKR_TO_STATED (UINT32_C(1) << 6)

/* Items in a message (`contains=`): that the item was there, never its value. */
#define UTSKR_CONTAINS_NAME (UINT32_C(1) << 7)
#define UTSKR_CONTAINS_PERSONAL_NUMBER (UINT32_C(1) << 8)
#define UTSKR_CONTAINS_ADDRESS (UINT32_C(1) << 9)
#define UTSKR_CONTAINS_EXPECTED_DISCHARGE (UINT32_C(1) << 10)
#define UTSKR_CONTAINS_REASON (UINT32_C(1) << 11)
#define UTSKR_CONTAINS_DIAGNOSIS (UINT32_C(1) << 12)
#define UTSKR_CONTAINS_PHONE (UINT32_C(1) << 13)
#define UTSKR_CONTAINS_STATUS (UINT32_C(1) << 14)
#define UTSKR_CONTAINS_SERVICES (UINT32_C(1) << 15)
#define UTSKR_CONTAINS_RELATIVES (UINT32_C(1) << 16)
#define UTSKR_CONTAINS_ITEMS UINT32_C(0x1ff80)
#define UTSKR_CONTAINS_STATED (UINT32_C(1) << 17)

/* From bit 18 on each kind has its own words. Single flags: */
#define UTSKR_FLAG(n) (UINT32_C(1) << (18 + (n)))
#define UTSKR_CARE_REQUEST_PREPARED UTSKR_FLAG(0)
#define UTSKR_NEEDS_SIMPLE_ONLY UTSKR_FLAG(0)
#define UTSKR_NEEDS_NONE UTSKR_FLAG(1)
#define UTSKR_NEEDS_OPEN_COMPULSORY UTSKR_FLAG(2)
#define UTSKR_SERVICES_NONE UTSKR_FLAG(0)
#define UTSKR_SERVICES_PROVIDER_CONTACT UTSKR_FLAG(1)
#define UTSKR_SIP_AT_HOSPITAL UTSKR_FLAG(0)
#define UTSKR_SIP_DIGITAL UTSKR_FLAG(1)
#define UTSKR_SIP_FOLLOWUP UTSKR_FLAG(2) /* followup= was given: yes, or a time in `value` */
#define UTSKR_READY_NOTICE_LPT UTSKR_FLAG(0)
#define UTSKR_READY_SOL UTSKR_FLAG(0)
#define UTSKR_READY_HSL UTSKR_FLAG(1)
#define UTSKR_READY_REHAB UTSKR_FLAG(2)
#define UTSKR_READY_SUBJECTS (UTSKR_READY_SOL | UTSKR_READY_HSL | UTSKR_READY_REHAB)
#define UTSKR_READY_PROVIDER_CONTACT UTSKR_FLAG(3)
#define UTSKR_TRANSFER_REPORT UTSKR_FLAG(0)

/* Numbers in a field of bits: `(mask & FIELD) >> SHIFT`; 0 where the word was not given. */
#define UTSKR_FIELD(first, width) (((UINT32_C(1) << (width)) - 1) << (18 + (first)))
#define UTSKR_FIELD_SHIFT(first) (18 + (first))

typedef enum utskr_care { UTSKR_CARE_UNSTATED = 0, UTSKR_CARE_SOMATIC = 1, UTSKR_CARE_PSYCHIATRIC = 2 } utskr_care;
#define UTSKR_ADMITTED_CARE UTSKR_FIELD(0, 2)
#define UTSKR_ADMITTED_CARE_SHIFT UTSKR_FIELD_SHIFT(0)
#define UTSKR_ADMITTED_COMPULSORY UTSKR_FIELD(2, 2) /* 1 lpt, 2 lrv */
#define UTSKR_ADMITTED_COMPULSORY_SHIFT UTSKR_FIELD_SHIFT(2)

typedef enum utskr_destination {
    UTSKR_DESTINATION_UNSTATED = 0,
    UTSKR_DESTINATION_HOME = 1,
    UTSKR_DESTINATION_SHORT_TERM = 2,
    UTSKR_DESTINATION_SPECIAL_HOUSING = 3,
    UTSKR_DESTINATION_OTHER_HOSPITAL = 4,
    UTSKR_DESTINATION_OTHER = 5
} utskr_destination;
#define UTSKR_DISCHARGED_TO UTSKR_FIELD(0, 3)
#define UTSKR_DISCHARGED_TO_SHIFT UTSKR_FIELD_SHIFT(0)

typedef enum utskr_colour {
    UTSKR_COLOUR_NONE = 0,
    UTSKR_COLOUR_GREEN = 1,
    UTSKR_COLOUR_YELLOW = 2,
    UTSKR_COLOUR_RED = 3
} utskr_colour;
#define UTSKR_TRACK_COLOUR UTSKR_FIELD(0, 2)
#define UTSKR_TRACK_COLOUR_SHIFT UTSKR_FIELD_SHIFT(0)

typedef enum utskr_sip_word {
    UTSKR_SIP_WORD_NONE = 0,
    UTSKR_SIP_WORD_NEEDED = 1,
    UTSKR_SIP_WORD_NOT_NEEDED = 2,
    UTSKR_SIP_WORD_CURRENT = 3
} utskr_sip_word;
#define UTSKR_SIP_NEED_WORD UTSKR_FIELD(0, 2)
#define UTSKR_SIP_NEED_WORD_SHIFT UTSKR_FIELD_SHIFT(0)

#define UTSKR_SIP_LEAD UTSKR_FIELD(3, 3) /* a party */
#define UTSKR_SIP_LEAD_SHIFT UTSKR_FIELD_SHIFT(3)

typedef enum utskr_item {
    UTSKR_ITEM_NONE = 0,
    UTSKR_ITEM_AIDS = 1,
    UTSKR_ITEM_MEDICATION = 2,
    UTSKR_ITEM_MEDICATION_LIST = 3,
    UTSKR_ITEM_NUTRITION = 4,
    UTSKR_ITEM_INCONTINENCE = 5,
    UTSKR_ITEM_MED_EQUIPMENT = 6,
    UTSKR_ITEM_EPICRISIS = 7,
    UTSKR_ITEM_BULKY_AIDS = 8
} utskr_item;
#define UTSKR_CHECKLIST_ITEM UTSKR_FIELD(0, 4)
#define UTSKR_CHECKLIST_ITEM_SHIFT UTSKR_FIELD_SHIFT(0)
#define UTSKR_CHECKLIST_WORD UTSKR_FIELD(4, 2) /* 1 needed, 2 done, 3 not-needed */
#define UTSKR_CHECKLIST_WORD_SHIFT UTSKR_FIELD_SHIFT(4)

#define UTSKR_FOLLOWUP_WORD UTSKR_FIELD(0, 2) /* 1 reached, 2 not-reached */
#define UTSKR_FOLLOWUP_WORD_SHIFT UTSKR_FIELD_SHIFT(0)
#define UTSKR_EDUCATION_WORD UTSKR_FIELD(0, 2) /* 1 needed, 2 offered, 3 held */
#define UTSKR_EDUCATION_WORD_SHIFT UTSKR_FIELD_SHIFT(0)

typedef enum utskr_scope {
    UTSKR_SCOPE_NONE = 0,
    UTSKR_SCOPE_INFORMATION = 1,
    UTSKR_SCOPE_SIP = 2,
    UTSKR_SCOPE_RELATIVES = 3,
    UTSKR_SCOPE_SERVICES = 4
} utskr_scope;
typedef enum utskr_consent_word {
    UTSKR_CONSENT_NONE = 0,
    UTSKR_CONSENT_GIVEN = 1,
    UTSKR_CONSENT_REFUSED = 2,
    UTSKR_CONSENT_WITHDRAWN = 3,
    UTSKR_CONSENT_NOT_ABLE = 4
} utskr_consent_word;
#define UTSKR_CONSENT_SCOPE UTSKR_FIELD(0, 3)
#define UTSKR_CONSENT_SCOPE_SHIFT UTSKR_FIELD_SHIFT(0)
#define UTSKR_CONSENT_WORD UTSKR_FIELD(3, 3)
#define UTSKR_CONSENT_WORD_SHIFT UTSKR_FIELD_SHIFT(3)
#define UTSKR_CONSENT_BY UTSKR_FIELD(6, 2) /* 1 patient, 2 guardian, 3 representative */
#define UTSKR_CONSENT_BY_SHIFT UTSKR_FIELD_SHIFT(6)
#define UTSKR_HARM_TEST_WORD UTSKR_FIELD(0, 2) /* 1 allowed, 2 denied */
#define UTSKR_HARM_TEST_WORD_SHIFT UTSKR_FIELD_SHIFT(0)

/* The kind of message that acknowledged, deviation-answered and retracted answer (`of=`). */
#define UTSKR_OF_SHIFT 24
#define UTSKR_OF(kind) ((uint32_t)(kind) << UTSKR_OF_SHIFT)
#define UTSKR_OF_KIND UINT32_C(0xff000000)

/* --- The event itself --------------------------------------------------------------------------------------- */

typedef struct utskr_event {
    utskr_instant at;       /* when it happened */
    utskr_instant recorded; /* when it was entered (`recorded=`), or 0 */
    utskr_instant value;    /* expected=, from=, until=, meeting= or followup= of the kind, or 0 */
    uint32_t mask;          /* what it says */
    uint8_t kind;           /* utskr_kind */
    uint8_t party;          /* utskr_party, the sender */
    uint16_t reserved;      /* 0 */
} utskr_event;              /* 32 bytes, for good */

/*
 * Is that an event at all? It is exactly when some line of a case log says the same; so a list of parties or items
 * has its STATED bit, and a STATED bit has its list (`ongoing=none` may stand alone). UTSKR_BAD_ARGUMENT for a kind,
 * party or mask outside the vocabulary or a required word missing, UTSKR_OUT_OF_RANGE for an instant outside
 * 1980-2199; `error` (may be NULL) says what was expected. It asks nothing about the case or the sender (see
 * utskr_check), and does not see whether `of=` was an id.
 */
UTSKR_API utskr_status utskr_event_validate(const utskr_event *event, utskr_error *error);

/* --- The vocabulary table ----------------------------------------------------------------------------------- */

/* What kind of value a key takes. */
typedef enum utskr_value_type {
    UTSKR_VALUE_FLAGS = 0,          /* bare words, any of them */
    UTSKR_VALUE_WORD = 1,           /* one word: key=word, or bare where the key is empty */
    UTSKR_VALUE_WORDS = 2,          /* words with commas between */
    UTSKR_VALUE_PARTIES = 3,        /* parties with commas between */
    UTSKR_VALUE_PARTY = 4,          /* one party */
    UTSKR_VALUE_INSTANT = 5,        /* an instant, or a date that counts as its last second */
    UTSKR_VALUE_INSTANT_OR_YES = 6, /* the same, or `yes` */
    UTSKR_VALUE_REFERENCE = 7,      /* an id of the case, or a kind */
    UTSKR_VALUE_TEXT = 8            /* the host's own words; kept, never read */
} utskr_value_type;

/* One attribute of one kind of event. `id=` and `recorded=`, which every event may have, are not listed. */
typedef struct utskr_attribute {
    const char *key;  /* "to", or "" for bare words */
    uint8_t type;     /* utskr_value_type */
    uint8_t required; /* 1 if an event of the kind must have it */
    uint8_t shift;    /* WORD, PARTY and REFERENCE: where the number stands in the mask */
    uint8_t reserved;
    uint32_t bits;   /* the bits of the mask it may set */
    uint32_t stated; /* a bit that says it was given, or 0 */
} utskr_attribute;

typedef struct utskr_kind_info {
    const char *id;           /* "admission-notice" */
    const char *alias;        /* "inskrivningsmeddelande" */
    const char *term;         /* the Swedish term in full */
    uint32_t senders;         /* UTSKR_TO(party) of the parties that ever send it */
    uint32_t senders_with_by; /* further parties that may, when the event says by whom (`by=`) */
} utskr_kind_info;

typedef struct utskr_party_info {
    const char *id;
    const char *alias;
    const char *term;
} utskr_party_info;

/* A word that an attribute takes: "psychiatric" of admitted care=. */
typedef struct utskr_word_info {
    uint8_t kind;      /* utskr_kind */
    uint8_t attribute; /* index of the attribute in the kind */
    uint16_t reserved;
    uint32_t bits; /* what it sets in the mask */
    const char *id;
    const char *alias;
} utskr_word_info;

/* Each returns NULL for a number outside the table. */
UTSKR_API const utskr_kind_info *utskr_kind_info_at(int32_t kind);
UTSKR_API const utskr_party_info *utskr_party_info_at(int32_t party);
/* The i-th attribute of a kind, from 0, or NULL after the last one. */
UTSKR_API const utskr_attribute *utskr_attribute_at(int32_t kind, uint32_t index);
/* The i-th word of the whole table, from 0, or NULL after the last one. */
UTSKR_API const utskr_word_info *utskr_word_at(uint32_t index);
/* The English id, or "unknown-kind", "unknown-party". */
UTSKR_API const char *utskr_kind_name(int32_t kind);
UTSKR_API const char *utskr_party_name(int32_t party);
UTSKR_API uint32_t utskr_kind_count(void);  /* the kinds run from 1 to count - 1 */
UTSKR_API uint32_t utskr_party_count(void); /* likewise */

/*
 * The number of a word as it stands in a case log: English id or Swedish alias, with or without å/ä/ö, NFC or NFD.
 * UTSKR_UNKNOWN_WORD (with the nearest known word in `error->suggestion`) or UTSKR_AMBIGUOUS_WORD.
 */
UTSKR_API utskr_status utskr_kind_find(const char *word, size_t length, int32_t *out, utskr_error *error);
UTSKR_API utskr_status utskr_party_find(const char *word, size_t length, int32_t *out, utskr_error *error);
/* A word of the attribute-th attribute of the kind, a party where it takes parties, a kind where it is `of=`; `*bits`
 * becomes what it sets, besides `stated`. The same statuses, and UTSKR_BAD_ARGUMENT without such an attribute. */
UTSKR_API utskr_status utskr_word_find(int32_t kind, uint32_t attribute, const char *word, size_t length,
                                       uint32_t *bits, utskr_error *error);

UTSKR_END

#endif
