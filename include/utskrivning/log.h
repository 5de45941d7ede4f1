/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The case log: text, UTF-8, one event per line. A reader that streams and a writer that gives back what was read.
 *
 *     case anna rules=jamtland-harjedalen municipality=2380
 *     2026-01-12T09:15+01:00 hospital admitted
 *
 * The reader holds one case at a time, whatever the size of the file: some 100 KiB, the case, and at most
 * 64 bytes for every name seen in the run (names are kept as digests of 127 bits). A reader or writer belongs to one
 * thread.
 */
#ifndef UTSKR_LOG_H
#define UTSKR_LOG_H

#include <utskrivning/case.h>

UTSKR_BEGIN

#define UTSKR_LINE_LIMIT 65536 /* bytes in a line, its end not counted */
#define UTSKR_TEXT_LIMIT 1024  /* bytes in a name or a value */

/* Gives the next bytes of the text: writes up to `capacity` of them and returns how many, 0 at the end, -1 on
 * failure. Any other number is a failure too. After the end or a failure it is not called again. */
typedef int64_t (*utskr_source)(char *buffer, size_t capacity, void *user);
/* Takes bytes of output. Returns 0, or anything else to stop (UTSKR_SINK_FAILED). */
typedef int (*utskr_sink)(const char *bytes, size_t length, void *user);
/* Hears of every bad line, once, with what is wrong first in it (a status other than UTSKR_OK and UTSKR_REFUSED), and
 * of every refused event (UTSKR_REFUSED; column 1). Lines count from 1 in each text; a byte order mark counts for
 * nothing. */
typedef void (*utskr_report)(const utskr_error *error, void *user);

/* A reader of a stream of cases. */
typedef struct utskr_reader utskr_reader;

/* UTSKR_NO_MEMORY, UTSKR_BAD_ARGUMENT. `report` may be NULL. */
UTSKR_API utskr_status utskr_reader_new(const utskr_allocator *allocator, utskr_source source, utskr_report report,
                                        void *user, utskr_reader **out);
UTSKR_API void utskr_reader_free(utskr_reader *reader);
/* Begins another text (line numbers from 1) within the same run: names must differ across all texts of a run. */
UTSKR_API void utskr_reader_restart(utskr_reader *reader);
/*
 * Reads the next case into `c`, which is reset first, and settles it. Cases with a bad line are reported line by line
 * and left out. UTSKR_OK; UTSKR_NOT_FOUND at the end of the text; UTSKR_SINK_FAILED if the source failed, until the
 * reader is restarted; UTSKR_NO_MEMORY, after which the next call goes on with the next case; UTSKR_BAD_ARGUMENT. On
 * any status but UTSKR_OK `c` is empty.
 */
UTSKR_API utskr_status utskr_reader_next(utskr_reader *reader, utskr_case *c);
/* Bad lines reported so far in this run. */
UTSKR_API uint64_t utskr_reader_error_count(const utskr_reader *reader);

/*
 * Writes a case as a case log: English ids, or Swedish aliases when `swedish` is not 0. Reading it gives the same case.
 * The form is canonical: instants in local time with seconds and offset, dates as the instants they stand for; `id=`,
 * what the event says in the order of the vocabulary table, `recorded=`; quotes only where they are needed.
 * UTSKR_SINK_FAILED; UTSKR_BAD_ARGUMENT, before anything is written, for what no log can hold: a case without a name, a
 * string that is no text, is too long or has control characters, an `of` that is spelt like a kind of event.
 */
UTSKR_API utskr_status utskr_case_write(const utskr_case *c, int swedish, utskr_sink sink, void *user);
/* Writes one event as a line without its end; for hosts that keep their logs in that form. The same statuses, those
 * of utskr_event_validate, and UTSKR_BAD_SIZE. */
UTSKR_API utskr_status utskr_entry_write(const utskr_entry *entry, int swedish, utskr_sink sink, void *user);

/* Memory for the strings of an entry that is read: the caller's, filled in by the library. */
typedef struct utskr_entry_strings {
    char id[UTSKR_TEXT_LIMIT + 1];
    char of[UTSKR_TEXT_LIMIT + 1];
    char about[UTSKR_TEXT_LIMIT + 1];
} utskr_entry_strings;

/*
 * Reads one event from a line without its end, as a case log has it; what utskr_entry_write writes it reads back. The
 * strings of `out` are those of `strings`. An `of` that is no kind of event is an id, whether any case has it or not.
 * The statuses of a bad line, with `column` of `error` (may be NULL) and line 0; UTSKR_BAD_SIZE unless `out` was set
 * with UTSKR_ENTRY_INIT; UTSKR_BAD_ARGUMENT. On failure `out` is as it was.
 */
UTSKR_API utskr_status utskr_entry_read(const char *line, size_t length, utskr_entry_strings *strings, utskr_entry *out,
                                        utskr_error *error);

UTSKR_END

#endif
