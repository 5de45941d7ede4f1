/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sharing: may a party tell another an item now, and on what ground. One row for each rule. */
#include "consent/share.h"

#include "rules/word_list.h"

/* What decides an answer once the parties are right. */
typedef enum ground {
    BY_ACT,       /* the act allows it */
    BY_CONSENT,   /* consent of the row's scope */
    BY_HARM_TEST, /* consent of scope information, or else a harm test */
    BY_CALL       /* reading sip-call-consent */
} ground;

/* Who may tell whom. */
typedef enum path { HOSPITAL_TO_UNIT, UNIT_TO_HOSPITAL, ANY_TO_UNIT, ANY_TO_ANY } path;

typedef struct share_row {
    uint8_t rule;   /* act_rule */
    uint16_t items; /* bits 1 << utskr_share_item */
    uint8_t path;
    uint8_t ground;
    uint8_t scope;
} share_row;

#define ITEM(i) (1u << (i))

static const share_row rows[] = {
    { RULE_SHARE_STATUTORY, ITEM(UTSKR_SHARE_IDENTITY) | ITEM(UTSKR_SHARE_EXPECTED_DISCHARGE), HOSPITAL_TO_UNIT, BY_ACT,
      0 },
    { RULE_SHARE_REASON, ITEM(UTSKR_SHARE_REASON) | ITEM(UTSKR_SHARE_STATUS), HOSPITAL_TO_UNIT, BY_CONSENT,
      UTSKR_SCOPE_INFORMATION },
    { RULE_SHARE_REPLY, ITEM(UTSKR_SHARE_SERVICES), UNIT_TO_HOSPITAL, BY_CONSENT, UTSKR_SCOPE_INFORMATION },
    { RULE_SHARE_READY, ITEM(UTSKR_SHARE_READY), HOSPITAL_TO_UNIT, BY_HARM_TEST, UTSKR_SCOPE_INFORMATION },
    { RULE_SHARE_DISCHARGE, ITEM(UTSKR_SHARE_DISCHARGE_INFORMATION), HOSPITAL_TO_UNIT, BY_HARM_TEST,
      UTSKR_SCOPE_INFORMATION },
    { RULE_SHARE_SIP_CALL, ITEM(UTSKR_SHARE_SIP_CALL), ANY_TO_ANY, BY_CALL, UTSKR_SCOPE_SIP },
    { RULE_SHARE_SIP_PLAN, ITEM(UTSKR_SHARE_SIP_PLAN), ANY_TO_ANY, BY_CONSENT, UTSKR_SCOPE_SIP },
    { RULE_SHARE_COMPULSORY, ITEM(UTSKR_SHARE_COORDINATED_CARE_PLAN), HOSPITAL_TO_UNIT, BY_ACT, 0 },
    { RULE_SHARE_RELATIVES, ITEM(UTSKR_SHARE_RELATIVES), ANY_TO_ANY, BY_CONSENT, UTSKR_SCOPE_RELATIVES },
};

static const share_row otherwise = { RULE_SHARE_DEFAULT, 0, ANY_TO_ANY, BY_CONSENT, UTSKR_SCOPE_INFORMATION };

static bool is_unit(uint32_t party) {
    return unit_of_party(party) != 0;
}

static bool on_path(const share_row *r, const share_question *q) {
    switch ((path)r->path) {
    case HOSPITAL_TO_UNIT: return q->from == UTSKR_PARTY_HOSPITAL && is_unit(q->to);
    case UNIT_TO_HOSPITAL: return is_unit(q->from) && q->to == UTSKR_PARTY_HOSPITAL;
    case ANY_TO_UNIT: return is_unit(q->to);
    case ANY_TO_ANY: return true;
    }
    return false;
}

static const share_row *row_for(const share_question *q) {
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if ((rows[i].items & ITEM(q->item)) && on_path(&rows[i], q))
            return &rows[i];
    return &otherwise;
}

/* --- Consent and harm tests in force --------------------------------------------------------------------------------------------- */

static bool reaches(const utskr_fact *f, uint32_t party) {
    return !(f->mask & UTSKR_TO_STATED) || (f->mask & UTSKR_TO(party)) != 0;
}

static bool stands_before(const utskr_fact *f, const share_question *q) {
    return q->before == NULL || fact_precedes(f, q->before);
}

static const utskr_fact *latest_consent(const context *ctx, const share_question *q, uint32_t scope) {
    const utskr_fact *latest = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_CONSENT); f != NULL && stands_before(f, q);
         f = fact_next(ctx->facts, f))
        if ((f->mask & UTSKR_CONSENT_SCOPE) >> UTSKR_CONSENT_SCOPE_SHIFT == scope && reaches(f, q->to))
            latest = f;
    return latest;
}

static const utskr_fact *latest_harm_test(const context *ctx, const share_question *q) {
    const utskr_fact *latest = NULL;
    for (const utskr_fact *f = fact_first(ctx->facts, UTSKR_HARM_TEST); f != NULL && stands_before(f, q);
         f = fact_next(ctx->facts, f))
        if (reaches(f, q->to))
            latest = f;
    return latest;
}

static uint32_t word_of(const utskr_fact *consent) {
    return consent == NULL ? UTSKR_CONSENT_NONE : (consent->mask & UTSKR_CONSENT_WORD) >> UTSKR_CONSENT_WORD_SHIFT;
}

utskr_consent_word utskr_consent_in_force(const context *ctx, uint32_t scope, uint32_t party,
                                          const utskr_fact *before) {
    const share_question q = { .to = party, .before = before };
    return (utskr_consent_word)word_of(latest_consent(ctx, &q, scope));
}

static utskr_sharing answer(utskr_share_answer a, uint8_t rule, const utskr_fact *by) {
    const plain_rule *r = rule_of_act((act_rule)rule);
    return (utskr_sharing){ .rule = r->id, .cite = r->cite, .index = index_of(by), .answer = (uint8_t)a };
}

static utskr_sharing by_harm_test(const context *ctx, const share_row *r, const share_question *q,
                                  const utskr_fact *consent) {
    const utskr_fact *test = latest_harm_test(ctx, q);
    if (test == NULL)
        return answer(UTSKR_SHARE_HARM_TEST, r->rule, consent);
    const bool allowed = (test->mask & UTSKR_HARM_TEST_WORD) >> UTSKR_HARM_TEST_WORD_SHIFT == 1;
    return answer(allowed ? UTSKR_SHARE_ALLOWED : UTSKR_SHARE_REFUSED, r->rule, test);
}

static utskr_sharing by_consent(const context *ctx, const share_row *r, const share_question *q) {
    const utskr_fact *consent = latest_consent(ctx, q, r->scope);
    switch ((utskr_consent_word)word_of(consent)) {
    case UTSKR_CONSENT_GIVEN: return answer(UTSKR_SHARE_ALLOWED, r->rule, consent);
    case UTSKR_CONSENT_NOT_ABLE: return by_harm_test(ctx, r, q, consent);
    case UTSKR_CONSENT_NONE:
        return r->ground == BY_HARM_TEST ? by_harm_test(ctx, r, q, NULL)
                                         : answer(UTSKR_SHARE_NEEDS_CONSENT, r->rule, NULL);
    default:
        return r->ground == BY_HARM_TEST ? by_harm_test(ctx, r, q, consent)
                                         : answer(UTSKR_SHARE_REFUSED, r->rule, consent);
    }
}

/* --- The answer --------------------------------------------------------------------------------------------------------------------- */

/* A party to the sharing must be the hospital, the patient or a concerned unit. */
static bool outside(context *ctx, uint32_t party, uint32_t snapshot) {
    const uint32_t unit = unit_of_party(party);
    return unit != 0 && (utskr_concerned_units(ctx, snapshot) & unit) == 0;
}

utskr_sharing utskr_share_answer_to(context *ctx, const share_question *q) {
    const utskr_answer covered = utskr_covered(ctx, q->snapshot);
    const utskr_fact *assessed = fact_last(ctx->facts, UTSKR_NEEDS_ASSESSED);
    if (q->item == UTSKR_SHARE_RELATIVES && (q->to == UTSKR_PARTY_PATIENT || q->to == 0))
        return by_consent(ctx, row_for(q), q);
    if (covered == UTSKR_UNKNOWN)
        return answer(UTSKR_SHARE_UNKNOWN, RULE_SCOPE_NEED, NULL);
    if (outside(ctx, q->to, q->snapshot) || outside(ctx, q->from, q->snapshot) || q->to == UTSKR_PARTY_SYSTEM ||
        covered == UTSKR_NO)
        return answer(UTSKR_SHARE_NOT_CONCERNED, RULE_SHARE_OUTSIDE, assessed);
    const share_row *r = row_for(q);
    if (q->lpt && q->item == UTSKR_SHARE_READY)
        return answer(UTSKR_SHARE_ALLOWED, RULE_SHARE_COMPULSORY, assessed);
    if (r->ground == BY_ACT)
        return answer(UTSKR_SHARE_ALLOWED, r->rule, assessed);
    if (r->ground == BY_CALL && reading_of(ctx, UTSKR_READ_SIP_CALL_CONSENT) == 0)
        return answer(UTSKR_SHARE_ALLOWED, r->rule, assessed);
    return by_consent(ctx, r, q);
}

bool utskr_shared_with_all(context *ctx, uint32_t item, uint32_t snapshot) {
    if (item == UTSKR_SHARE_SIP_CALL)
        return reading_of(ctx, UTSKR_READ_SIP_CALL_CONSENT) == 0;
    if (item == UTSKR_SHARE_RELATIVES || item == UTSKR_SHARE_SIP_PLAN) /* consent of another scope */
        return false;
    return snapshot_field(snapshot, UTSKR_SNAP_INFORMATION, UTSKR_SNAP_INFORMATION_SHIFT) == 1 &&
           !(ctx->limited & 1u << UTSKR_SCOPE_INFORMATION);
}

utskr_status utskr_share(const utskr_facts *facts, const utskr_question *question, int32_t from, int32_t to,
                         int32_t item, utskr_sharing *out) {
    context ctx;
    if (out == NULL || from <= 0 || from >= UTSKR_PARTY_COUNT || to <= 0 || to >= UTSKR_PARTY_COUNT || item <= 0 ||
        item >= UTSKR_SHARE_ITEM_COUNT)
        return UTSKR_BAD_ARGUMENT;
    const utskr_status status = utskr_context_init(&ctx, facts, question);
    if (status != UTSKR_OK)
        return status;
    const share_question q = {
        .from = (uint32_t)from, .to = (uint32_t)to, .item = (uint32_t)item, .snapshot = facts->snapshot
    };
    *out = utskr_share_answer_to(&ctx, &q);
    return UTSKR_OK;
}

/* --- Words ------------------------------------------------------------------------------------------------------------------------------ */

static const char *const answers[] = { "unknown", "allowed", "needs-consent", "refused", "harm-test", "not-concerned" };
static const char *const items[UTSKR_SHARE_ITEM_COUNT] = {
    "none",     "identity", "expected-discharge",    "reason",   "status", "services", "ready", "discharge-information",
    "sip-call", "sip-plan", "coordinated-care-plan", "relatives"
};
static const char *const terms[UTSKR_SHARE_ITEM_COUNT] = { "inget",
                                                           "namn, personnummer och folkbokföringsadress",
                                                           "beräknad tidpunkt för utskrivning",
                                                           "inskrivningsorsak och preliminär diagnos",
                                                           "status och behov",
                                                           "aktuella insatser",
                                                           "att patienten är utskrivningsklar",
                                                           "information vid utskrivning",
                                                           "kallelse till SIP",
                                                           "samordnad individuell plan",
                                                           "samordnad vårdplan",
                                                           "information till närstående" };

const char *utskr_share_answer_name(int32_t a) {
    return a >= 0 && a <= UTSKR_SHARE_NOT_CONCERNED ? answers[a] : "unknown-answer";
}

const char *utskr_share_item_name(int32_t item) {
    return item > 0 && item < UTSKR_SHARE_ITEM_COUNT ? items[item] : "unknown-item";
}

const char *utskr_share_item_term(int32_t item) {
    return item > 0 && item < UTSKR_SHARE_ITEM_COUNT ? terms[item] : "okänt";
}

static const char *item_id(uint32_t index, const void *table) {
    (void)table;
    return index + 1 < UTSKR_SHARE_ITEM_COUNT ? items[index + 1] : NULL;
}

utskr_status utskr_share_item_find(const char *word, size_t length, int32_t *out, utskr_error *error) {
    uint32_t index;
    if (word == NULL || out == NULL)
        return UTSKR_BAD_ARGUMENT;
    const utskr_status status =
        utskr_word_in_list(word, length, item_id, NULL, "an item that may be shared", &index, error);
    if (status == UTSKR_OK)
        *out = (int32_t)index + 1;
    return status;
}
