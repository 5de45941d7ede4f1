/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `utskrivning worklist`: what a party must and may do in each case. */
#include <stdlib.h>

#include "command.h"

static utskr_status write_list(const run *state, const utskr_case *c, const utskr_facts *facts, const uint32_t *todo,
                               uint32_t count) {
    const utskr_judgement *judgement = &state->judging.judgement;
    int32_t party = state->options->party;
    if (state->options->json) {
        return utskr_worklist_write_json(c, state->file, facts, judgement, party, todo, count, output_write, NULL);
    }
    output_text(state->case_count > 1 ? "\n" : "");
    return utskr_explain_worklist(c, state->file, facts, judgement, party, todo, count, state->options->language,
                                  output_write, NULL);
}

static utskr_status list_work(run *state, const utskr_case *c, utskr_error *error) {
    const utskr_judgement *judgement = &state->judging.judgement;
    utskr_facts facts;
    utskr_status status = judging_judge(&state->judging, c, error);
    if (status == UTSKR_OK) {
        status = judging_facts(&state->judging, c, &facts);
    }
    if (status != UTSKR_OK) {
        return status;
    }
    uint32_t *todo = malloc((judgement->obligation_count + 1) * sizeof *todo);
    if (!todo) {
        return UTSKR_NO_MEMORY;
    }
    uint32_t count = utskr_worklist(judgement, state->options->party, todo, judgement->obligation_count);
    status = write_list(state, c, &facts, todo, count);
    free(todo);
    return status;
}

int run_worklist(const options *chosen) {
    run state;
    return run_files(&state, chosen, list_work);
}
