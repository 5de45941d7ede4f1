/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Stays for measuring, made in memory: events in columns, those of one stay behind each other in order of time.
 *
 * The same seed gives the same stays on every machine. Of the library nothing is used but its numbers, and for reading a log its
 * reader.
 */
#ifndef UTSKR_TESTS_SPEED_STAYS_H
#define UTSKR_TESTS_SPEED_STAYS_H

#include <stddef.h>
#include <utskrivning/event.h>

typedef struct stays {
    size_t stay_count;
    size_t event_count;
    uint32_t *begins; /* index of the first event of each stay, and behind the last one of all events */
    int32_t *municipality;
    utskr_instant *at;
    utskr_instant *recorded;
    utskr_instant *value;
    uint32_t *mask;
    uint8_t *kind;
    uint8_t *party;
} stays;

/* Bytes of all columns. */
size_t stays_bytes(const stays *s);
/* `irregular` percent of the events are left out, said twice, a day late, or do not state what they say to whom. False without
 * memory. */
bool stays_make(stays *out, uint64_t seed, size_t count, int32_t irregular);
/* The stays of a case log (stays_log.c). False without memory, or if there is none to read. */
bool stays_read(stays *out, const char *path);
/* Room for so many, of which there are none yet. False without memory. */
bool stays_make_room(stays *s, size_t stay_room, size_t event_room);
void stays_free(stays *s);

#endif
