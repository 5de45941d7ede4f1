/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The vocabulary table: every party, kind of event, attribute and word, with its English id, its Swedish alias and the
 * bits of the mask that it sets. Nothing else in the library spells any of them.
 *
 * The attributes of a kind stand in the order in which the log writer writes them. After a change, write word_index.c
 * anew: test_vocabulary --write > lib/event/word_index.c.
 */
#include "event/vocabulary.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* --- Parties ------------------------------------------------------------------------------------------------ */

const utskr_party_info utskr_party_rows[UTSKR_PARTY_COUNT] = {
    [UTSKR_PARTY_HOSPITAL] = { "hospital", "slutenvård", "den slutna vården" },
    [UTSKR_PARTY_OUTPATIENT] = { "outpatient", "öppenvård", "den regionfinansierade öppna vården" },
    [UTSKR_PARTY_MUNICIPAL_HEALTH] = { "municipal-health", "kommunal-hälsovård",
                                       "den kommunalt finansierade hälso- och sjukvården" },
    [UTSKR_PARTY_SOCIAL_SERVICES] = { "social-services", "socialtjänst", "socialtjänsten" },
    [UTSKR_PARTY_PATIENT] = { "patient", "patient", "patienten, närstående eller legal företrädare" },
    [UTSKR_PARTY_SYSTEM] = { "system", "system", "IT-stödet eller dess förvaltare" },
};

#define H UTSKR_TO_HOSPITAL
#define O UTSKR_TO_OUTPATIENT
#define M UTSKR_TO_MUNICIPAL_HEALTH
#define S UTSKR_TO_SOCIAL_SERVICES
#define MUNICIPALITY (M | S)
#define UNITS (H | O | M | S)
#define ANY UTSKR_TO_PARTIES

/* --- Shapes of attributes ----------------------------------------------------------------------------------- */

/* clang-format off */
#define FLAGS(required, bits) { "", UTSKR_VALUE_FLAGS, required, 0, 0, bits, 0 }
#define BARE_WORD(required, field) { "", UTSKR_VALUE_WORD, required, field##_SHIFT, 0, field, 0 }
#define WORD(key, required, field) { key, UTSKR_VALUE_WORD, required, field##_SHIFT, 0, field, 0 }
#define ONE_WORD(key, flag, bit) { key, UTSKR_VALUE_WORD, 0, UTSKR_FIELD_SHIFT(flag), 0, bit, 0 }
#define PARTY(key, field) { key, UTSKR_VALUE_PARTY, 0, field##_SHIFT, 0, field, 0 }
#define PARTIES(key) { key, UTSKR_VALUE_PARTIES, 0, 0, 0, UTSKR_TO_PARTIES, UTSKR_TO_STATED }
#define CONTAINS { "contains", UTSKR_VALUE_WORDS, 0, 0, 0, UTSKR_CONTAINS_ITEMS, UTSKR_CONTAINS_STATED }
#define INSTANT(key) { key, UTSKR_VALUE_INSTANT, 0, 0, 0, 0, 0 }
#define OF(required) { "of", UTSKR_VALUE_REFERENCE, required, UTSKR_OF_SHIFT, 0, UTSKR_OF_KIND, 0 }
#define ABOUT { "about", UTSKR_VALUE_TEXT, 0, 0, 0, 0, 0 }
/* clang-format on */

#define BITS_OF(field, number) ((uint32_t)(number) << field##_SHIFT)

/* clang-format off */
#define CONTAINS_WORDS(kind, attribute) \
    { kind, attribute, 0, UTSKR_CONTAINS_NAME, "name", "namn" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_PERSONAL_NUMBER, "personal-number", "personnummer" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_ADDRESS, "address", "folkbokföringsadress" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_EXPECTED_DISCHARGE, "expected-discharge", "beräknad-utskrivning" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_REASON, "reason", "inskrivningsorsak" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_DIAGNOSIS, "diagnosis", "diagnos" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_PHONE, "phone", "telefon" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_STATUS, "status", "status" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_SERVICES, "services", "insatser" }, \
    { kind, attribute, 0, UTSKR_CONTAINS_RELATIVES, "relatives", "närstående" }
/* clang-format on */

#define CONTAINS_TAKES                                                                                                 \
    "contains= (name, personal-number, address, expected-discharge, reason, diagnosis, phone, status, services, "      \
    "relatives)"

/* --- Kinds that say something of their own ------------------------------------------------------------------ */

static const utskr_attribute to_attributes[] = { PARTIES("to") };
static const utskr_attribute expected_attributes[] = { INSTANT("expected") };
static const utskr_attribute about_attributes[] = { ABOUT };
static const utskr_attribute of_attributes[] = { OF(1) };

static const utskr_attribute care_request_attributes[] = { FLAGS(0, UTSKR_CARE_REQUEST_PREPARED) };
static const utskr_word_info care_request_words[] = {
    { UTSKR_CARE_REQUEST, 0, 0, UTSKR_CARE_REQUEST_PREPARED, "prepared", "förberedd" },
};

static const utskr_attribute admitted_attributes[] = {
    WORD("care", 0, UTSKR_ADMITTED_CARE),
    WORD("compulsory", 0, UTSKR_ADMITTED_COMPULSORY),
    PARTIES("ongoing"),
};
static const utskr_word_info admitted_words[] = {
    { UTSKR_ADMITTED, 0, 0, BITS_OF(UTSKR_ADMITTED_CARE, UTSKR_CARE_SOMATIC), "somatic", "somatisk" },
    { UTSKR_ADMITTED, 0, 0, BITS_OF(UTSKR_ADMITTED_CARE, UTSKR_CARE_PSYCHIATRIC), "psychiatric", "psykiatrisk" },
    { UTSKR_ADMITTED, 1, 0, BITS_OF(UTSKR_ADMITTED_COMPULSORY, 1), "lpt", "lpt" },
    { UTSKR_ADMITTED, 1, 0, BITS_OF(UTSKR_ADMITTED_COMPULSORY, 2), "lrv", "lrv" },
    { UTSKR_ADMITTED, 2, 0, 0, "none", "inga" }, /* stands alone: nobody has ongoing services */
};

static const utskr_attribute discharged_attributes[] = { WORD("to", 0, UTSKR_DISCHARGED_TO) };
#define DISCHARGED_TO(destination) UTSKR_DISCHARGED, 0, 0, BITS_OF(UTSKR_DISCHARGED_TO, destination)
static const utskr_word_info discharged_words[] = {
    { DISCHARGED_TO(UTSKR_DESTINATION_HOME), "home", "hem" },
    { DISCHARGED_TO(UTSKR_DESTINATION_SHORT_TERM), "short-term", "korttidsboende" },
    { DISCHARGED_TO(UTSKR_DESTINATION_SPECIAL_HOUSING), "special-housing", "särskilt-boende" },
    { DISCHARGED_TO(UTSKR_DESTINATION_OTHER_HOSPITAL), "other-hospital", "annat-sjukhus" },
    { DISCHARGED_TO(UTSKR_DESTINATION_OTHER), "other", "annat" },
};

static const utskr_attribute needs_assessed_attributes[] = {
    FLAGS(1, S | M | O | UTSKR_NEEDS_SIMPLE_ONLY | UTSKR_NEEDS_NONE | UTSKR_NEEDS_OPEN_COMPULSORY),
};
static const utskr_word_info needs_assessed_words[] = {
    { UTSKR_NEEDS_ASSESSED, 0, 0, S, "social-services", "socialtjänst" },
    { UTSKR_NEEDS_ASSESSED, 0, 0, M, "municipal-health", "kommunal-hälsovård" },
    { UTSKR_NEEDS_ASSESSED, 0, 0, O, "outpatient", "öppenvård" },
    { UTSKR_NEEDS_ASSESSED, 0, 0, UTSKR_NEEDS_SIMPLE_ONLY, "simple-only", "endast-enkla-besök" },
    { UTSKR_NEEDS_ASSESSED, 0, 0, UTSKR_NEEDS_NONE, "none", "inga" },
    { UTSKR_NEEDS_ASSESSED, 0, 0, UTSKR_NEEDS_OPEN_COMPULSORY, "open-compulsory", "öppen-tvångsvård" },
};
static const utskr_clash needs_assessed_clashes[] = {
    { UTSKR_NEEDS_SIMPLE_ONLY, S | M | O | UTSKR_NEEDS_NONE },
    { UTSKR_NEEDS_NONE, S | M | O | UTSKR_NEEDS_OPEN_COMPULSORY },
};

static const utskr_attribute track_attributes[] = { BARE_WORD(1, UTSKR_TRACK_COLOUR) };
static const utskr_word_info track_words[] = {
    { UTSKR_TRACK, 0, 0, BITS_OF(UTSKR_TRACK_COLOUR, UTSKR_COLOUR_GREEN), "green", "grön" },
    { UTSKR_TRACK, 0, 0, BITS_OF(UTSKR_TRACK_COLOUR, UTSKR_COLOUR_YELLOW), "yellow", "gul" },
    { UTSKR_TRACK, 0, 0, BITS_OF(UTSKR_TRACK_COLOUR, UTSKR_COLOUR_RED), "red", "röd" },
};

static const utskr_attribute admission_notice_attributes[] = { PARTIES("to"), CONTAINS, INSTANT("expected") };
static const utskr_word_info admission_notice_words[] = { CONTAINS_WORDS(UTSKR_ADMISSION_NOTICE, 1) };

static const utskr_attribute services_reported_attributes[] = {
    FLAGS(0, UTSKR_SERVICES_NONE | UTSKR_SERVICES_PROVIDER_CONTACT),
};
static const utskr_word_info services_reported_words[] = {
    { UTSKR_SERVICES_REPORTED, 0, 0, UTSKR_SERVICES_NONE, "none", "inga" },
    { UTSKR_SERVICES_REPORTED, 0, 0, UTSKR_SERVICES_PROVIDER_CONTACT, "provider-contact", "kontakt-till-utförare" },
};

static const utskr_attribute expected_discharge_attributes[] = { INSTANT("expected"), PARTIES("to") };

static const utskr_attribute sip_need_attributes[] = { BARE_WORD(1, UTSKR_SIP_NEED_WORD) };
static const utskr_word_info sip_need_words[] = {
    { UTSKR_SIP_NEED, 0, 0, BITS_OF(UTSKR_SIP_NEED_WORD, UTSKR_SIP_WORD_NEEDED), "needed", "behövs" },
    { UTSKR_SIP_NEED, 0, 0, BITS_OF(UTSKR_SIP_NEED_WORD, UTSKR_SIP_WORD_NOT_NEEDED), "not-needed", "behövs-inte" },
    { UTSKR_SIP_NEED, 0, 0, BITS_OF(UTSKR_SIP_NEED_WORD, UTSKR_SIP_WORD_CURRENT), "current", "aktuell" },
};

static const utskr_attribute sip_call_attributes[] = { PARTIES("to"), INSTANT("meeting") };

static const utskr_attribute sip_attributes[] = {
    FLAGS(0, UTSKR_SIP_AT_HOSPITAL | UTSKR_SIP_DIGITAL),
    PARTIES("with"),
    { "followup", UTSKR_VALUE_INSTANT_OR_YES, 0, 0, 0, UTSKR_SIP_FOLLOWUP, UTSKR_SIP_FOLLOWUP },
    PARTY("lead", UTSKR_SIP_LEAD),
};
/* clang-format off */
#define SIP_WORDS(kind) \
    { kind, 0, 0, UTSKR_SIP_AT_HOSPITAL, "at-hospital", "på-sjukhuset" }, \
    { kind, 0, 0, UTSKR_SIP_DIGITAL, "digital", "digitalt" }, \
    { kind, 2, 0, UTSKR_SIP_FOLLOWUP, "yes", "ja" }
/* clang-format on */
static const utskr_word_info sip_held_words[] = { SIP_WORDS(UTSKR_SIP_HELD) };
static const utskr_word_info sip_established_words[] = { SIP_WORDS(UTSKR_SIP_ESTABLISHED) };
static const utskr_word_info sip_followed_up_words[] = { SIP_WORDS(UTSKR_SIP_FOLLOWED_UP) };
static const utskr_word_info sip_closed_words[] = { SIP_WORDS(UTSKR_SIP_CLOSED) };
#define SIP_TAKES "at-hospital, digital, with=PARTIES, followup=TIME, followup=yes, lead=PARTY"

static const utskr_attribute ready_notice_attributes[] = { PARTIES("to"),
                                                           ONE_WORD("under", 0, UTSKR_READY_NOTICE_LPT) };
static const utskr_word_info ready_notice_words[] = {
    { UTSKR_DISCHARGE_READY_NOTICE, 1, 0, UTSKR_READY_NOTICE_LPT, "lpt", "lpt" },
};

static const utskr_attribute municipality_ready_attributes[] = {
    { "for", UTSKR_VALUE_WORDS, 0, 0, 0, UTSKR_READY_SUBJECTS, 0 },
    INSTANT("from"),
    FLAGS(0, UTSKR_READY_PROVIDER_CONTACT),
};
/* clang-format off */
#define MUNICIPALITY_READY_WORDS(kind) \
    { kind, 0, 0, UTSKR_READY_SOL, "sol", "sol" }, \
    { kind, 0, 0, UTSKR_READY_HSL, "hsl", "hsl" }, \
    { kind, 0, 0, UTSKR_READY_REHAB, "rehab", "rehab" }, \
    { kind, 2, 0, UTSKR_READY_PROVIDER_CONTACT, "provider-contact", "kontakt-till-utförare" }
/* clang-format on */
static const utskr_word_info municipality_ready_words[] = { MUNICIPALITY_READY_WORDS(UTSKR_MUNICIPALITY_READY) };
static const utskr_word_info municipality_not_ready_words[] = {
    MUNICIPALITY_READY_WORDS(UTSKR_MUNICIPALITY_NOT_READY),
};
#define MUNICIPALITY_READY_TAKES "for= (sol, hsl, rehab), from=TIME, provider-contact"

static const utskr_attribute information_transferred_attributes[] = {
    PARTIES("to"),
    CONTAINS,
    FLAGS(0, UTSKR_TRANSFER_REPORT),
    INSTANT("expected"),
};
static const utskr_word_info information_transferred_words[] = {
    CONTAINS_WORDS(UTSKR_INFORMATION_TRANSFERRED, 1),
    { UTSKR_INFORMATION_TRANSFERRED, 2, 0, UTSKR_TRANSFER_REPORT, "report", "utskrivningsrapport" },
};

static const utskr_attribute checklist_attributes[] = {
    WORD("item", 1, UTSKR_CHECKLIST_ITEM),
    BARE_WORD(1, UTSKR_CHECKLIST_WORD),
    INSTANT("until"),
};
#define ITEM(number) UTSKR_CHECKLIST, 0, 0, BITS_OF(UTSKR_CHECKLIST_ITEM, number)
static const utskr_word_info checklist_words[] = {
    { ITEM(UTSKR_ITEM_AIDS), "aids", "hjälpmedel" },
    { ITEM(UTSKR_ITEM_MEDICATION), "medication", "läkemedel" },
    { ITEM(UTSKR_ITEM_MEDICATION_LIST), "medication-list", "läkemedelslista" },
    { ITEM(UTSKR_ITEM_NUTRITION), "nutrition", "näring" },
    { ITEM(UTSKR_ITEM_INCONTINENCE), "incontinence", "inkontinenshjälpmedel" },
    { ITEM(UTSKR_ITEM_MED_EQUIPMENT), "med-equipment", "medicinteknisk-utrustning" },
    { ITEM(UTSKR_ITEM_EPICRISIS), "epicrisis", "epikris" },
    { ITEM(UTSKR_ITEM_BULKY_AIDS), "bulky-aids", "skrymmande-hjälpmedel" },
    { UTSKR_CHECKLIST, 1, 0, BITS_OF(UTSKR_CHECKLIST_WORD, 1), "needed", "behövs" },
    { UTSKR_CHECKLIST, 1, 0, BITS_OF(UTSKR_CHECKLIST_WORD, 2), "done", "klart" },
    { UTSKR_CHECKLIST, 1, 0, BITS_OF(UTSKR_CHECKLIST_WORD, 3), "not-needed", "behövs-inte" },
};

static const utskr_attribute followup_call_attributes[] = { BARE_WORD(0, UTSKR_FOLLOWUP_WORD) };
static const utskr_word_info followup_call_words[] = {
    { UTSKR_FOLLOWUP_CALL, 0, 0, BITS_OF(UTSKR_FOLLOWUP_WORD, 1), "reached", "nådd" },
    { UTSKR_FOLLOWUP_CALL, 0, 0, BITS_OF(UTSKR_FOLLOWUP_WORD, 2), "not-reached", "inte-nådd" },
};

static const utskr_attribute education_attributes[] = { BARE_WORD(1, UTSKR_EDUCATION_WORD), PARTIES("to") };
static const utskr_word_info education_words[] = {
    { UTSKR_EDUCATION, 0, 0, BITS_OF(UTSKR_EDUCATION_WORD, 1), "needed", "behövs" },
    { UTSKR_EDUCATION, 0, 0, BITS_OF(UTSKR_EDUCATION_WORD, 2), "offered", "erbjuden" },
    { UTSKR_EDUCATION, 0, 0, BITS_OF(UTSKR_EDUCATION_WORD, 3), "held", "genomförd" },
};

static const utskr_attribute consent_attributes[] = {
    WORD("scope", 1, UTSKR_CONSENT_SCOPE),
    BARE_WORD(1, UTSKR_CONSENT_WORD),
    WORD("by", 0, UTSKR_CONSENT_BY),
    PARTIES("to"),
};
#define SCOPE(number) UTSKR_CONSENT, 0, 0, BITS_OF(UTSKR_CONSENT_SCOPE, number)
#define CONSENT_WORD(number) UTSKR_CONSENT, 1, 0, BITS_OF(UTSKR_CONSENT_WORD, number)
#define BY(number) UTSKR_CONSENT, 2, 0, BITS_OF(UTSKR_CONSENT_BY, number)
static const utskr_word_info consent_words[] = {
    { SCOPE(UTSKR_SCOPE_INFORMATION), "information", "information" },
    { SCOPE(UTSKR_SCOPE_SIP), "sip", "sip" },
    { SCOPE(UTSKR_SCOPE_RELATIVES), "relatives", "närstående" },
    { SCOPE(UTSKR_SCOPE_SERVICES), "services", "insatser" },
    { CONSENT_WORD(UTSKR_CONSENT_GIVEN), "given", "lämnat" },
    { CONSENT_WORD(UTSKR_CONSENT_REFUSED), "refused", "nekat" },
    { CONSENT_WORD(UTSKR_CONSENT_WITHDRAWN), "withdrawn", "återkallat" },
    { CONSENT_WORD(UTSKR_CONSENT_NOT_ABLE), "not-able", "kan-ej" },
    { BY(1), "patient", "patient" },
    { BY(2), "guardian", "god-man" },
    { BY(3), "representative", "företrädare" },
};

static const utskr_attribute harm_test_attributes[] = { BARE_WORD(1, UTSKR_HARM_TEST_WORD), PARTIES("to") };
static const utskr_word_info harm_test_words[] = {
    { UTSKR_HARM_TEST, 0, 0, BITS_OF(UTSKR_HARM_TEST_WORD, 1), "allowed", "tillåtet" },
    { UTSKR_HARM_TEST, 0, 0, BITS_OF(UTSKR_HARM_TEST_WORD, 2), "denied", "nekat" },
};

static const utskr_attribute deviation_answered_attributes[] = { OF(0), ABOUT };

/* --- Kinds of event ----------------------------------------------------------------------------------------- */

/* What an event says, as errors put it; its attributes, their words, and words that clash. */
#define NOTHING "nothing besides id= and recorded=", NULL, NULL, NULL, 0, 0, 0, 0
#define ATTRIBUTES(takes, attributes) takes, attributes, NULL, NULL, COUNT(attributes), 0, 0, 0
#define WORDS(takes, attributes, words) takes, attributes, words, NULL, COUNT(attributes), COUNT(words), 0, 0
#define CLASHES(takes, attributes, words, clashes)                                                                     \
    takes, attributes, words, clashes, COUNT(attributes), COUNT(words), COUNT(clashes), 0

#define KIND_WITH_BY(kind, id, alias, term, senders, with_by, ...)                                                     \
    [UTSKR_##kind] = { { id, alias, term, senders, with_by }, __VA_ARGS__ }
#define KIND(kind, id, alias, term, senders, ...) KIND_WITH_BY(kind, id, alias, term, senders, 0, __VA_ARGS__)

const utskr_kind_row utskr_kind_rows[UTSKR_KIND_COUNT] = {
    KIND(CARE_REQUEST, "care-request", "vårdbegäran", "vårdbegäran", MUNICIPALITY,
         WORDS("prepared", care_request_attributes, care_request_words)),
    KIND(PLANNED_ADMISSION, "planned-admission", "planerad-slutenvård", "planerad slutenvård", H,
         ATTRIBUTES("expected=TIME", expected_attributes)),
    KIND(ADMITTED, "admitted", "inskriven", "inskriven", H,
         WORDS("care= (somatic, psychiatric), compulsory= (lpt, lrv), ongoing=PARTIES, ongoing=none",
               admitted_attributes, admitted_words)),
    KIND(TRANSFERRED, "transferred", "överflyttad", "överflyttad till annan enhet", H, NOTHING),
    KIND(LEAVE_START, "leave-start", "permission-början", "permission, början", H, NOTHING),
    KIND(LEAVE_END, "leave-end", "permission-slut", "permission, slut", H, NOTHING),
    KIND(INTERRUPTED, "interrupted", "avbrott", "avbrott i processen", H, NOTHING),
    KIND(RESUMED, "resumed", "återupptagen", "processen återupptagen", H, NOTHING),
    KIND(DISCHARGED, "discharged", "utskriven", "utskriven", H,
         WORDS("to= (home, short-term, special-housing, other-hospital, other)", discharged_attributes,
               discharged_words)),
    KIND(DECEASED, "deceased", "avliden", "avliden", H | UTSKR_TO(UTSKR_PARTY_SYSTEM), NOTHING),
    KIND(NEEDS_ASSESSED, "needs-assessed", "behovsbedömning", "behandlande läkarens bedömning av behov", H,
         CLASHES("social-services, municipal-health, outpatient, simple-only, none or open-compulsory",
                 needs_assessed_attributes, needs_assessed_words, needs_assessed_clashes)),
    KIND(TRACK, "track", "färgspår", "färgspår, processfärg", H,
         WORDS("green, yellow or red", track_attributes, track_words)),
    KIND(ADMISSION_NOTICE, "admission-notice", "inskrivningsmeddelande", "inskrivningsmeddelande", H,
         WORDS("to=PARTIES, " CONTAINS_TAKES ", expected=TIME", admission_notice_attributes, admission_notice_words)),
    KIND(ACKNOWLEDGED, "acknowledged", "kvittens", "kvittens, bekräftelse", UNITS,
         ATTRIBUTES("of=ID or of=EVENT", of_attributes)),
    KIND(SERVICES_REPORTED, "services-reported", "aktuella-insatser", "besked om aktuella insatser", O | MUNICIPALITY,
         WORDS("none, provider-contact", services_reported_attributes, services_reported_words)),
    KIND(STATUS_REPORTED, "status-reported", "status-och-behov", "status och behov (SBAR, ADL, CFS)", UNITS, NOTHING),
    KIND(EXPECTED_DISCHARGE, "expected-discharge", "beräknad-utskrivning", "ändrad beräknad utskrivningstidpunkt", H,
         ATTRIBUTES("expected=TIME, to=PARTIES", expected_discharge_attributes)),
    KIND(CARE_CONTACT, "care-contact", "fast-vårdkontakt", "fast vårdkontakt utsedd", O, NOTHING),
    KIND(SIP_NEED, "sip-need", "ställningstagande-till-sip", "ställningstagande till SIP", ANY,
         WORDS("needed, not-needed or current", sip_need_attributes, sip_need_words)),
    KIND(SIP_OFFERED, "sip-offered", "sip-erbjuden", "SIP erbjuden", ANY, NOTHING),
    KIND(SIP_ACCEPTED, "sip-accepted", "sip-accepterad", "SIP accepterad", ANY, NOTHING),
    KIND(SIP_DECLINED, "sip-declined", "sip-avböjd", "SIP avböjd", ANY, NOTHING),
    KIND(SIP_INITIATED, "sip-initiated", "initiativ-till-sip", "initiativ till SIP", ANY, NOTHING),
    KIND(SIP_CALL, "sip-call", "kallelse-till-sip", "kallelse till SIP", UNITS,
         ATTRIBUTES("to=PARTIES, meeting=TIME", sip_call_attributes)),
    KIND(SIP_HELD, "sip-held", "sip-möte", "SIP-möte", ANY, WORDS(SIP_TAKES, sip_attributes, sip_held_words)),
    KIND(SIP_ESTABLISHED, "sip-established", "sip-upprättad", "SIP upprättad", ANY,
         WORDS(SIP_TAKES, sip_attributes, sip_established_words)),
    KIND(SIP_FOLLOWED_UP, "sip-followed-up", "sip-uppföljd", "SIP uppföljd", ANY,
         WORDS(SIP_TAKES, sip_attributes, sip_followed_up_words)),
    KIND(SIP_CLOSED, "sip-closed", "sip-avslutad", "SIP avslutad", ANY,
         WORDS(SIP_TAKES, sip_attributes, sip_closed_words)),
    KIND(COORDINATED_CARE_PLAN, "coordinated-care-plan", "samordnad-vårdplan",
         "samordnad vårdplan (LPT 7 a §, LRV 12 a §)", H, NOTHING),
    KIND(DISCHARGE_READY, "discharge-ready", "bedömd-utskrivningsklar",
         "behandlande läkaren bedömer patienten utskrivningsklar", H, NOTHING),
    KIND(DISCHARGE_READY_NOTICE, "discharge-ready-notice", "meddelande-om-utskrivningsklar",
         "underrättelse om utskrivningsklar", H,
         WORDS("to=PARTIES, under=lpt", ready_notice_attributes, ready_notice_words)),
    KIND(DISCHARGE_READY_WITHDRAWN, "discharge-ready-withdrawn", "inte-längre-utskrivningsklar",
         "inte längre utskrivningsklar", H, NOTHING),
    KIND(MUNICIPALITY_READY, "municipality-ready", "kommunklar", "kommunklar", MUNICIPALITY,
         WORDS(MUNICIPALITY_READY_TAKES, municipality_ready_attributes, municipality_ready_words)),
    KIND(MUNICIPALITY_NOT_READY, "municipality-not-ready", "inte-kommunklar", "inte kommunklar", MUNICIPALITY,
         WORDS(MUNICIPALITY_READY_TAKES, municipality_ready_attributes, municipality_not_ready_words)),
    KIND(OUTPATIENT_OBSTACLE, "outpatient-obstacle", "öppenvårdshinder",
         "öppenvårdens insatser ej tillgängliga eller ej klarlagda", H | O, NOTHING),
    KIND(OUTPATIENT_CLEAR, "outpatient-clear", "öppenvårdshinder-undanröjt", "öppenvårdens hinder undanröjt", H | O,
         NOTHING),
    KIND(PATIENT_INFORMED, "patient-informed", "patientinformation", "skriftlig information till patienten", UNITS,
         NOTHING),
    KIND(INFORMATION_TRANSFERRED, "information-transferred", "informationsöverföring",
         "informationsöverföring till berörda enheter", H,
         WORDS("to=PARTIES, " CONTAINS_TAKES ", report, expected=TIME", information_transferred_attributes,
               information_transferred_words)),
    KIND(CHECKLIST, "checklist", "checklista", "checklista inför hemgång", H,
         WORDS("item= (aids, medication, medication-list, nutrition, incontinence, "
               "med-equipment, epicrisis, bulky-aids), needed, done or not-needed, until=TIME",
               checklist_attributes, checklist_words)),
    KIND(HOMECARE_ORDER, "homecare-order", "uppdrag-till-hemsjukvården", "uppdrag till hemsjukvården", H,
         ATTRIBUTES("to=PARTIES", to_attributes)),
    KIND(REFERRAL, "referral", "remiss", "remiss till öppenvården", H, ATTRIBUTES("to=PARTIES", to_attributes)),
    KIND(HOME_TIME, "home-time", "tid-för-hemgång", "tid för hemgång överenskommen", H | MUNICIPALITY,
         ATTRIBUTES("expected=TIME", expected_attributes)),
    KIND(SERVICES_STARTED, "services-started", "insatser-påbörjade", "insatser påbörjade eller återupptagna",
         MUNICIPALITY | O, NOTHING),
    KIND(FOLLOWUP_CALL, "followup-call", "uppföljande-samtal", "uppföljande samtal", H | O | S,
         WORDS("reached or not-reached", followup_call_attributes, followup_call_words)),
    KIND(NEEDS_REVIEWED, "needs-reviewed", "insatsbedömning", "bedömning av insatser efter hemkomst", MUNICIPALITY,
         NOTHING),
    KIND(EDUCATION, "education", "utbildning", "utbildning av kommunens personal", H | MUNICIPALITY,
         WORDS("needed, offered or held, to=PARTIES", education_attributes, education_words)),
    KIND_WITH_BY(CONSENT, "consent", "samtycke", "samtycke", UTSKR_TO_PATIENT, ANY & ~UTSKR_TO_PATIENT,
                 WORDS("scope= (information, sip, relatives, services), given, refused, withdrawn or "
                       "not-able, by= (patient, guardian, representative), to=PARTIES",
                       consent_attributes, consent_words)),
    KIND(HARM_TEST, "harm-test", "menprövning", "menprövning", H,
         WORDS("allowed or denied, to=PARTIES", harm_test_attributes, harm_test_words)),
    KIND(DEVIATION, "deviation", "avvikelse", "avvikelse rapporterad", ANY, ATTRIBUTES("about=TEXT", about_attributes)),
    KIND(DEVIATION_ANSWERED, "deviation-answered", "avvikelse-besvarad", "avvikelse besvarad", ANY,
         ATTRIBUTES("of=ID, of=EVENT, about=TEXT", deviation_answered_attributes)),
    KIND(RETRACTED, "retracted", "återtagen", "återtagen, makulerad, felsänd", ANY,
         ATTRIBUTES("of=ID or of=EVENT", of_attributes)),
    KIND(NOTE, "note", "meddelande", "generellt eller administrativt meddelande", ANY,
         ATTRIBUTES("about=TEXT", about_attributes)),
};
