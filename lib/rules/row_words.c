/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The vocabulary of pack files. A word added here can be read and written; doc/rule-packs.md explains it. */
#include "rules/row_words.h"

#include "rules/row.h"
#include "rules/word_list.h"

const row_word utskr_trigger_words[] = {
    { "need", FROM_NEED },
    { "first", FROM_FIRST },
    { "each", FROM_EACH },
    { "each-onset", FROM_EACH_ONSET },
    { "first-sent", FROM_FIRST_SENT },
    { "each-ready", FROM_EACH_READY },
    { "ready-notice", FROM_READY_NOTICE },
    { "ready-notice-sent", FROM_READY_NOTICE_SENT },
    { "first-ready", FROM_FIRST_READY },
    { "notice-or-leaving", FROM_NOTICE_OR_LEAVING },
    { "sip-spell", FROM_SIP_SPELL },
    { "sip-spell-or-held", FROM_SIP_SPELL_OR_HELD },
    { "expected-change", FROM_EXPECTED_CHANGE },
    { "colour-and-sip", FROM_COLOUR_AND_SIP },
    { "sent-after-plan", FROM_SENT_AFTER_PLAN },
    { "later-need", FROM_LATER_NEED },
    { "first-concerning", FROM_FIRST_CONCERNING },
    { "first-in-stay", FROM_FIRST_IN_STAY },
    { "colour-and-notice", FROM_COLOUR_AND_NOTICE },
    { "plan-or-leaving", FROM_PLAN_OR_LEAVING },
    { "follow-up-of-plan", FROM_FOLLOW_UP_OF_PLAN },
    { "need-at-home", FROM_NEED_AT_HOME },
    { "sip-disowned", FROM_SIP_DISOWNED },
    { NULL, 0 },
};

const row_word utskr_fulfilment_words[] = {
    { "event", MET_BY_EVENT },
    { "telling", MET_BY_TELLING },
    { "content", MET_BY_CONTENT },
    { "checklist", MET_BY_CHECKLIST },
    { "taking-part", MET_BY_TAKING_PART },
    { "ready", MET_BY_READY },
    { "own-ready", MET_BY_OWN_READY },
    { "home-ready", MET_BY_HOME_READY },
    { "cover", MET_BY_COVER },
    { NULL, 0 },
};

const row_word utskr_form_words[] = {
    { "as-soon-as-possible", UTSKR_FORM_ASAP },
    { "hours", UTSKR_FORM_HOURS },
    { "days", UTSKR_FORM_DAYS },
    { "same-day", UTSKR_FORM_SAME_DAY },
    { "same-weekday", UTSKR_FORM_SAME_WEEKDAY },
    { "hours-on-weekdays", UTSKR_FORM_HOURS_ON_WEEKDAYS },
    { "hours-or-next-weekday", UTSKR_FORM_HOURS_OR_NEXT_WEEKDAY },
    { "before", UTSKR_FORM_BEFORE },
    { "by", UTSKR_FORM_BY },
    { "days-before", UTSKR_FORM_DAYS_BEFORE },
    { "not-before", UTSKR_FORM_NOT_BEFORE },
    { "day-after", UTSKR_FORM_DAY_AFTER },
    { "covers-weekdays", UTSKR_FORM_COVERS_WEEKDAYS },
    { NULL, 0 },
};

const row_word utskr_condition_words[] = {
    { "concerned", WHEN_CONCERNED },
    { "sip-required", WHEN_SIP_REQUIRED },
    { "both-needed", WHEN_BOTH_NEEDED },
    { "consented", WHEN_CONSENTED },
    { "home", WHEN_HOME },
    { "hospital-red", WHEN_HOSPITAL_RED },
    { "until-discharge", WHEN_UNTIL_DISCHARGE },
    { "not-excluded", WHEN_NOT_EXCLUDED },
    { "notified", WHEN_NOTIFIED },
    { "sip-possible", WHEN_SIP_POSSIBLE },
    { "called-upon", WHEN_CALLED_UPON },
    { "ongoing", WHEN_ONGOING },
    { "own-ongoing", WHEN_OWN_ONGOING },
    { "none-ongoing", WHEN_NONE_ONGOING },
    { "referral-needed", WHEN_REFERRAL_NEEDED },
    { NULL, 0 },
};

const row_word utskr_excuse_words[] = {
    { "decline", EXCUSED_BY_DECLINE },
    { "harm-test", EXCUSED_BY_HARM_TEST },
    { "withdrawal", EXCUSED_BY_WITHDRAWAL },
    { "no-consent", EXCUSED_BY_NO_CONSENT },
    { "sip-answer", EXCUSED_BY_SIP_ANSWER },
    { "sip-closed", EXCUSED_BY_SIP_CLOSED },
    { NULL, 0 },
};

const row_word utskr_mark_words[] = {
    { "counts-after", COUNTS_AFTER },
    { "colour-unstated", COLOUR_UNSTATED },
    { "shifts-with-all", SHIFTS_WITH_ALL },
    { "shifts-with-sip-call", SHIFTS_WITH_SIP_CALL },
    { "shows-agreed-time", SHOWS_AGREED_TIME },
    { "due-with-need", DUE_WITH_NEED },
    { "except-outpatient", EXCEPT_OUTPATIENT },
    { "colour-may-follow", COLOUR_MAY_FOLLOW },
    { "names-lead", NAMES_LEAD },
    { "call-must-reach", CALL_MUST_REACH },
    { "names-expected", NAMES_EXPECTED },
    { "about-sip", ABOUT_SIP },
    { "finds-untold", FINDS_UNTOLD },
    { NULL, 0 },
};

const row_word utskr_colour_words[] = { { "green", GREEN }, { "yellow", YELLOW }, { "red", RED }, { NULL, 0 } };

const row_word utskr_force_words[] = { { "ska", UTSKR_SKA }, { "bör", UTSKR_BOR }, { NULL, 0 } };

const row_word utskr_group_words[] = {
    { "scope", UTSKR_GROUP_SCOPE },
    { "sip", UTSKR_GROUP_SIP },
    { "sharing", UTSKR_GROUP_SHARING },
    { "prerequisite", UTSKR_GROUP_PREREQUISITE },
    { "finding", UTSKR_GROUP_FINDING },
    { "liability", UTSKR_GROUP_LIABILITY },
    { NULL, 0 },
};

const row_word utskr_model_words[] = {
    { "individual", SETTLED_BY_CASE }, { "after-months", SETTLED_AFTER_MONTHS },
    { "excess", SETTLED_BY_EXCESS },   { "without-long-stay", SETTLED_WITHOUT_LONG_STAY },
    { "average", SETTLED_BY_AVERAGE }, { NULL, 0 },
};

const char *utskr_row_word(const row_word *table, uint32_t number) {
    while (table->id != NULL && table->number != number)
        table++;
    return table->id;
}

static const char *id_at(uint32_t index, const void *table) {
    return ((const row_word *)table)[index].id;
}

utskr_status utskr_row_word_find(const row_word *table, const char *word, size_t length, const char *expected,
                                 uint32_t *out, utskr_error *error) {
    uint32_t index;
    const utskr_status status = utskr_word_in_list(word, length, id_at, table, expected, &index, error);
    if (status == UTSKR_OK)
        *out = table[index].number;
    return status;
}
