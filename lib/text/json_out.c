/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* JSON strings, amounts and lines. A string is made valid whatever its bytes: file names hold anything. */
#include "text/json_out.h"

#include "case/case_internal.h"

enum { PIECE = 4096 /* bytes of a long string at a time */, LONGEST_ESCAPE = 6 /* bytes: \u001f */ };

/* --- Lines ------------------------------------------------------------------------------------------------------------ */

/* Not by utskr_case_entry, which tells more: this is asked for every event. */
static uint32_t line_in_log(const utskr_case *c, uint32_t index) {
    return index > 0 && index <= c->count ? case_entry_at(c, index)->line : 0;
}

static void keep_line(utskr_line_text *out, uint32_t line) {
    out->length = (uint8_t)utskr_digits(out->digits, line, 1); /* 1 to 10 */
}

void utskr_json_begin(utskr_stage *json, const utskr_case *c, utskr_sink sink, void *user) {
    utskr_stage_begin(json, c, sink, user);
    uint32_t count = c ? utskr_case_entry_count(c) : 0;
    json->line_count = count < UTSKR_STAGE_LINES ? count : UTSKR_STAGE_LINES;
    for (uint32_t i = 0; i < json->line_count; i++) {
        keep_line(&json->lines[i], line_in_log(c, i + 1));
    }
    for (size_t i = 0; i < UTSKR_STAGE_INSTANTS; i++) {
        json->instants[i].at = 0;
    }
}

utskr_status utskr_json_end(utskr_stage *json) {
    utskr_stage_byte(json, '\n');
    return utskr_stage_end(json);
}

void utskr_json_line(utskr_stage *json, uint32_t index) {
    if (index > 0 && index <= json->line_count) {
        const utskr_line_text *line = &json->lines[index - 1];
        memcpy(json->at, line->digits, sizeof line->digits);
        json->at += line->length;
        return;
    }
    utskr_stage_number(json, json->log ? line_in_log(json->log, index) : 0);
}

/* --- Instants --------------------------------------------------------------------------------------------------------- */

void utskr_json_instant(utskr_stage *json, utskr_instant at) {
    if (at == 0) {
        PUT(json, "null");
        return;
    }
    utskr_instant_text *kept = &json->instants[(uint64_t)at / 60 % UTSKR_STAGE_INSTANTS];
    if (kept->at != at) {
        kept->at = at;
        kept->text[0] = '"';
        (void)utskr_instant_format(at, kept->text + 1);
        kept->text[UTSKR_INSTANT_TEXT] = '"';
    }
    memcpy(json->at, kept->text, UTSKR_INSTANT_TEXT + 1);
    json->at += UTSKR_INSTANT_TEXT + 1;
}

/* --- Cases and packs -------------------------------------------------------------------------------------------------- */

void utskr_json_case(utskr_stage *json, const char *file) {
    utskr_header header = UTSKR_HEADER_INIT;
    if (json->log) {
        (void)utskr_case_header(json->log, &header);
    }
    PUT(json, "{\"case\":");
    utskr_json_string(json, header.name);
    utskr_json_member_string(json, "file", file);
}

void utskr_json_pack(utskr_stage *json, const utskr_pack *pack) {
    utskr_pack_info info = UTSKR_PACK_INFO_INIT;
    utskr_status status = utskr_pack_describe(pack ? pack : utskr_pack_at(0), &info);
    utskr_json_member_string(json, "rules", status == UTSKR_OK ? info.id : NULL);
}

/* --- Strings ---------------------------------------------------------------------------------------------------------- */

#define EVERY_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Does one of the eight bytes need care: a control character, a quote, a backslash, or no ASCII? A byte too many may be
 * suspected, none is missed. */
static bool needs_care(uint64_t eight) {
    uint64_t quote = eight ^ EVERY_BYTE('"');
    uint64_t backslash = eight ^ EVERY_BYTE('\\');
    uint64_t found = (eight - EVERY_BYTE(0x20)) | (quote - EVERY_BYTE(1)) | (backslash - EVERY_BYTE(1)) | eight;
    return (found & EVERY_BYTE(0x80)) != 0;
}

static bool continues(const unsigned char *at, size_t left, size_t count) {
    if (left <= count) {
        return false;
    }
    for (size_t i = 1; i <= count; i++) {
        if ((at[i] & 0xc0) != 0x80) {
            return false;
        }
    }
    return true;
}

/* Bytes of the character that begins here, 2 to 4, or 0 if that is no UTF-8. */
static size_t character_length(const unsigned char *at, size_t left) {
    unsigned char lead = at[0];
    unsigned char next = left > 1 ? at[1] : 0;
    if (lead >= 0xc2 && lead <= 0xdf) {
        return continues(at, left, 1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        bool is_wrong = (lead == 0xe0 && next < 0xa0) || (lead == 0xed && next > 0x9f);
        return !is_wrong && continues(at, left, 2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        bool is_wrong = (lead == 0xf0 && next < 0x90) || (lead == 0xf4 && next > 0x8f);
        return !is_wrong && continues(at, left, 3) ? 4 : 0;
    }
    return 0;
}

static void put_escape(utskr_stage *json, unsigned char byte) {
    static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i + 1 < sizeof short_forms; i += 2) {
        if ((unsigned char)short_forms[i] == byte) {
            utskr_stage_byte(json, '\\');
            utskr_stage_byte(json, short_forms[i + 1]);
            return;
        }
    }
    PUT(json, "\\u00");
    utskr_stage_byte(json, hex[byte >> 4]);
    utskr_stage_byte(json, hex[byte & 15]);
}

static bool is_plain(unsigned char byte) {
    return byte >= 0x20 && byte < 0x80 && byte != '"' && byte != '\\';
}

/* The end of the plain bytes from `at` on, looked at eight at a time as far as it goes, at most `stop`. */
static size_t end_of_plain(const unsigned char *text, size_t at, size_t stop) {
    uint64_t eight = 0;
    for (; at + sizeof eight <= stop; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if (needs_care(eight)) {
            break;
        }
    }
    while (at < stop && is_plain(text[at])) {
        at++;
    }
    return at;
}

/* Writes from `begin` what may stand as it is, before `stop`, a character that begins there to its end; returns where it got to. */
static size_t put_valid(utskr_stage *json, const unsigned char *text, size_t begin, size_t stop, size_t length) {
    size_t at = begin;
    size_t character = 0;
    do {
        at = end_of_plain(text, at + character, stop);
        character = at < stop && text[at] >= 0x80 ? character_length(text + at, length - at) : 0;
    } while (character > 0);
    utskr_stage_raw(json, (const char *)text + begin, at - begin);
    return at;
}

/* The same of whatever stands there; U+FFFD for a byte that is no UTF-8. */
static size_t put_piece(utskr_stage *json, const unsigned char *text, size_t at, size_t stop, size_t length) {
    while ((at = put_valid(json, text, at, stop, length)) < stop) {
        if (text[at] >= 0x80) {
            PUT(json, "\xef\xbf\xbd");
            at++;
        } else {
            put_escape(json, text[at++]);
        }
    }
    return at;
}

void utskr_json_string(utskr_stage *json, const char *text) {
    if (!text) {
        PUT(json, "null");
        return;
    }
    size_t length = strlen(text);
    size_t at = 0;
    utskr_stage_byte(json, '"');
    do {
        size_t piece = length - at < PIECE ? length - at : PIECE;
        utskr_stage_room(json, LONGEST_ESCAPE * piece);
        at = put_piece(json, (const unsigned char *)text, at, at + piece, length);
    } while (at < length);
    utskr_stage_byte(json, '"');
}

void utskr_json_string_or_null(utskr_stage *json, const char *text) {
    utskr_json_string(json, text && text[0] ? text : NULL);
}

/* --- Amounts and parties -------------------------------------------------------------------------------------------- */

void utskr_json_number_or_null(utskr_stage *json, int64_t number, int known) {
    if (known) {
        utskr_stage_signed(json, number);
    } else {
        PUT(json, "null");
    }
}

void utskr_json_sek(utskr_stage *json, int64_t ore, int known) {
    if (!known) {
        PUT(json, "null");
        return;
    }
    uint64_t absolute = utskr_magnitude(ore);
    if (ore < 0) {
        utskr_stage_byte(json, '-');
    }
    utskr_stage_number(json, absolute / 100);
    if (absolute % 100 != 0) {
        utskr_stage_byte(json, '.');
        utskr_stage_digits(json, absolute % 100, 2);
    }
}

void utskr_json_parties(utskr_stage *json, uint32_t parties) {
    uint32_t count = 0;
    utskr_stage_byte(json, '[');
    for (int32_t party = 1; party < UTSKR_PARTY_COUNT; party++) {
        if (parties & UTSKR_TO(party)) {
            utskr_json_comma(json, count++);
            utskr_json_word(json, utskr_party_name(party));
        }
    }
    utskr_stage_byte(json, ']');
}

/* --- Members ---------------------------------------------------------------------------------------------------------- */

void utskr_json_key(utskr_stage *json, const char *key) {
    utskr_stage_byte(json, ',');
    utskr_json_word(json, key);
    utskr_stage_byte(json, ':');
}

void utskr_json_member_string(utskr_stage *json, const char *key, const char *text) {
    utskr_json_key(json, key);
    utskr_json_string(json, text);
}

void utskr_json_member_string_or_null(utskr_stage *json, const char *key, const char *text) {
    utskr_json_member_string(json, key, text && text[0] ? text : NULL);
}

void utskr_json_member_word(utskr_stage *json, const char *key, const char *word) {
    utskr_json_key(json, key);
    utskr_json_word(json, word);
}

void utskr_json_member_answer(utskr_stage *json, const char *key, int32_t answer) {
    utskr_json_member_word(json, key, utskr_answer_name(answer));
}

void utskr_json_member_truth(utskr_stage *json, const char *key, int truth) {
    utskr_json_key(json, key);
    utskr_json_truth(json, truth);
}

void utskr_json_member_number(utskr_stage *json, const char *key, int64_t number) {
    utskr_json_key(json, key);
    utskr_stage_signed(json, number);
}

void utskr_json_member_number_or_null(utskr_stage *json, const char *key, int64_t number, int known) {
    utskr_json_key(json, key);
    utskr_json_number_or_null(json, number, known);
}

void utskr_json_member_sek(utskr_stage *json, const char *key, int64_t ore, int known) {
    utskr_json_key(json, key);
    utskr_json_sek(json, ore, known);
}

void utskr_json_member_instant(utskr_stage *json, const char *key, utskr_instant at) {
    utskr_json_key(json, key);
    utskr_json_instant(json, at);
}

void utskr_json_member_date(utskr_stage *json, const char *key, utskr_date day) {
    utskr_json_key(json, key);
    utskr_json_date(json, day);
}

void utskr_json_member_line(utskr_stage *json, const char *key, uint32_t index) {
    utskr_json_key(json, key);
    utskr_json_line(json, index);
}
