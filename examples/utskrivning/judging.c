/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One judgement for all cases: its long parts are allocated once and grow when a case needs more. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

void judging_begin(judging *judging_out, const options *chosen) {
    judging_out->options = chosen;
    utskr_question_init(&judging_out->question);
    utskr_judgement_init(&judging_out->judgement);
}

void judging_end(judging *judging_out) {
    free(judging_out->judgement.obligations);
    free(judging_out->judgement.findings);
    free(judging_out->judgement.days);
}

/* A long part with room for `count`; NULL if there is no memory. */
static void *grow(void *part, uint32_t *capacity, uint32_t count, size_t size) {
    if (count <= *capacity) {
        return part;
    }
    uint32_t wanted = count < UTSKR_OBLIGATION_LIMIT ? UTSKR_OBLIGATION_LIMIT : count;
    void *grown = realloc(part, wanted * size);
    if (grown) {
        *capacity = wanted;
    }
    return grown;
}

static bool make_room(utskr_judgement *judgement) {
    utskr_obligation *obligations =
        grow(judgement->obligations, &judgement->obligation_capacity, judgement->obligation_count, sizeof *obligations);
    judgement->obligations = obligations ? obligations : judgement->obligations;
    utskr_finding *findings =
        grow(judgement->findings, &judgement->finding_capacity, judgement->finding_count, sizeof *findings);
    judgement->findings = findings ? findings : judgement->findings;
    utskr_day *days = grow(judgement->days, &judgement->day_capacity, judgement->day_count, sizeof *days);
    judgement->days = days ? days : judgement->days;
    return judgement->obligation_count <= judgement->obligation_capacity &&
           judgement->finding_count <= judgement->finding_capacity && judgement->day_count <= judgement->day_capacity;
}

/* --- The question --------------------------------------------------------------------------------------------------- */

/* A pack in the header wins over --rules. */
static utskr_status choose_pack(judging *judging_out, const utskr_case *c, utskr_error *error) {
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_status status = utskr_case_header(c, &header);
    judging_out->question.pack = judging_out->options->pack ? judging_out->options->pack : utskr_pack_at(0);
    if (status == UTSKR_OK && header.rules && header.rules[0]) {
        status = packs_find(header.rules, &judging_out->question.pack, error);
        error->line = header.line;
    }
    return status;
}

/* Without --at a case is judged at its latest event; one without events has no instant, 0. */
static utskr_status choose_instant(judging *judging_out, const utskr_case *c) {
    judging_out->question.at = judging_out->options->at;
    if (judging_out->question.at != 0) {
        return UTSKR_OK;
    }
    utskr_status status = utskr_case_latest(c, judging_out->options->known_at, &judging_out->question.at);
    if (status == UTSKR_NOT_FOUND) {
        judging_out->question.at = 0;
        status = UTSKR_OK;
    }
    return status;
}

utskr_status judging_ask(judging *judging_out, const utskr_case *c, utskr_error *error) {
    utskr_status status = choose_pack(judging_out, c, error);
    if (status == UTSKR_OK) {
        status = choose_instant(judging_out, c);
    }
    judging_out->question.readings = &judging_out->options->readings;
    judging_out->question.rates = judging_out->options->rates;
    judging_out->question.rate_count = judging_out->options->rate_count;
    return status;
}

/* --- The answer ------------------------------------------------------------------------------------------------------- */

utskr_status judging_judge(judging *judging_out, const utskr_case *c, utskr_error *error) {
    utskr_judgement *judgement = &judging_out->judgement;
    utskr_status status = judging_ask(judging_out, c, error);
    if (status != UTSKR_OK) {
        return status;
    }
    utskr_question question = judging_out->question;
    if (question.at == 0) {
        question.at = UTSKR_INSTANT_MIN;
    }
    do {
        status = utskr_case_judge(c, &question, judging_out->options->known_at, judgement);
    } while (status == UTSKR_BUFFER_TOO_SMALL && make_room(judgement));
    judgement->at = judging_out->question.at;
    return status == UTSKR_BUFFER_TOO_SMALL ? UTSKR_NO_MEMORY : status;
}

utskr_status judging_facts(const judging *judging_out, const utskr_case *c, utskr_facts *facts) {
    utskr_instant at = judging_out->question.at != 0 ? judging_out->question.at : UTSKR_INSTANT_MIN;
    return utskr_case_facts(c, at, judging_out->options->known_at, facts);
}
