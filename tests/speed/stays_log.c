/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Stays out of a case log, as the columns of a host would have them: `of=` resolved, what was retracted left out, in order of time. */
#include "stays.h"

#include "../host.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utskrivning/log.h>

enum { SHORTEST_LINE = 24 }; /* bytes: an instant of minutes, a party and a kind take more */

/* The kind of the entry that has the id, or 0. */
static uint32_t kind_of_id(const utskr_case *c, const char *id) {
    for (uint32_t i = 1; i <= utskr_case_entry_count(c); i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        if (utskr_case_entry(c, i, &entry) == UTSKR_OK && entry.id != NULL && strcmp(entry.id, id) == 0) {
            return entry.event.kind;
        }
    }
    return 0;
}

/* Puts an event in its place among those of its stay. */
static void put(stays *s, const utskr_event *event) {
    size_t row = s->event_count++;
    for (; row > s->begins[s->stay_count] && s->at[row - 1] > event->at; row--) {
        s->at[row] = s->at[row - 1];
        s->recorded[row] = s->recorded[row - 1];
        s->value[row] = s->value[row - 1];
        s->mask[row] = s->mask[row - 1];
        s->kind[row] = s->kind[row - 1];
        s->party[row] = s->party[row - 1];
    }
    s->at[row] = event->at;
    s->recorded[row] = event->recorded;
    s->value[row] = event->value;
    s->mask[row] = event->mask;
    s->kind[row] = event->kind;
    s->party[row] = event->party;
}

static void add_case(stays *s, const utskr_case *c) {
    utskr_header header = UTSKR_HEADER_INIT;
    (void)utskr_case_header(c, &header);
    s->municipality[s->stay_count] = header.stay.municipality;
    s->begins[s->stay_count] = (uint32_t)s->event_count;
    for (uint32_t i = 1; i <= utskr_case_entry_count(c); i++) {
        utskr_entry entry = UTSKR_ENTRY_INIT;
        (void)utskr_case_entry(c, i, &entry);
        if (entry.event.kind == UTSKR_RETRACTED || entry.refused == 2) {
            continue;
        }
        if (entry.of != NULL && entry.of[0] != '\0') {
            entry.event.mask = (entry.event.mask & ~UTSKR_OF_KIND) | UTSKR_OF(kind_of_id(c, entry.of));
        }
        put(s, &entry.event);
    }
    s->begins[++s->stay_count] = (uint32_t)s->event_count;
}

static bool read_cases(stays *out, FILE *file) {
    utskr_reader *reader = NULL;
    utskr_case *c = NULL;
    const bool made = utskr_case_new(&host_memory, &c) == UTSKR_OK &&
                      utskr_reader_new(&host_memory, host_read, NULL, file, &reader) == UTSKR_OK;
    utskr_status status = made ? UTSKR_OK : UTSKR_NO_MEMORY;
    while (status == UTSKR_OK) {
        status = utskr_reader_next(reader, c);
        if (status == UTSKR_OK) {
            add_case(out, c);
        }
    }
    utskr_reader_free(reader);
    utskr_case_free(c);
    return status == UTSKR_NOT_FOUND;
}

bool stays_read(stays *out, const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return false;
    }
    const bool sized = fseek(file, 0, SEEK_END) == 0;
    const long bytes = sized ? ftell(file) : -1;
    rewind(file);
    const size_t lines = bytes < 0 ? 0 : (size_t)bytes / SHORTEST_LINE + 1;
    const bool good = lines != 0 && stays_make_room(out, lines, lines) && read_cases(out, file);
    fclose(file);
    return good;
}
