/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Moves: events at another time than the log has them. */
#include "forecast.h"

#include <stdlib.h>
#include <string.h>

/* --- Reading an option -------------------------------------------------------------------------------------------------- */

static bool refuse(const char *text, utskr_error *error) {
    error->message = "no move";
    error->expected = "CASE:LINE=WHEN or CASE:ID=WHEN, WHEN being +1d, -3h, +30m or an instant";
    snprintf(error->word, sizeof error->word, "%.63s", text);
    return false;
}

/* "+1d", "-3h", "+90m". */
static bool read_shift(const char *text, move *out) {
    enum { MOST_DIGITS = 5 };
    int64_t number = 0;
    size_t length = 1;
    if (text[0] != '+' && text[0] != '-') {
        return false;
    }
    for (; text[length] >= '0' && text[length] <= '9' && length <= MOST_DIGITS; length++) {
        number = 10 * number + (text[length] - '0');
    }
    number = text[0] == '-' ? -number : number;
    if (length == 1 || text[length] == '\0' || text[length + 1] != '\0') {
        return false;
    }
    switch (text[length]) {
    case 'd': out->days = (int32_t)number; return true;
    case 'h': out->seconds = number * 3600; return true;
    case 'm': out->seconds = number * 60; return true;
    default: return false;
    }
}

bool read_move(const char *text, move *out, utskr_error *error) {
    const char *equals = strrchr(text, '=');
    const char *colon = equals;
    while (colon && colon > text && *colon != ':') {
        colon--;
    }
    if (!equals || colon == text || colon + 1 == equals || *colon != ':') {
        return refuse(text, error);
    }
    *out = (move){ .text = text, .case_length = (size_t)(colon - text), .event = colon + 1 };
    out->event_length = (size_t)(equals - out->event);
    if (read_shift(equals + 1, out)) {
        return true;
    }
    utskr_status status = utskr_instant_parse(equals + 1, strlen(equals + 1), &out->to, NULL);
    return status == UTSKR_OK || refuse(text, error);
}

/* --- Finding the event ---------------------------------------------------------------------------------------------------- */

static bool names_case(const move *m, const char *name) {
    return strlen(name) == m->case_length && memcmp(name, m->text, m->case_length) == 0;
}

uint32_t moves_of(const forecast *f, const char *name) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < f->chosen.move_count; i++) {
        count += names_case(&f->chosen.moves[i], name);
    }
    return count;
}

static bool has_id(const move *m, const utskr_entry *entry) {
    return entry->id && strlen(entry->id) == m->event_length && memcmp(entry->id, m->event, m->event_length) == 0;
}

static bool has_line(const move *m, const utskr_entry *entry) {
    char line[16];
    int length = snprintf(line, sizeof line, "%lu", (unsigned long)entry->line);
    return (size_t)length == m->event_length && memcmp(line, m->event, m->event_length) == 0;
}

/* Its index, or 0. An id wins over a line. */
static uint32_t find_event(const utskr_case *c, const move *m) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    uint32_t on_line = 0;
    for (uint32_t i = 1; utskr_case_entry(c, i, &entry) == UTSKR_OK; i++) {
        if (has_id(m, &entry)) {
            return i;
        }
        on_line = has_line(m, &entry) ? i : on_line;
    }
    return on_line;
}

/* --- The log as it was known ------------------------------------------------------------------------------------------------ */

/* What the log of a case becomes: for each of its events the index that it gets, 0 if it is left out. */
typedef struct sifting {
    const utskr_case *from;
    utskr_case *to;
    uint16_t *indices; /* by index less 1 */
    uint32_t count;
} sifting;

static bool is_known(const forecast *f, const utskr_event *event) {
    utskr_instant recorded = event->recorded != 0 ? event->recorded : event->at;
    return f->chosen.known_at == 0 || recorded <= f->chosen.known_at;
}

/* What an event refers to must be there with it. */
static bool refers_to_what_is_there(const sifting *s, const utskr_entry *entry) {
    utskr_entry other = UTSKR_ENTRY_INIT;
    if (!entry->of) {
        return true;
    }
    for (uint32_t i = 1; i <= s->count; i++) {
        if (s->indices[i - 1] != 0 && utskr_case_entry(s->from, i, &other) == UTSKR_OK && other.id &&
            strcmp(other.id, entry->of) == 0) {
            return true;
        }
    }
    return false;
}

/* Marks, with 1, what was known and what is moved: that is the plan, and counts although it has not happened. */
static void choose_events(const forecast *f, const char *name, sifting *s) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    for (uint32_t i = 1; i <= s->count && utskr_case_entry(s->from, i, &entry) == UTSKR_OK; i++) {
        s->indices[i - 1] = is_known(f, &entry.event);
    }
    for (uint32_t i = 0; i < f->chosen.move_count; i++) {
        uint32_t index = names_case(&f->chosen.moves[i], name) ? find_event(s->from, &f->chosen.moves[i]) : 0;
        if (index != 0) {
            s->indices[index - 1] = 1;
        }
    }
}

static utskr_status copy_events(sifting *s) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_status status = UTSKR_OK;
    for (uint32_t i = 1; i <= s->count && status == UTSKR_OK; i++) {
        status = utskr_case_entry(s->from, i, &entry);
        bool is_chosen = status == UTSKR_OK && s->indices[i - 1] != 0 && refers_to_what_is_there(s, &entry);
        s->indices[i - 1] = 0;
        if (is_chosen) {
            status = utskr_case_append(s->to, &entry, NULL);
            s->indices[i - 1] = (uint16_t)utskr_case_entry_count(s->to);
        }
    }
    return status == UTSKR_OK ? utskr_case_settle(s->to, NULL) : status;
}

static utskr_status sift(const forecast *f, const utskr_case *c, const char *name, sifting *s) {
    utskr_header header = UTSKR_HEADER_INIT;
    utskr_allocator allocator = standard_allocator();
    *s = (sifting){ .from = c, .count = utskr_case_entry_count(c) };
    s->indices = calloc(s->count + 1, sizeof *s->indices);
    utskr_status status = s->indices ? utskr_case_new(&allocator, &s->to) : UTSKR_NO_MEMORY;
    status = status == UTSKR_OK ? utskr_case_header(c, &header) : status;
    status = status == UTSKR_OK ? utskr_case_set_header(s->to, &header) : status;
    if (status == UTSKR_OK) {
        choose_events(f, name, s);
        status = copy_events(s);
    }
    return status;
}

/* --- Moving ------------------------------------------------------------------------------------------------------------------- */

static bool tell(const move *m, const char *what, const char *expected) {
    utskr_error error = UTSKR_ERROR_INIT;
    error.message = what;
    error.expected = expected;
    snprintf(error.word, sizeof error.word, "%.63s", m->text);
    print_error("utskrivning: --move", &error);
    return false;
}

/* Where it goes; 0 if there is no such instant. Days keep the local clock, over a change of the clocks too. */
static utskr_instant target_of(const move *m, utskr_instant from) {
    utskr_instant to = from + m->seconds;
    if (m->to != 0) {
        return m->to;
    }
    if (m->days != 0 &&
        utskr_instant_from_local(utskr_local_date(from) + m->days, utskr_local_clock(from), &to) != UTSKR_OK) {
        return 0;
    }
    return to;
}

/* Moves one event of the log that is to be moved. False, told, if it cannot be. */
static bool move_event(const move *m, const sifting *s, forecast_case *out) {
    utskr_entry entry = UTSKR_ENTRY_INIT;
    utskr_error error = UTSKR_ERROR_INIT;
    uint32_t index = find_event(s->from, m);
    if (index == 0) {
        return tell(m, "the case has no such event", "a line of its file, or an id");
    }
    uint32_t place = s->indices[index - 1];
    if (place == 0 || utskr_case_entry(out->moved, place, &entry) != UTSKR_OK) {
        return tell(m, "an event that refers to one that was not known", "an event that was known then");
    }
    utskr_instant to = target_of(m, entry.event.at);
    utskr_status status = to == 0 ? UTSKR_OUT_OF_RANGE : utskr_case_move(out->moved, place, to, &error);
    if (status != UTSKR_OK) {
        return tell(m, to == 0 ? "no such hour on that day" : error.message, to == 0 ? "an instant" : error.expected);
    }
    out->moves[out->move_count++] = (moved_event){ place, entry.line, entry.event.kind, entry.event.at, to };
    return true;
}

static bool move_events(forecast *f, const sifting *s, forecast_case *out) {
    bool is_right = true;
    for (uint32_t i = 0; i < f->chosen.move_count; i++) {
        const move *m = &f->chosen.moves[i];
        if (names_case(m, out->name)) {
            f->used[i] = true;
            is_right = move_event(m, s, out) && is_right;
        }
    }
    return is_right;
}

utskr_status make_moves(forecast *f, const utskr_case *c, forecast_case *out, bool *is_wrong) {
    sifting s;
    utskr_status status = sift(f, c, out->name, &s);
    out->planned = s.to;
    out->moves = calloc(f->chosen.move_count, sizeof *out->moves);
    if (status == UTSKR_OK) {
        status = out->moves ? utskr_case_clone(s.to, &out->moved) : UTSKR_NO_MEMORY;
    }
    *is_wrong = status == UTSKR_OK && !move_events(f, &s, out);
    free(s.indices);
    return status;
}

bool tell_unused_moves(const forecast *f) {
    bool is_any = false;
    for (uint32_t i = 0; i < f->chosen.move_count; i++) {
        if (!f->used[i]) {
            (void)tell(&f->chosen.moves[i], "no such case in the input", "the name of a case that was read");
            is_any = true;
        }
    }
    return is_any;
}
