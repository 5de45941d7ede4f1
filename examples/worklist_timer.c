/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A worklist that keeps itself up to date with one timer: worklist_timer FILE PARTY FROM TO.
 *
 * The clock is simulated: it jumps from one instant at which something can change to the next. A host does the same
 * with a real clock: it sets a timer for `next_change`, and judges anew when the timer rings or a message comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utskrivning/utskrivning.h>

static void *resize(void *block, size_t old_size, size_t new_size, void *user) {
    (void)old_size;
    (void)user;
    if (new_size == 0) {
        free(block);
        return NULL;
    }
    return realloc(block, new_size);
}

static int64_t read_file(char *buffer, size_t capacity, void *user) {
    size_t count = fread(buffer, 1, capacity, user);
    return count > 0 || !ferror((FILE *)user) ? (int64_t)count : -1;
}

static void report(const utskr_error *error, void *user) {
    (void)user;
    fprintf(stderr, "line %lu: %s\n", (unsigned long)error->line, error->message);
}

static int write_out(const char *bytes, size_t length, void *user) {
    return fwrite(bytes, 1, length, user) == length ? 0 : 1;
}

/* The earliest event after `now`: the message that a host would receive. */
static utskr_instant next_message(const utskr_case *c, utskr_instant now) {
    utskr_instant next = 0;
    for (uint32_t index = 1; index <= utskr_case_entry_count(c); index++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        bool is_later = utskr_case_entry(c, index, &entry) == UTSKR_OK && entry.event.at > now;
        if (is_later && (next == 0 || entry.event.at < next)) {
            next = entry.event.at;
        }
    }
    return next;
}

/* The pack that the header names, or the act. */
static const utskr_pack *pack_of(const utskr_case *c) {
    const utskr_pack *pack = utskr_pack_at(0);
    utskr_header header = UTSKR_HEADER_INIT;
    if (utskr_case_header(c, &header) == UTSKR_OK && header.rules) {
        (void)utskr_pack_find(header.rules, strlen(header.rules), &pack, NULL);
    }
    return pack;
}

/* The worklist as it stands now; `*timer` is when it changes by itself, or 0. */
static utskr_status show(const utskr_case *c, int32_t party, utskr_instant now, utskr_instant *timer) {
    static utskr_obligation obligations[UTSKR_OBLIGATION_LIMIT];
    static utskr_finding findings[UTSKR_FINDING_LIMIT];
    static utskr_day days[4096];
    uint32_t todo[UTSKR_OBLIGATION_LIMIT];
    utskr_facts facts;
    utskr_judgement judgement;
    utskr_question question = UTSKR_QUESTION_INIT;
    utskr_judgement_init(&judgement);
    judgement.obligations = obligations;
    judgement.obligation_capacity = UTSKR_OBLIGATION_LIMIT;
    judgement.findings = findings;
    judgement.finding_capacity = UTSKR_FINDING_LIMIT;
    judgement.days = days;
    judgement.day_capacity = sizeof days / sizeof days[0];
    question.at = now;
    question.pack = pack_of(c);
    utskr_status status = utskr_case_judge(c, &question, 0, &judgement);
    status = status == UTSKR_OK ? utskr_case_facts(c, now, 0, &facts) : status;
    if (status != UTSKR_OK) {
        return status;
    }
    uint32_t count = utskr_worklist(&judgement, party, todo, UTSKR_OBLIGATION_LIMIT);
    *timer = judgement.next_change;
    return utskr_explain_worklist(c, NULL, &facts, &judgement, party, todo, count, UTSKR_SV, write_out, stdout);
}

static void announce(utskr_instant timer, utskr_instant message) {
    char text[UTSKR_INSTANT_TEXT];
    bool rings = timer != 0 && (message == 0 || timer < message);
    utskr_instant next = rings ? timer : message;
    if (next != 0) {
        (void)utskr_instant_format(next, text);
        printf("\n--- %s: %s\n", text, rings ? "the timer rings" : "a message comes");
    }
}

static utskr_status simulate(const utskr_case *c, int32_t party, utskr_instant now, utskr_instant until) {
    utskr_status status = UTSKR_OK;
    while (now != 0 && now <= until && status == UTSKR_OK) {
        utskr_instant timer = 0;
        status = show(c, party, now, &timer);
        utskr_instant message = next_message(c, now);
        utskr_instant next = timer != 0 && (message == 0 || timer < message) ? timer : message;
        if (next != 0 && next <= until) {
            announce(timer, message);
        }
        now = next;
    }
    return status;
}

static utskr_status run(FILE *file, int32_t party, utskr_instant from, utskr_instant until) {
    utskr_allocator allocator = { resize, NULL };
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    utskr_status status = utskr_reader_new(&allocator, read_file, report, file, &reader);
    status = status == UTSKR_OK ? utskr_case_new(&allocator, &c) : status;
    while (status == UTSKR_OK && (status = utskr_reader_next(reader, c)) == UTSKR_OK) {
        status = simulate(c, party, from, until);
    }
    utskr_case_free(c);
    utskr_reader_free(reader);
    return status == UTSKR_NOT_FOUND ? UTSKR_OK : status; /* the end of the file */
}

int main(int argc, char **argv) {
    int32_t party = 0;
    utskr_instant from = 0;
    utskr_instant until = 0;
    if (argc != 5 || utskr_party_find(argv[2], strlen(argv[2]), &party, NULL) != UTSKR_OK ||
        utskr_instant_parse(argv[3], strlen(argv[3]), &from, NULL) != UTSKR_OK ||
        utskr_instant_parse(argv[4], strlen(argv[4]), &until, NULL) != UTSKR_OK) {
        fputs("worklist_timer FILE PARTY FROM TO\n", stderr);
        return 2;
    }
    FILE *file = fopen(argv[1], "rb");
    if (!file) {
        perror(argv[1]);
        return 3;
    }
    utskr_status status = run(file, party, from, until);
    (void)fclose(file);
    if (status != UTSKR_OK) {
        fprintf(stderr, "%s\n", utskr_status_name((int32_t)status));
    }
    return status == UTSKR_OK ? 0 : 4;
}
