/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning share`: may one party tell another an item now? */
#include "command.h"

static utskr_status answer_sharing(run *state, const utskr_case *c, utskr_error *error) {
    const options *chosen = state->options;
    utskr_facts facts;
    utskr_sharing sharing;
    utskr_status status = judging_ask(&state->judging, c, error);
    if (status == UTSKR_OK) {
        status = judging_facts(&state->judging, c, &facts);
    }
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_question question = state->judging.question;
    question.at = question.at != 0 ? question.at : UTSKR_INSTANT_MIN;
    status = utskr_share(&facts, &question, chosen->from, chosen->to, chosen->item, &sharing);
    if (status != UTSKR_OK) {
        return status;
    }
    question.at = state->judging.question.at;
    if (chosen->json) {
        return utskr_sharing_write_json(c, state->file, &question, chosen->from, chosen->to, chosen->item, &sharing,
                                        output_write, NULL);
    }
    output_text(state->case_count > 1 ? "\n" : "");
    return utskr_explain_sharing(c, state->file, &question, chosen->from, chosen->to, chosen->item, &sharing,
                                 chosen->language, output_write, NULL);
}

int run_share(const options *chosen) {
    run state;
    return run_files(&state, chosen, answer_sharing);
}
