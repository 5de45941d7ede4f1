/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning check`: reads, and tells findings; errors are told by the reading itself. */
#include "command.h"

static utskr_status check(run *state, const utskr_case *c, utskr_error *error) {
    const utskr_judgement *judgement = &state->judging.judgement;
    utskr_status status = judging_judge(&state->judging, c, error);
    if (status != UTSKR_OK) {
        return status;
    }
    state->finding_count += judgement->finding_count;
    if (state->options->json) {
        return utskr_findings_write_json(c, state->file, judgement, output_write, NULL);
    }
    return utskr_explain_findings(c, state->file, judgement, state->options->language, output_write, NULL);
}

static void tell_sum(const run *state) {
    const char *const forms[UTSKR_LANGUAGE_COUNT] = {
        "Ärenden lästa: %llu. Avvikelser: %llu. Fel: %llu.\n",
        "Cases read: %llu. Findings: %llu. Errors: %llu.\n",
    };
    char text[128];
    snprintf(text, sizeof text, forms[state->options->language], (unsigned long long)state->case_count,
             (unsigned long long)state->finding_count, (unsigned long long)state->bad_line_count);
    output_text(text);
}

int run_check(const options *chosen) {
    run state;
    int result = run_files(&state, chosen, check);
    if (!chosen->json) {
        tell_sum(&state);
    }
    return result;
}
