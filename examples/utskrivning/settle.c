/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning settle` and `utskrivning stats`: what the cases of the months come to for each municipality. */
#include <string.h>

#include "command.h"

typedef struct settling {
    run state; /* first: the case function gets it */
    utskr_settlement *settlement;
} settling;

/* The two ways of writing what has been summed: an object as a line of JSON, or all for a reader. */
typedef struct writers {
    utskr_status (*as_json)(const utskr_settlement *settlement, uint32_t index, utskr_sink sink, void *user);
    utskr_status (*as_text)(const utskr_settlement *settlement, int32_t language, utskr_sink sink, void *user);
} writers;

static utskr_status add(run *state, const utskr_case *c, utskr_error *error) {
    const settling *all = (const settling *)(const void *)state;
    const options *chosen = state->options;
    utskr_status status = UTSKR_OK;
    for (uint32_t i = 0; i < chosen->under_count && status == UTSKR_OK; i++) {
        status = utskr_settlement_add(all->settlement, c, chosen->under[i]);
    }
    if (chosen->under_count > 0) {
        return status;
    }
    status = judging_ask(&state->judging, c, error);
    return status == UTSKR_OK ? utskr_settlement_add(all->settlement, c, state->judging.question.pack) : status;
}

static utskr_status begin(settling *all, const options *chosen) {
    utskr_allocator allocator = standard_allocator();
    utskr_settlement_terms terms = UTSKR_SETTLEMENT_TERMS_INIT;
    terms.readings = &chosen->readings;
    terms.rates = chosen->rates;
    terms.rate_count = chosen->rate_count;
    terms.at = chosen->at;
    terms.known_at = chosen->known_at;
    terms.from = chosen->from_month;
    terms.to = chosen->to_month;
    return utskr_settlement_new(&allocator, &terms, &all->settlement);
}

static utskr_status write_all(const settling *all, const options *chosen, const writers *how) {
    uint32_t count = 0;
    utskr_status status = utskr_settlement_sum(all->settlement, &count);
    if (status == UTSKR_OK && !chosen->json && count > 0) {
        return how->as_text(all->settlement, chosen->language, output_write, NULL);
    }
    for (uint32_t i = 0; i < count && status == UTSKR_OK; i++) {
        status = how->as_json(all->settlement, i, output_write, NULL);
    }
    return status;
}

static int settle_files(const options *chosen, const writers *how) {
    static settling all;
    utskr_status status = begin(&all, chosen);
    int result = EXIT_INTERNAL;
    if (status == UTSKR_OK) {
        result = run_files(&all.state, chosen, add);
        if (result != EXIT_INTERNAL) {
            status = write_all(&all, chosen, how);
        }
    }
    utskr_settlement_free(all.settlement);
    if (status != UTSKR_OK && status != UTSKR_SINK_FAILED) {
        fprintf(stderr, "utskrivning: %s\n", utskr_status_name((int32_t)status));
    }
    return status == UTSKR_OK ? result : EXIT_INTERNAL;
}

int run_settle(const options *chosen) {
    static const writers how = { utskr_settlement_write_json, utskr_explain_settlement };
    return settle_files(chosen, &how);
}

int run_statistics(const options *chosen) {
    static const writers how = { utskr_settlement_write_statistics_json, utskr_explain_statistics };
    return settle_files(chosen, &how);
}
