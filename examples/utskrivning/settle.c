/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning settle` and `utskrivning stats`: what the cases of the months come to for each municipality. */
#include <string.h>

#include "command.h"

typedef struct settling {
    run state; /* first: the case function gets it */
    utskr_settlement *settlement;
} settling;

/* Writes the index-th object. */
typedef utskr_status (*object_writer)(const utskr_settlement *settlement, uint32_t index, const options *chosen);

static utskr_status add(run *state, const utskr_case *c, utskr_error *error) {
    const settling *all = (const settling *)(const void *)state;
    utskr_status status = judging_ask(&state->judging, c, error);
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

static utskr_status write_all(const settling *all, const options *chosen, object_writer write_object) {
    uint32_t count = 0;
    utskr_status status = utskr_settlement_sum(all->settlement, &count);
    for (uint32_t i = 0; i < count && status == UTSKR_OK; i++) {
        status = write_object(all->settlement, i, chosen);
    }
    return status;
}

static int settle_files(const options *chosen, object_writer write_object) {
    static settling all;
    utskr_status status = begin(&all, chosen);
    int result = EXIT_INTERNAL;
    if (status == UTSKR_OK) {
        result = run_files(&all.state, chosen, add);
        if (result != EXIT_INTERNAL) {
            status = write_all(&all, chosen, write_object);
        }
    }
    utskr_settlement_free(all.settlement);
    if (status != UTSKR_OK && status != UTSKR_SINK_FAILED) {
        fprintf(stderr, "utskrivning: %s\n", utskr_status_name((int32_t)status));
    }
    return status == UTSKR_OK ? result : EXIT_INTERNAL;
}

static utskr_status write_settlement(const utskr_settlement *settlement, uint32_t index, const options *chosen) {
    (void)chosen;
    return utskr_settlement_write_json(settlement, index, output_write, NULL);
}

static utskr_status write_statistics(const utskr_settlement *settlement, uint32_t index, const options *chosen) {
    (void)chosen;
    return utskr_settlement_write_statistics_json(settlement, index, output_write, NULL);
}

int run_settle(const options *chosen) {
    return settle_files(chosen, write_settlement);
}

int run_statistics(const options *chosen) {
    return settle_files(chosen, write_statistics);
}
