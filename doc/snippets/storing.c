/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A running case in a row of a database: its bytes, its key, and when to look at it again. */
#include "host.h"

typedef struct row {
    char name[32];
    void *bytes;
    size_t size;
    utskr_instant look_again; /* 0: not until a message comes */
} row;

/* snippet: look-again */
/* When any answer changes with no new message; a column to sort by. */
static utskr_status next_look(const utskr_case *c, utskr_instant now, utskr_instant *out) {
    utskr_judgement judgement;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(&judgement);
    question.at = now;
    utskr_status status = utskr_case_judge(c, &question, 0, &judgement);
    if (status == UTSKR_BUFFER_TOO_SMALL) {
        status = UTSKR_OK; /* the lists were not asked for: all else is right */
    }
    *out = judgement.next_change;
    return status;
}
/* end of snippet */

/* snippet: store */
/* Asks for the size, then writes. The bytes are versioned and checked, and every later library reads them. */
static utskr_status store(const utskr_case *c, row *out) {
    utskr_status status = utskr_case_store(c, NULL, 0, &out->size);
    if (status != UTSKR_BUFFER_TOO_SMALL) {
        return status;
    }
    out->bytes = malloc(out->size);
    return out->bytes ? utskr_case_store(c, out->bytes, out->size, &out->size) : UTSKR_NO_MEMORY;
}
/* end of snippet */

/* snippet: restore */
/* Reads the case, adds what came, and writes it anew; what is stored is replaced only when all that has worked. */
static utskr_status receive(row *stored, const utskr_entry *message) {
    utskr_case *c = NULL;
    row written = *stored;
    written.bytes = NULL;
    utskr_status status = utskr_case_restore(stored->bytes, stored->size, &host_memory, &c);
    status = status == UTSKR_OK ? utskr_case_apply(c, message, NULL) : status;
    status = status == UTSKR_OK ? next_look(c, message->event.at, &written.look_again) : status;
    status = status == UTSKR_OK ? store(c, &written) : status;
    if (status == UTSKR_OK) {
        free(stored->bytes);
        *stored = written;
    } else {
        free(written.bytes);
    }
    utskr_case_free(c);
    return status;
}
/* end of snippet */

static void show(const row *stored, const char *what) {
    char text[UTSKR_INSTANT_TEXT] = "never";
    if (stored->look_again != 0) {
        (void)utskr_instant_format(stored->look_again, text);
    }
    printf("%s: look again at %s\n", what, text);
}

int main(void) {
    row stored = { "stay-4711", NULL, 0, 0 };
    utskr_case *c = NULL;
    utskr_instant now = 0;
    utskr_status status = host_ready_stay(&c);
    status = status == UTSKR_OK ? utskr_case_latest(c, 0, &now) : status;
    status = status == UTSKR_OK ? next_look(c, now, &stored.look_again) : status;
    status = status == UTSKR_OK ? store(c, &stored) : status;
    utskr_case_free(c);
    if (status == UTSKR_OK) {
        show(&stored, "ready");
        const utskr_entry home = host_entry("2022-05-11T14:00+02:00", UTSKR_PARTY_HOSPITAL, UTSKR_DISCHARGED, 0);
        status = receive(&stored, &home);
    }
    if (status == UTSKR_OK) {
        show(&stored, "home");
    }
    free(stored.bytes);
    return host_exit(status);
}
