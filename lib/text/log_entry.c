/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One event from a line of its own, outside any log. */
#include <string.h>

#include "status.h"
#include "text/log_text.h"

utskr_status utskr_log_check_length(const utskr_log_line *line, bool too_long) {
    return too_long ? utskr_log_fail(line, line->text + UTSKR_LINE_LIMIT, 0, UTSKR_LIMIT_REACHED,
                                     "a line that is too long", "at most 65536 bytes")
                    : UTSKR_OK;
}

utskr_status utskr_log_check_text(const utskr_log_line *line) {
    bool control = false;
    size_t bad = utskr_text_check(line->text, line->length, &control);
    if (bad == line->length) {
        return UTSKR_OK;
    }
    return utskr_log_fail(line, line->text + bad, 0, UTSKR_MALFORMED,
                          control ? "a control character" : "bytes that are no UTF-8",
                          control ? "text; of control characters only tabs and the ends of lines" : "text in UTF-8");
}

/* The string, if there is one, in memory of the caller's. */
static const char *keep(const char *string, char *place) {
    return string ? memcpy(place, string, strlen(string) + 1) : NULL;
}

static utskr_status read_line(utskr_log_line *line, utskr_entry *entry) {
    utskr_status status = utskr_log_check_length(line, line->length > UTSKR_LINE_LIMIT);
    if (status == UTSKR_OK) {
        status = utskr_log_check_text(line);
    }
    if (status == UTSKR_OK && utskr_log_is_empty(line->text, line->length)) {
        status = utskr_log_fail(line, line->text, 0, UTSKR_MALFORMED, "a line without an event", "INSTANT PARTY EVENT");
    }
    return status == UTSKR_OK ? utskr_log_read_event(line, entry) : status;
}

utskr_status utskr_entry_read(const char *line, size_t length, utskr_entry_strings *strings, utskr_entry *out,
                              utskr_error *error) {
    utskr_error own;
    utskr_error_init(&own);
    utskr_log_scratch scratch;
    utskr_entry entry;
    if (!line || !strings || !out) {
        return utskr_fail(error, UTSKR_BAD_ARGUMENT, "a null pointer", "a line, strings and an entry");
    }
    if (out->size != sizeof *out) {
        return utskr_fail(error, UTSKR_BAD_SIZE, "an entry of unknown size", "UTSKR_ENTRY_INIT");
    }
    utskr_log_line whole = { line, length, 0, 0, NULL, &scratch, error ? error : &own };
    utskr_status status = read_line(&whole, &entry);
    if (status != UTSKR_OK) {
        return status;
    }
    *out = entry;
    out->id = keep(entry.id, strings->id);
    out->of = keep(entry.of, strings->of);
    out->about = keep(entry.about, strings->about);
    out->of_column = 0;
    return UTSKR_OK;
}
