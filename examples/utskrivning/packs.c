/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rule packs that were read from files, kept until the command ends; every other one is built in. */
#include <stdlib.h>
#include <string.h>

#include "command.h"

enum { PACK_LIMIT = 64 };

static const utskr_pack *loaded[PACK_LIMIT];
static uint32_t loaded_count;

/* Copies of packs that bind every county, by the side of `loaded`: no case finds them by their id. */
static const utskr_pack *unbound[UNDER_LIMIT];
static uint32_t unbound_count;

const char *packs_id(const utskr_pack *pack) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    return utskr_pack_describe(pack, &info) == UTSKR_OK ? info.id : "";
}

utskr_status packs_find(const char *id, const utskr_pack **out, utskr_error *error) {
    for (uint32_t i = loaded_count; i > 0; i--) {
        if (strcmp(packs_id(loaded[i - 1]), id) == 0) {
            *out = loaded[i - 1];
            return UTSKR_OK;
        }
    }
    return utskr_pack_find(id, strlen(id), out, error);
}

void packs_free(void) {
    while (unbound_count > 0) {
        utskr_pack_free(unbound[--unbound_count]);
    }
    while (loaded_count > 0) {
        utskr_pack_free(loaded[--loaded_count]);
    }
}

/* --- Files ------------------------------------------------------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text);
    size_t wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static bool is_there(const char *name) {
    FILE *file = fopen(name, "rb");
    if (file) {
        (void)fclose(file);
    }
    return file != NULL;
}

static int64_t read_block(char *buffer, size_t capacity, void *user) {
    size_t count = fread(buffer, 1, capacity, user);
    return ferror((FILE *)user) ? -1 : (int64_t)count;
}

/* The latest pack of an id is found before earlier ones: so they stand in that order for the library too. */
static utskr_status read_pack(FILE *file, const utskr_pack **out, utskr_error *error) {
    utskr_allocator allocator = standard_allocator();
    const utskr_pack *known[PACK_LIMIT];
    for (uint32_t i = 0; i < loaded_count; i++) {
        known[i] = loaded[loaded_count - 1 - i];
    }
    return utskr_pack_read(&allocator, read_block, file, known, loaded_count, out, error);
}

/* False with the reason said. */
static bool load(const char *name, const utskr_pack **out) {
    utskr_error error = UTSKR_ERROR_INIT;
    FILE *file = fopen(name, "rb");
    if (!file || loaded_count == PACK_LIMIT) {
        fprintf(stderr, "utskrivning: %s: %s\n", name, file ? "too many files of rules, at most 64" : "can't be read");
        if (file) {
            (void)fclose(file);
        }
        return false;
    }
    utskr_status status = read_pack(file, out, &error);
    (void)fclose(file);
    if (status == UTSKR_OK) {
        loaded[loaded_count++] = *out;
    } else if (error.line > 0) {
        print_error_in(name, false, &error);
    } else {
        print_error(name, &error);
    }
    return status == UTSKR_OK;
}

/* --- As if an agreement were the county's own ------------------------------------------------------------------------- */

typedef struct pack_text {
    char *bytes;
    size_t length;
    size_t capacity;
} pack_text;

static int keep_text(const char *bytes, size_t length, void *user) {
    pack_text *text = user;
    if (length > text->capacity - text->length) {
        size_t wanted = 2 * (text->capacity + length);
        char *grown = realloc(text->bytes, wanted);
        if (!grown) {
            return 1;
        }
        text->bytes = grown;
        text->capacity = wanted;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    return 0;
}

/* Writes "none" over the number of the county, and blanks over what is left of it: "none" is longer, so the line grows by two. */
static bool forget_county(pack_text *text) {
    static const char line[] = "\n  county ";
    if (keep_text("  ", 2, text) != 0 || keep_text("", 1, text) != 0) {
        return false;
    }
    char *county = strstr(text->bytes, line);
    if (!county) {
        return false;
    }
    county += sizeof line - 1;
    size_t rest = text->length - 3 - (size_t)(county + 2 - text->bytes);
    memmove(county + 4, county + 2, rest);
    memcpy(county, "none", 4);
    text->length--; /* the zero */
    return true;
}

static utskr_status parse_unbound(const pack_text *text, const utskr_pack **out, utskr_error *error) {
    utskr_allocator allocator = standard_allocator();
    return utskr_pack_parse(&allocator, text->bytes, text->length, loaded, loaded_count, out, error);
}

bool packs_unbind(const utskr_pack *pack, const utskr_pack **out, utskr_error *error) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    pack_text text = { NULL, 0, 0 };
    *out = pack;
    if (utskr_pack_describe(pack, &info) == UTSKR_OK && info.county == 0) {
        return true; /* it binds everybody as it is */
    }
    error->message = "the pack can't be copied";
    error->expected = "memory, and at most 32 packs";
    bool is_copied = unbound_count < UNDER_LIMIT && utskr_pack_write(pack, keep_text, &text) == UTSKR_OK &&
                     forget_county(&text) && parse_unbound(&text, out, error) == UTSKR_OK;
    free(text.bytes);
    if (is_copied) {
        unbound[unbound_count++] = *out;
    }
    return is_copied;
}

bool packs_take(const char *name, const utskr_pack **out, bool *is_bad_input, utskr_error *error) {
    if (packs_find(name, out, error) == UTSKR_OK) {
        return true;
    }
    if (!strchr(name, '/') && !ends_with(name, ".rules") && !is_there(name)) {
        return false;
    }
    *is_bad_input = !load(name, out);
    return !*is_bad_input;
}
