/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rule packs that were read from files, kept until the command ends; every other one is built in. */
#include <string.h>

#include "command.h"

enum { PACK_LIMIT = 64 };

static const utskr_pack *loaded[PACK_LIMIT];
static uint32_t loaded_count;

static const char *id_of(const utskr_pack *pack) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    return utskr_pack_describe(pack, &info) == UTSKR_OK ? info.id : "";
}

utskr_status packs_find(const char *id, const utskr_pack **out, utskr_error *error) {
    for (uint32_t i = loaded_count; i > 0; i--) {
        if (strcmp(id_of(loaded[i - 1]), id) == 0) {
            *out = loaded[i - 1];
            return UTSKR_OK;
        }
    }
    return utskr_pack_find(id, strlen(id), out, error);
}

void packs_free(void) {
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
