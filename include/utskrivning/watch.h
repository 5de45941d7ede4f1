/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Watching many open cases: which of them is to be looked at first, and when.
 *
 * A host with one timer keeps the `next_change` of each open case here, by a number of its own for the case (a row, a place
 * in an array), and asks for the first. Setting and removing take time by the logarithm of the number of cases, asking
 * takes none to speak of. All memory is the caller's: 16 bytes for each number and a few more. A watch belongs to one
 * thread at a time.
 */
#ifndef UTSKR_WATCH_H
#define UTSKR_WATCH_H

#include <utskrivning/time.h>

UTSKR_BEGIN

typedef struct utskr_watch utskr_watch;

#define UTSKR_WATCH_LIMIT UINT32_C(0x7fffffff) /* numbers that one watch may have */

/* Bytes of memory, aligned as for any type, for the numbers 0 to `capacity` - 1. 0 if that is more than there can be. */
UTSKR_API size_t utskr_watch_size(uint32_t capacity);
/* Makes a watch of nothing in the caller's memory. UTSKR_BUFFER_TOO_SMALL, UTSKR_BAD_ARGUMENT. */
UTSKR_API utskr_status utskr_watch_init_at(void *memory, size_t size, uint32_t capacity, utskr_watch **out);

/* Sets when a case is to be looked at, whether or not it was watched before; 0 takes it away. UTSKR_BAD_ARGUMENT for a
 * number not below the capacity. */
UTSKR_API utskr_status utskr_watch_set(utskr_watch *watch, uint32_t number, utskr_instant at);
/* When the case is to be looked at, or 0. */
UTSKR_API utskr_instant utskr_watch_at(const utskr_watch *watch, uint32_t number);
/* The case to look at first; of several at the same instant that of the least number. UTSKR_NOT_FOUND if there is none. */
UTSKR_API utskr_status utskr_watch_first(const utskr_watch *watch, uint32_t *number, utskr_instant *at);
/* Cases that are watched. */
UTSKR_API uint32_t utskr_watch_count(const utskr_watch *watch);

UTSKR_END

#endif
