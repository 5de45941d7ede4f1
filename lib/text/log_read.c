/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The reader of case logs: bytes in blocks, lines, and one case at a time.
 *
 * One buffer holds the line at hand and whatever came with it. A line stays current until it is taken, so that the
 * header that ends a case is still there when the next case is asked for.
 */
#include <string.h>

#include "status.h"
#include "text/log_text.h"

enum {
    LONGEST = UTSKR_LINE_LIMIT + 1, /* and a carriage return */
    BLOCK = 16384,
    CAPACITY = UTSKR_LINE_LIMIT + 2 * BLOCK
};

typedef enum line_type { LINE_EMPTY, LINE_HEADER, LINE_EVENT } line_type;

struct utskr_reader {
    utskr_allocator allocator;
    utskr_source source;
    utskr_report report;
    void *user;
    uint64_t error_count;
    utskr_names names;
    size_t start;     /* of what has not been taken */
    size_t scanned;   /* up to there is no end of a line */
    size_t end;       /* of what has been read */
    const char *text; /* the current line */
    size_t length;
    size_t next;          /* where the line after it begins */
    uint32_t line_number; /* of the current line; stays at its maximum */
    bool begun;           /* the beginning of the text is behind us */
    bool ended;           /* the source has no more */
    bool failed;          /* the source has failed */
    bool has_line;
    bool too_long; /* the current line is, and goes on beyond `next` unless `whole` */
    bool whole;
    bool in_case;      /* a header has been seen in this text */
    utskr_error error; /* of the current line */
    utskr_log_scratch scratch;
    char buffer[CAPACITY];
};

/* --- Making and freeing ------------------------------------------------------------------------------------- */

utskr_status utskr_reader_new(const utskr_allocator *allocator, utskr_source source, utskr_report report, void *user,
                              utskr_reader **out) {
    if (!allocator || !allocator->resize || !source || !out) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_reader *reader = allocator->resize(NULL, 0, sizeof *reader, allocator->user);
    if (!reader) {
        return UTSKR_NO_MEMORY;
    }
    memset(reader, 0, offsetof(utskr_reader, scratch));
    reader->allocator = *allocator;
    reader->source = source;
    reader->report = report;
    reader->user = user;
    utskr_error_init(&reader->error);
    utskr_reader_restart(reader);
    *out = reader;
    return UTSKR_OK;
}

void utskr_reader_free(utskr_reader *reader) {
    if (reader) {
        const utskr_allocator allocator = reader->allocator;
        utskr_names_free(&reader->names, &allocator);
        allocator.resize(reader, sizeof *reader, 0, allocator.user);
    }
}

void utskr_reader_restart(utskr_reader *reader) {
    if (!reader) {
        return;
    }
    reader->start = 0;
    reader->scanned = 0;
    reader->end = 0;
    reader->line_number = 0;
    reader->begun = false;
    reader->ended = false;
    reader->failed = false;
    reader->has_line = false;
    reader->too_long = false;
    reader->whole = true;
    reader->in_case = false;
}

uint64_t utskr_reader_error_count(const utskr_reader *reader) {
    return reader ? reader->error_count : 0;
}

/* --- Bytes -------------------------------------------------------------------------------------------------- */

/* Makes room for a block. At most a line is moved, and before the next move at least a block is read. */
static void make_room(utskr_reader *reader) {
    if (reader->start > 0 && CAPACITY - reader->end < BLOCK) {
        memmove(reader->buffer, reader->buffer + reader->start, reader->end - reader->start);
        reader->end -= reader->start;
        reader->scanned -= reader->start;
        reader->start = 0;
    }
}

/* Reads more. At its end the text has `ended`. The buffer is never full: a line that leaves less room than a block is
 * too long. */
static utskr_status fill(utskr_reader *reader) {
    make_room(reader);
    size_t room = CAPACITY - reader->end;
    int64_t got = reader->source(reader->buffer + reader->end, room, reader->user);
    if (got < 0 || (uint64_t)got > room) {
        reader->failed = true;
        return UTSKR_SINK_FAILED;
    }
    reader->ended = got == 0;
    reader->end += (size_t)got;
    return UTSKR_OK;
}

/* Skips the byte order mark, if there is one. */
static utskr_status begin_text(utskr_reader *reader) {
    static const char mark[] = "\xef\xbb\xbf";
    while (reader->end < 3 && !reader->ended) {
        utskr_status status = fill(reader);
        if (status != UTSKR_OK) {
            return status;
        }
    }
    if (reader->end >= 3 && memcmp(reader->buffer, mark, 3) == 0) {
        reader->start = 3;
        reader->scanned = 3;
    }
    reader->begun = true;
    return UTSKR_OK;
}

/* --- Lines -------------------------------------------------------------------------------------------------- */

/* Looks for the end of the line in what has been read since the last look. */
static const char *find_end(utskr_reader *reader) {
    const char *end = memchr(reader->buffer + reader->scanned, '\n', reader->end - reader->scanned);
    reader->scanned = end ? (size_t)(end - reader->buffer) : reader->end;
    return end;
}

/* Goes on to the end of a line that was too long. */
static utskr_status skip_rest(utskr_reader *reader) {
    while (!find_end(reader)) {
        reader->start = reader->end;
        if (reader->ended) {
            break;
        }
        utskr_status status = fill(reader);
        if (status != UTSKR_OK) {
            return status;
        }
    }
    reader->start = reader->scanned < reader->end ? reader->scanned + 1 : reader->end;
    reader->scanned = reader->start;
    reader->whole = true;
    return UTSKR_OK;
}

/* Makes `length` bytes the current line. */
static void set_line(utskr_reader *reader, size_t length, size_t next) {
    reader->text = reader->buffer + reader->start;
    if (length > 0 && reader->text[length - 1] == '\r') {
        length--;
    }
    reader->length = length;
    reader->next = next;
    reader->too_long = length > UTSKR_LINE_LIMIT;
    reader->line_number += reader->line_number < UINT32_MAX;
    reader->has_line = true;
}

/* The current line, or if it has been taken the next one. UTSKR_NOT_FOUND at the end of the text. */
static utskr_status read_line(utskr_reader *reader) {
    utskr_status status = reader->whole ? UTSKR_OK : skip_rest(reader);
    while (status == UTSKR_OK) {
        const char *end = find_end(reader);
        size_t length = reader->scanned - reader->start;
        if (end || length > LONGEST) {
            reader->whole = end != NULL;
            set_line(reader, length, end ? reader->scanned + 1 : reader->scanned);
            return UTSKR_OK;
        }
        if (reader->ended && length == 0) {
            return UTSKR_NOT_FOUND;
        }
        if (reader->ended) {
            set_line(reader, length, reader->end);
            return UTSKR_OK;
        }
        status = fill(reader);
    }
    return status;
}

/* Makes sure that there is a current line. */
static utskr_status peek(utskr_reader *reader) {
    if (reader->has_line) {
        return UTSKR_OK;
    }
    if (reader->failed) {
        return UTSKR_SINK_FAILED;
    }
    utskr_status status = reader->begun ? UTSKR_OK : begin_text(reader);
    return status == UTSKR_OK ? read_line(reader) : status;
}

static void take_line(utskr_reader *reader) {
    reader->has_line = false;
    reader->start = reader->next;
    reader->scanned = reader->next;
}

static line_type type_of_line(const utskr_reader *reader) {
    if (utskr_log_is_empty(reader->text, reader->length)) {
        return LINE_EMPTY;
    }
    return utskr_log_is_header(reader->text, reader->length) ? LINE_HEADER : LINE_EVENT;
}

/* --- Errors ------------------------------------------------------------------------------------------------- */

static void report_error(utskr_reader *reader) {
    reader->error_count++;
    if (reader->report) {
        reader->report(&reader->error, reader->user);
    }
}

static utskr_log_line line_of(utskr_reader *reader) {
    return (utskr_log_line){
        reader->text, reader->length, 0, reader->line_number, NULL, &reader->scratch, &reader->error,
    };
}

/* Is the line text at all? If not, that is reported. */
static bool check_text(utskr_reader *reader) {
    utskr_log_line line = line_of(reader);
    if (utskr_log_check_length(&line, reader->too_long) == UTSKR_OK && utskr_log_check_text(&line) == UTSKR_OK) {
        return true;
    }
    report_error(reader);
    return false;
}

/* --- A case ------------------------------------------------------------------------------------------------- */

/* A case half read. */
typedef struct case_reading {
    utskr_reader *reader;
    utskr_case *c; /* NULL: the lines are checked, and lead to no case */
    bool good;     /* no bad line so far */
    bool full;     /* the limit of events has been met, and reported */
} case_reading;

static utskr_status report_bad(case_reading *reading) {
    reading->good = false;
    report_error(reading->reader);
    return UTSKR_OK;
}

/* Of a whole event the case refuses to keep one whose id it has, and one too many. */
static utskr_status append(case_reading *reading, const utskr_log_line *line, const utskr_entry *entry) {
    utskr_status status = utskr_case_append(reading->c, entry, line->error);
    if (status == UTSKR_OK || status == UTSKR_NO_MEMORY) {
        return status;
    }
    utskr_log_place_at(line, status == UTSKR_DUPLICATE ? line->id_at : line->text);
    reading->full = status != UTSKR_DUPLICATE;
    return report_bad(reading);
}

static utskr_status read_event(case_reading *reading) {
    utskr_log_line line = line_of(reading->reader);
    utskr_entry entry;
    if (!check_text(reading->reader)) {
        reading->good = false;
        return UTSKR_OK;
    }
    if (utskr_log_read_event(&line, &entry) != UTSKR_OK) {
        return report_bad(reading);
    }
    return reading->c && !reading->full ? append(reading, &line, &entry) : UTSKR_OK;
}

/* Reads `case NAME [key=value]...`. The name counts as seen whatever follows it. */
static utskr_status read_header(case_reading *reading) {
    utskr_reader *reader = reading->reader;
    utskr_log_line line = line_of(reader);
    utskr_log_word name;
    utskr_header header;
    if (!check_text(reader)) {
        reading->good = false;
        return UTSKR_OK;
    }
    if (utskr_log_read_name(&line, &header, &name) != UTSKR_OK) {
        return report_bad(reading);
    }
    utskr_status status = utskr_names_add(&reader->names, &reader->allocator, header.name, strlen(header.name));
    if (status == UTSKR_NO_MEMORY) {
        return status;
    }
    if (status == UTSKR_DUPLICATE) {
        utskr_log_fail(&line, name.text, name.length, status, "a name that another case has already",
                       "a name for each case of the run");
        return report_bad(reading);
    }
    if (utskr_log_read_keys(&line, &header) != UTSKR_OK) {
        return report_bad(reading);
    }
    return utskr_case_set_header(reading->c, &header);
}

/* Reads lines up to the next header or the end of the text: UTSKR_NOT_FOUND. */
static utskr_status read_events(case_reading *reading) {
    utskr_reader *reader = reading->reader;
    utskr_status status = peek(reader);
    while (status == UTSKR_OK) {
        line_type type = type_of_line(reader);
        if (type == LINE_HEADER) {
            return UTSKR_OK;
        }
        if (type == LINE_EVENT) {
            status = read_event(reading);
        } else if (!check_text(reader)) {
            reading->good = false;
        }
        take_line(reader);
        if (status == UTSKR_OK) {
            status = peek(reader);
        }
    }
    return status;
}

/* --- The whole case at its end ------------------------------------------------------------------------------ */

/* Keeps the ids of the case in a set. */
static utskr_status collect_ids(const utskr_reader *reader, const utskr_case *c, utskr_names *ids) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_status status = UTSKR_OK;
    for (uint32_t i = 1; status == UTSKR_OK && utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        if (entry.id) {
            status = utskr_names_add(ids, &reader->allocator, entry.id, strlen(entry.id));
        }
    }
    return status;
}

static void report_reference(utskr_reader *reader, const utskr_entry *entry) {
    utskr_fail(&reader->error, UTSKR_NOT_FOUND, "no event of the case has this id",
               "an id of the case, earlier or later, or an event");
    utskr_error_set_word(&reader->error, entry->of, strlen(entry->of));
    reader->error.line = entry->line;
    reader->error.column = entry->of_column;
    report_error(reader);
}

/* The case knows one `of=` that names no event; all of them are reported. */
static utskr_status report_references(utskr_reader *reader, const utskr_case *c) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_names ids = { NULL, 0, 0 };
    utskr_status status = collect_ids(reader, c, &ids);
    for (uint32_t i = 1; status == UTSKR_OK && utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        if (entry.of && !utskr_names_has(&ids, entry.of, strlen(entry.of))) {
            report_reference(reader, &entry);
        }
    }
    utskr_names_free(&ids, &reader->allocator);
    return status;
}

static void report_refused(utskr_reader *reader, const utskr_case *c) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    for (uint32_t i = 1; utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        if (entry.refused == 1) {
            utskr_log_refusal(&entry, &reader->error);
            reader->report(&reader->error, reader->user);
        }
    }
}

static utskr_status settle(case_reading *reading) {
    utskr_reader *reader = reading->reader;
    utskr_status status = utskr_case_settle(reading->c, &reader->error);
    if (status == UTSKR_NOT_FOUND) {
        reading->good = false;
        return report_references(reader, reading->c);
    }
    if (status != UTSKR_OK) { /* more than the facts can hold */
        reader->error.column = 1;
        return report_bad(reading);
    }
    if (reader->report) {
        report_refused(reader, reading->c);
    }
    return UTSKR_OK;
}

/* --- The stream --------------------------------------------------------------------------------------------- */

/* An event before any header. */
static void report_orphan(utskr_reader *reader) {
    utskr_log_line line = line_of(reader);
    if (check_text(reader)) {
        utskr_log_fail(&line, reader->text, 0, UTSKR_MALFORMED, "an event before any case",
                       "case NAME on a line before it");
        report_error(reader);
    }
}

/* Goes on to the next header. What is left of a case that could not be read is checked on the way. */
static utskr_status skip_to_header(utskr_reader *reader) {
    case_reading nothing = { reader, NULL, false, false };
    if (reader->in_case) {
        return read_events(&nothing);
    }
    utskr_status status = peek(reader);
    while (status == UTSKR_OK) {
        line_type type = type_of_line(reader);
        if (type == LINE_HEADER) {
            reader->in_case = true;
            return UTSKR_OK;
        }
        if (type == LINE_EVENT) {
            report_orphan(reader);
        } else {
            (void)check_text(reader);
        }
        take_line(reader);
        status = peek(reader);
    }
    return status;
}

/* Reads the case whose header is the current line. UTSKR_OK also when it is left out: see `reading->good`. */
static utskr_status read_case(case_reading *reading) {
    utskr_case_reset(reading->c);
    utskr_status status = read_header(reading);
    take_line(reading->reader);
    if (status == UTSKR_OK) {
        status = read_events(reading);
    }
    if (status == UTSKR_OK || status == UTSKR_NOT_FOUND) {
        return reading->good ? settle(reading) : UTSKR_OK;
    }
    return status;
}

utskr_status utskr_reader_next(utskr_reader *reader, utskr_case *c) {
    case_reading reading = { reader, c, false, false };
    if (!reader || !c) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_status status = skip_to_header(reader);
    while (status == UTSKR_OK) {
        reading.good = true;
        reading.full = false;
        status = read_case(&reading);
        if (status == UTSKR_OK && reading.good) {
            return UTSKR_OK;
        }
        if (status == UTSKR_OK) {
            status = skip_to_header(reader);
        }
    }
    utskr_case_reset(c);
    return status;
}
