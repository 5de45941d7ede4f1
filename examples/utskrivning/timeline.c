/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning timeline`: each case as a picture (SVG). */
#include "command.h"

static utskr_status t(run *state, const utskr_case *c, utskr_error *error) {
    const utskr_judgement *judgement = &state->judging.judgement;
    utskr_status status = judging_judge(&state->judging, c, error);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_timeline timeline = UTSKR_TIMELINE_INIT;
    timeline.language = state->options->language;
    return utskr_timeline_write(c, judgement, &timeline, output_write, NULL);
}

int run_timeline(const options *chosen) {
    run state;
    return run_files(&state, chosen, t);
}
