/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * `utskrivning diff`: two settlements of the same months, compared: by pack, municipality and month, which figures differ,
 * which cases one counts and the other does not, and which days one charges and the other does not.
 */
#include <stdlib.h>
#include <string.h>

#include "json_in.h"

enum { SIDES = 2, FIGURE_COUNT = 9, DIGEST = 8 };

static const char *const figures[FIGURE_COUNT] = { "persons", "days",      "average",  "threshold", "above",
                                                   "level",   "owed_days", "owed_sek", "digest" };
/* What they are called in Swedish. */
static const char *const figures_sv[FIGURE_COUNT] = { "personer", "dagar", "medelvärde",      "gräns",
                                                      "över",     "nivå",  "dygn att betala", "belopp att betala",
                                                      "underlag" };

/* A case of an object: counted, or the reason why not. */
typedef struct judged {
    const char *name;
    const char *what;
} judged;

/* A day of a case that is charged. */
typedef struct charged {
    const char *name;
    const char *date;
    const json_value *sek;
    const char *rule;
} charged;

/* One line: a month of a municipality under a pack. */
typedef struct object {
    const char *month;
    const char *municipality; /* or NULL */
    const char *rules;
    const json_value *figure[FIGURE_COUNT];
    judged *cases; /* by name */
    size_t case_count;
    charged *days; /* by name and date */
    size_t day_count;
} object;

typedef struct side {
    const char *file;
    json_document document;
    object *objects; /* by month, municipality and pack */
    size_t count;
} side;

/* --- Reading -------------------------------------------------------------------------------------------------------- */

static utskr_status refuse(utskr_error *error, const json_value *place, const char *message, const char *word,
                           const char *expected) {
    error->status = UTSKR_MALFORMED;
    error->line = place->line;
    error->column = place->column;
    error->message = message;
    error->expected = expected;
    snprintf(error->word, sizeof error->word, "%.63s", word);
    return UTSKR_MALFORMED;
}

/* The text of a member that must be a string. */
static utskr_status read_text(const side *s, const json_value *from, const char *key, const char **out,
                              utskr_error *error) {
    const json_value *member = json_member(&s->document, from, key);
    if (!member || member->type != JSON_STRING) {
        return refuse(error, member ? member : from, "no string under the key", key, "a settlement");
    }
    *out = member->text;
    return UTSKR_OK;
}

/* A member that must be a list; how many elements it has. */
static utskr_status read_list(const side *s, const json_value *from, const char *key, const json_value **out,
                              size_t *count, utskr_error *error) {
    const json_value *member = json_member(&s->document, from, key);
    if (!member || member->type != JSON_LIST) {
        return refuse(error, member ? member : from, "no list under the key", key, "a settlement");
    }
    *count = 0;
    for (const json_value *v = json_at(&s->document, member->first); v; v = json_at(&s->document, v->next)) {
        (*count)++;
    }
    *out = json_at(&s->document, member->first);
    return UTSKR_OK;
}

static utskr_status read_figures(const side *s, const json_value *from, object *out, utskr_error *error) {
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        out->figure[i] = json_member(&s->document, from, figures[i]);
        if (!out->figure[i]) {
            return refuse(error, from, "no key", figures[i], "a settlement");
        }
        if (out->figure[i]->type == JSON_LIST || out->figure[i]->type == JSON_OBJECT) {
            return refuse(error, out->figure[i], "no figure under the key", figures[i], "a number, a string or null");
        }
    }
    return UTSKR_OK;
}

static utskr_status read_head(const side *s, const json_value *from, object *out, utskr_error *error) {
    const json_value *municipality = json_member(&s->document, from, "municipality");
    utskr_status status = read_text(s, from, "month", &out->month, error);
    if (status == UTSKR_OK) {
        status = read_text(s, from, "rules", &out->rules, error);
    }
    if (status == UTSKR_OK && (!municipality || municipality->type != JSON_NULL)) {
        status = read_text(s, from, "municipality", &out->municipality, error);
    }
    return status == UTSKR_OK ? read_figures(s, from, out, error) : status;
}

static int compare_judged(const void *a, const void *b) {
    return strcmp(((const judged *)a)->name, ((const judged *)b)->name);
}

static int compare_charged(const void *a, const void *b) {
    const charged *one = a;
    const charged *other = b;
    int difference = strcmp(one->name, other->name);
    return difference != 0 ? difference : strcmp(one->date, other->date);
}

static utskr_status read_counted(const side *s, const json_value *element, object *out, utskr_error *error) {
    for (; element; element = json_at(&s->document, element->next)) {
        if (element->type != JSON_STRING) {
            return refuse(error, element, "no name in the list", "counted", "a string");
        }
        out->cases[out->case_count++] = (judged){ element->text, "counted" };
    }
    return UTSKR_OK;
}

static utskr_status read_left_out(const side *s, const json_value *element, object *out, utskr_error *error) {
    utskr_status status = UTSKR_OK;
    for (; element && status == UTSKR_OK; element = json_at(&s->document, element->next)) {
        judged *entered = &out->cases[out->case_count++];
        if (element->type != JSON_OBJECT) {
            return refuse(error, element, "no object in the list", "left_out", "{");
        }
        status = read_text(s, element, "case", &entered->name, error);
        if (status == UTSKR_OK) {
            status = read_text(s, element, "reason", &entered->what, error);
        }
    }
    return status;
}

static utskr_status read_cases(const side *s, const json_value *from, object *out, utskr_error *error) {
    const json_value *counted = NULL;
    const json_value *left_out = NULL;
    size_t counts[2] = { 0, 0 };
    utskr_status status = read_list(s, from, "counted", &counted, &counts[0], error);
    if (status == UTSKR_OK) {
        status = read_list(s, from, "left_out", &left_out, &counts[1], error);
    }
    if (status != UTSKR_OK) {
        return status;
    }
    out->cases = calloc(counts[0] + counts[1] + 1, sizeof *out->cases);
    if (!out->cases) {
        return UTSKR_NO_MEMORY;
    }
    status = read_counted(s, counted, out, error);
    if (status == UTSKR_OK) {
        status = read_left_out(s, left_out, out, error);
    }
    if (status == UTSKR_OK) {
        qsort(out->cases, out->case_count, sizeof *out->cases, compare_judged);
    }
    return status;
}

static utskr_status read_day(const side *s, const json_value *from, charged *out, utskr_error *error) {
    if (from->type != JSON_OBJECT) {
        return refuse(error, from, "no object in the list", "per_day", "{");
    }
    out->sek = json_member(&s->document, from, "sek");
    if (!out->sek || (out->sek->type != JSON_NUMBER && out->sek->type != JSON_NULL)) {
        return refuse(error, out->sek ? out->sek : from, "no amount under the key", "sek", "a number or null");
    }
    utskr_status status = read_text(s, from, "case", &out->name, error);
    if (status == UTSKR_OK) {
        status = read_text(s, from, "date", &out->date, error);
    }
    return status == UTSKR_OK ? read_text(s, from, "rule", &out->rule, error) : status;
}

static utskr_status read_days(const side *s, const json_value *from, object *out, utskr_error *error) {
    const json_value *element = NULL;
    size_t count = 0;
    utskr_status status = read_list(s, from, "per_day", &element, &count, error);
    if (status != UTSKR_OK) {
        return status;
    }
    out->days = calloc(count + 1, sizeof *out->days);
    if (!out->days) {
        return UTSKR_NO_MEMORY;
    }
    for (; element && status == UTSKR_OK; element = json_at(&s->document, element->next)) {
        status = read_day(s, element, &out->days[out->day_count++], error);
    }
    if (status == UTSKR_OK) {
        qsort(out->days, out->day_count, sizeof *out->days, compare_charged);
    }
    return status;
}

/* By month, then municipality, none last, then pack: the order in which they are settled. */
static int compare_objects(const void *a, const void *b) {
    const object *one = a;
    const object *other = b;
    int difference = strcmp(one->month, other->month);
    if (difference == 0 && (!one->municipality || !other->municipality)) {
        difference = !one->municipality - !other->municipality;
    } else if (difference == 0) {
        difference = strcmp(one->municipality, other->municipality);
    }
    return difference != 0 ? difference : strcmp(one->rules, other->rules);
}

/* Each object once. */
static utskr_status check_objects(const side *s, utskr_error *error) {
    for (size_t i = 1; i < s->count; i++) {
        if (compare_objects(&s->objects[i - 1], &s->objects[i]) == 0) {
            return refuse(error, s->objects[i].figure[0], "an object that stands twice, of", s->objects[i].month,
                          "each month, municipality and pack once");
        }
    }
    return UTSKR_OK;
}

static utskr_status read_objects(side *s, utskr_error *error) {
    utskr_status status = UTSKR_OK;
    const json_value *line = json_at(&s->document, s->document.first);
    size_t count = 0;
    for (const json_value *v = line; v; v = json_at(&s->document, v->next)) {
        count++;
    }
    s->objects = calloc(count + 1, sizeof *s->objects);
    if (!s->objects) {
        return UTSKR_NO_MEMORY;
    }
    for (; line && status == UTSKR_OK; line = json_at(&s->document, line->next)) {
        object *out = &s->objects[s->count++];
        status = read_head(s, line, out, error);
        if (status == UTSKR_OK) {
            status = read_cases(s, line, out, error);
        }
        if (status == UTSKR_OK) {
            status = read_days(s, line, out, error);
        }
    }
    if (status == UTSKR_OK) {
        qsort(s->objects, s->count, sizeof *s->objects, compare_objects);
        status = check_objects(s, error);
    }
    return status;
}

static int read_side(side *s, const char *file) {
    utskr_error error = UTSKR_ERROR_INIT;
    s->file = file;
    utskr_status status = json_read(file, &s->document, &error);
    if (status == UTSKR_OK) {
        status = read_objects(s, &error);
    }
    if (status == UTSKR_MALFORMED) {
        print_error_in(file, false, &error);
    } else if (status == UTSKR_NO_MEMORY) {
        fputs("utskrivning: no memory\n", stderr);
        return EXIT_INTERNAL;
    }
    return status == UTSKR_OK ? EXIT_DONE : EXIT_BAD_INPUT;
}

static void free_side(side *s) {
    for (size_t i = 0; i < s->count; i++) {
        free(s->objects[i].cases);
        free(s->objects[i].days);
    }
    free(s->objects);
    json_free(&s->document);
}

/* --- Comparing values --------------------------------------------------------------------------------------------------- */

/* The length of a number without the zeros that end its decimals. */
static size_t significant(const char *number) {
    size_t length = strlen(number);
    if (strchr(number, '.') && !strpbrk(number, "eE")) {
        while (number[length - 1] == '0') {
            length--;
        }
        length -= number[length - 1] == '.';
    }
    return length;
}

static bool same_value(const json_value *a, const json_value *b) {
    if (a->type != b->type) {
        return false;
    }
    if (a->type == JSON_NUMBER) {
        size_t length = significant(a->text);
        return length == significant(b->text) && memcmp(a->text, b->text, length) == 0;
    }
    return a->type != JSON_STRING || strcmp(a->text, b->text) == 0;
}

/* --- Writing ---------------------------------------------------------------------------------------------------------------- */

/* The lists of an object, in the order in which they are written. */
typedef enum list { BEFORE_LISTS = -1, FIGURES, CASES, DAYS } list;

/* What is being written. An object is begun at its first difference. */
typedef struct writing {
    const options *options;
    const object *pair[SIDES];
    bool is_begun;
    int list; /* the one that is open in JSON */
    size_t element_count;
    size_t difference_count; /* objects that differ */
} writing;

static const char *in_language(const writing *w, const char *swedish, const char *english) {
    return w->options->language == UTSKR_EN ? english : swedish;
}

static void put_string(const char *text) {
    if (!text) {
        output_text("null");
        return;
    }
    output_text("\"");
    for (; *text; text++) {
        char escaped[8] = { *text, '\0' };
        if (*text == '"' || *text == '\\') {
            snprintf(escaped, sizeof escaped, "\\%c", *text);
        } else if ((unsigned char)*text < 0x20) {
            snprintf(escaped, sizeof escaped, "\\u%04x", (unsigned)*text);
        }
        output_text(escaped);
    }
    output_text("\"");
}

static void put_value(const json_value *value, bool in_quotes) {
    switch (value->type) {
    case JSON_NULL: output_text("null"); break;
    case JSON_TRUE: output_text("true"); break;
    case JSON_FALSE: output_text("false"); break;
    case JSON_STRING:
        if (in_quotes) {
            put_string(value->text);
        } else {
            output_text(value->text);
        }
        break;
    default: output_text(value->text); break;
    }
}

static void put_head_json(const writing *w, const object *o) {
    output_text("{\"municipality\":");
    put_string(o->municipality);
    output_text(",\"month\":");
    put_string(o->month);
    output_text(",\"rules\":");
    put_string(o->rules);
    output_text(",\"only_in\":");
    put_string(!w->pair[0] ? "b" : !w->pair[1] ? "a" : NULL);
}

static void put_head_text(const writing *w, const object *o) {
    output_text(o->month);
    output_text(in_language(w, ", kommun ", ", municipality "));
    output_text(o->municipality ? o->municipality : in_language(w, "ingen", "none"));
    output_text(" (");
    output_text(o->rules);
    output_text(")\n");
}

static void begin_object(writing *w) {
    const object *o = w->pair[0] ? w->pair[0] : w->pair[1];
    if (w->is_begun) {
        return;
    }
    w->is_begun = true;
    w->difference_count++;
    if (w->options->json) {
        put_head_json(w, o);
    } else {
        put_head_text(w, o);
    }
}

/* Goes on to the list, writing those that have nothing on the way. */
static void go_to_list(writing *w, list wanted) {
    static const char *const names[] = { ",\"figures\":[", ",\"cases\":[", ",\"days\":[" };
    while (w->list < (int)wanted) {
        output_text(w->list == BEFORE_LISTS ? "" : "]");
        output_text(names[++w->list]);
        w->element_count = 0;
    }
}

static void begin_element(writing *w, list wanted) {
    begin_object(w);
    if (w->options->json) {
        go_to_list(w, wanted);
        output_text(w->element_count++ > 0 ? "," : "");
    } else {
        output_text("  ");
    }
}

static void end_object(writing *w) {
    if (w->is_begun && w->options->json) {
        go_to_list(w, DAYS);
        output_text("]}\n");
    }
}

static void put_figure_text(const writing *w, size_t i) {
    output_text(w->options->language == UTSKR_EN ? figures[i] : figures_sv[i]);
    if (i == DIGEST) {
        output_text(in_language(w, ": ärendena eller händelserna är inte desamma\n",
                                ": the cases or their events are not the same\n"));
        return;
    }
    output_text(": A ");
    put_value(w->pair[0]->figure[i], false);
    output_text(", B ");
    put_value(w->pair[1]->figure[i], false);
    output_text("\n");
}

static void put_figure(writing *w, size_t i) {
    begin_element(w, FIGURES);
    if (!w->options->json) {
        put_figure_text(w, i);
        return;
    }
    output_text("{\"figure\":");
    put_string(figures[i]);
    output_text(",\"a\":");
    put_value(w->pair[0]->figure[i], true);
    output_text(",\"b\":");
    put_value(w->pair[1]->figure[i], true);
    output_text("}");
}

/* The sentence of a reason, or the word itself where it is none of ours. */
static const char *reason_in_words(const writing *w, const judged *stay) {
    if (!stay) {
        return in_language(w, "Finns inte.", "Is not there.");
    }
    for (int32_t i = 0; strcmp(utskr_left_out_name(i), "unknown-reason") != 0; i++) {
        if (strcmp(utskr_left_out_name(i), stay->what) == 0) {
            return utskr_message_left_out(i, w->options->language);
        }
    }
    return stay->what;
}

static void put_case(writing *w, const judged *a, const judged *b) {
    begin_element(w, CASES);
    if (w->options->json) {
        output_text("{\"case\":");
        put_string(a ? a->name : b->name);
        output_text(",\"a\":");
        put_string(a ? a->what : NULL);
        output_text(",\"b\":");
        put_string(b ? b->what : NULL);
        output_text("}");
        return;
    }
    output_text(a ? a->name : b->name);
    output_text(": A ");
    output_text(reason_in_words(w, a));
    output_text(" B ");
    output_text(reason_in_words(w, b));
    output_text("\n");
}

static void put_charge_json(const charged *day) {
    if (!day) {
        output_text("null");
        return;
    }
    output_text("{\"sek\":");
    put_value(day->sek, true);
    output_text(",\"rule\":");
    put_string(day->rule);
    output_text("}");
}

static void put_charge_text(const writing *w, const charged *day) {
    if (!day) {
        output_text(in_language(w, "inte debiterad", "not charged"));
        return;
    }
    if (day->sek->type == JSON_NULL) {
        output_text(in_language(w, "okänt belopp", "unknown amount"));
    } else {
        put_value(day->sek, false);
        output_text(in_language(w, " kr", " SEK"));
    }
    output_text(" (");
    output_text(day->rule);
    output_text(")");
}

static void put_day(writing *w, const charged *a, const charged *b) {
    const charged *either = a ? a : b;
    begin_element(w, DAYS);
    if (w->options->json) {
        output_text("{\"case\":");
        put_string(either->name);
        output_text(",\"date\":");
        put_string(either->date);
        output_text(",\"a\":");
        put_charge_json(a);
        output_text(",\"b\":");
        put_charge_json(b);
        output_text("}");
        return;
    }
    output_text(either->name);
    output_text(" ");
    output_text(either->date);
    output_text(": A ");
    put_charge_text(w, a);
    output_text(", B ");
    put_charge_text(w, b);
    output_text("\n");
}

/* --- Comparing objects ------------------------------------------------------------------------------------------------------ */

static void compare_figures(writing *w) {
    for (size_t i = 0; i < FIGURE_COUNT; i++) {
        if (!same_value(w->pair[0]->figure[i], w->pair[1]->figure[i])) {
            put_figure(w, i);
        }
    }
}

static void compare_cases(writing *w) {
    const object *a = w->pair[0];
    const object *b = w->pair[1];
    size_t i = 0;
    size_t j = 0;
    while (i < a->case_count || j < b->case_count) {
        int order = i == a->case_count ? 1 : j == b->case_count ? -1 : compare_judged(&a->cases[i], &b->cases[j]);
        const judged *one = order <= 0 ? &a->cases[i++] : NULL;
        const judged *other = order >= 0 ? &b->cases[j++] : NULL;
        if (!one || !other || strcmp(one->what, other->what) != 0) {
            put_case(w, one, other);
        }
    }
}

static void compare_days(writing *w) {
    const object *a = w->pair[0];
    const object *b = w->pair[1];
    size_t i = 0;
    size_t j = 0;
    while (i < a->day_count || j < b->day_count) {
        int order = i == a->day_count ? 1 : j == b->day_count ? -1 : compare_charged(&a->days[i], &b->days[j]);
        const charged *one = order <= 0 ? &a->days[i++] : NULL;
        const charged *other = order >= 0 ? &b->days[j++] : NULL;
        if (!one || !other || !same_value(one->sek, other->sek) || strcmp(one->rule, other->rule) != 0) {
            put_day(w, one, other);
        }
    }
}

static void put_only_in(writing *w) {
    begin_object(w);
    if (!w->options->json) {
        output_text(in_language(w, "  finns bara i ", "  is only in "));
        output_text(w->pair[0] ? "A\n" : "B\n");
    }
}

static void compare_pair(writing *w) {
    w->is_begun = false;
    w->list = BEFORE_LISTS;
    if (w->pair[0] && w->pair[1]) {
        compare_figures(w);
        compare_cases(w);
        compare_days(w);
    } else {
        put_only_in(w);
    }
    end_object(w);
}

static void compare_sides(writing *w, const side *a, const side *b) {
    size_t i = 0;
    size_t j = 0;
    while (i < a->count || j < b->count) {
        int order = i == a->count ? 1 : j == b->count ? -1 : compare_objects(&a->objects[i], &b->objects[j]);
        w->pair[0] = order <= 0 ? &a->objects[i++] : NULL;
        w->pair[1] = order >= 0 ? &b->objects[j++] : NULL;
        compare_pair(w);
    }
}

/* --- The command ---------------------------------------------------------------------------------------------------------- */

static void put_legend(const side *sides) {
    output_text("A: ");
    output_text(sides[0].file);
    output_text("\nB: ");
    output_text(sides[1].file);
    output_text("\n");
}

static void write_differences(const options *chosen, const side *sides) {
    writing w = { .options = chosen };
    if (!chosen->json) {
        put_legend(sides);
    }
    compare_sides(&w, &sides[0], &sides[1]);
    if (!chosen->json && w.difference_count == 0) {
        output_text(in_language(&w, "Ingen skillnad.\n", "No difference.\n"));
    }
}

int run_diff(const options *chosen) {
    side sides[SIDES] = { { 0 }, { 0 } };
    int result = EXIT_DONE;
    for (int i = 0; i < SIDES && result != EXIT_INTERNAL; i++) {
        int read = read_side(&sides[i], chosen->operands[i]);
        result = read != EXIT_DONE ? read : result;
    }
    if (result == EXIT_DONE) {
        write_differences(chosen, sides);
    }
    for (int i = 0; i < SIDES; i++) {
        free_side(&sides[i]);
    }
    return result;
}
