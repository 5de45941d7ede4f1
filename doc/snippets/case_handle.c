/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A case that is kept: check, apply, what is refused, what arrives late, what is retracted. */
#include "host.h"

/* snippet: check */
/* Before the message is sent: would the state of the case take it? Nothing changes. */
static bool may_be_sent(const utskr_case *c, const utskr_entry *entry) {
    utskr_transition does;
    const utskr_status status = utskr_case_check(c, entry, &does);
    return status == UTSKR_OK && does.action != UTSKR_ACTION_REFUSE;
}
/* end of snippet */

/* snippet: commit */
/* When it has been sent: it takes its place by time, or nothing has changed. */
static utskr_status commit(utskr_case *c, const utskr_entry *entry) {
    utskr_error error = UTSKR_ERROR_INIT;
    const utskr_status status = utskr_case_apply(c, entry, &error);
    if (status == UTSKR_REFUSED) {
        printf("refused: %s\n", utskr_kind_name(entry->event.kind));
    } else if (status != UTSKR_OK) {
        printf("%s: %s\n", utskr_status_name((int32_t)status), error.message);
    }
    return status;
}
/* end of snippet */

static utskr_status show_state(const utskr_case *c, const char *when) {
    utskr_facts facts;
    utskr_instant at = 0;
    utskr_status status = utskr_case_latest(c, 0, &at);
    status = status == UTSKR_OK ? utskr_case_facts(c, at, 0, &facts) : status;
    if (status == UTSKR_OK) {
        printf("%s: %s, %u events\n", when, utskr_state_name(facts.state), (unsigned)facts.event_count);
    }
    return status;
}

/* snippet: late */
/* A call sent on the tenth that the host hears of on the twelfth: its time is when it was sent. */
static utskr_status arrives_late(utskr_case *c) {
    utskr_entry call = host_entry("2022-05-10T13:00+02:00", UTSKR_PARTY_OUTPATIENT, UTSKR_SIP_CALL,
                                  UTSKR_TO_SOCIAL_SERVICES | UTSKR_TO_MUNICIPAL_HEALTH | UTSKR_TO_STATED);
    call.event.recorded = host_entry("2022-05-12T08:00+02:00", UTSKR_PARTY_OUTPATIENT, UTSKR_NOTE, 0).event.at;
    return commit(c, &call);
}
/* end of snippet */

/* snippet: retract */
/* The notice went out by mistake: its sender, or the system, takes it back by its id. */
static utskr_status take_back(utskr_case *c, const char *id) {
    utskr_entry retraction = host_entry("2022-05-13T07:30+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_RETRACTED, 0);
    retraction.of = id;
    return commit(c, &retraction);
}
/* end of snippet */

int main(void) {
    utskr_case *c = NULL;
    utskr_status status = host_ready_stay(&c);
    const utskr_entry again = host_entry("2022-05-11T09:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_ADMITTED, 0);
    const utskr_entry wrong = host_entry("2022-05-11T09:00+02:00", UTSKR_PARTY_PATIENT, UTSKR_ADMITTED, 0);
    utskr_entry home = host_entry("2022-05-12T10:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 0);
    home.id = "m5";
    if (status == UTSKR_OK) {
        printf("a second admission may be recorded: %s\n", may_be_sent(c, &again) ? "yes" : "no");
        (void)commit(c, &wrong);
        status = commit(c, &home);
    }
    status = status == UTSKR_OK ? show_state(c, "discharged by mistake") : status;
    status = status == UTSKR_OK ? arrives_late(c) : status;
    status = status == UTSKR_OK ? show_state(c, "after the late call") : status;
    status = status == UTSKR_OK ? take_back(c, "m5") : status;
    status = status == UTSKR_OK ? show_state(c, "after the retraction") : status;
    utskr_case_free(c);
    return host_exit(status);
}
