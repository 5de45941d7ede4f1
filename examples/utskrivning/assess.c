/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning assess`: judges each case. */
#include "command.h"

static utskr_status assess(run *state, const utskr_case *c, utskr_error *error) {
    const utskr_judgement *judgement = &state->judging.judgement;
    utskr_status status = judging_judge(&state->judging, c, error);
    if (status != UTSKR_OK) {
        return status;
    }
    if (state->options->json) {
        return utskr_judgement_write_json(c, state->file, judgement, output_write, NULL);
    }
    output_text(state->case_count > 1 ? "\n" : "");
    return utskr_explain(c, state->file, judgement, state->options->language, output_write, NULL);
}

int run_assess(const options *chosen) {
    run state;
    return run_files(&state, chosen, assess);
}
