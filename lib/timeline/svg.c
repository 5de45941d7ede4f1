/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Elements of SVG: text that XML may hold, its width, lines and boxes. */
#include "text/log_text.h"
#include "timeline/picture.h"

/* --- Labels ----------------------------------------------------------------------------------------------------------- */

static bool continues_character(char byte) {
    return ((uint8_t)byte & 0xc0U) == 0x80U;
}

/* Cuts before `length` where no character is torn. */
static void cut_at(utskr_label *label, size_t length) {
    while (length > 0 && continues_character(label->bytes[length])) {
        length--;
    }
    label->length = length;
    label->bytes[length] = '\0';
}

void utskr_label_add_bytes(utskr_label *label, const char *bytes, size_t length) {
    size_t room = sizeof label->bytes - 1 - label->length;
    size_t taken = length < room ? length : room;
    memcpy(label->bytes + label->length, bytes, taken);
    label->length += taken;
    label->bytes[label->length] = '\0';
    if (taken < length && continues_character(bytes[taken])) {
        cut_at(label, label->length - 1);
    }
}

void utskr_label_add(utskr_label *label, const char *text) {
    if (text) {
        utskr_label_add_bytes(label, text, strlen(text));
    }
}

void utskr_label_add_in(const utskr_picture *picture, utskr_label *label, const char *swedish, const char *english) {
    utskr_label_add(label, picture->telling.language == UTSKR_EN ? english : swedish);
}

void utskr_label_add_number(utskr_label *label, int64_t number) {
    char digits[UTSKR_DIGITS_LIMIT];
    utskr_label_add(label, number < 0 ? "-" : "");
    utskr_label_add_bytes(label, digits, utskr_digits(digits, utskr_magnitude(number), 1));
}

void utskr_label_add_clock(utskr_label *label, utskr_instant at) {
    char text[UTSKR_INSTANT_TEXT];
    (void)utskr_instant_format(at, text);
    utskr_label_add_bytes(label, text + 11, 5);
}

void utskr_label_add_day(const utskr_picture *picture, utskr_label *label, utskr_date day) {
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    utskr_civil civil = utskr_civil_from_date(day);
    utskr_label_add_number(label, civil.day);
    if (picture->telling.language == UTSKR_EN) {
        utskr_label_add(label, " ");
        utskr_label_add(label, months[civil.month - 1]);
    } else {
        utskr_label_add(label, "/");
        utskr_label_add_number(label, civil.month);
    }
}

void utskr_label_add_moment(const utskr_picture *picture, utskr_label *label, utskr_instant at) {
    utskr_label_add_day(picture, label, utskr_local_date(at));
    utskr_label_add(label, " ");
    utskr_label_add_clock(label, at);
}

void utskr_label_add_sek(const utskr_picture *picture, utskr_label *label, int64_t ore) {
    char text[UTSKR_SEK_TEXT];
    utskr_sek_text(ore, picture->telling.language, text);
    utskr_label_add(label, text);
}

/* --- The width of text --------------------------------------------------------------------------------------------------- */

/* Of the printable characters of ASCII in hundredths of the font size, as in the widest of the usual fonts (DejaVu
 * Sans, which Verdana is like); rounded up. */
static const uint8_t widths[0x7f - 0x20] = {
    32, 41, 46, 84, 64, 96, 78, 28, 40,  40, 50, 84, 32, 37, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64,
    64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64, 58, 78, 76, 30, 30, 66, 56, 87, 75, 79,
    61, 79, 70, 64, 62, 74, 69, 99, 69,  62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64,
    64, 28, 28, 58, 28, 98, 64, 62, 64,  64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
};

enum {
    LATIN_WIDTH = 70,   /* a letter of two bytes */
    WIDEST = 105,       /* anything else */
    BOLD_PERCENT = 115, /* a bold letter to a plain one */
    SMALL_FONT = 9,
    LARGE_FONT = 16
};

/* Of the character that begins with the byte, in hundredths of the font size. */
static int32_t width_of(uint8_t byte) {
    if (byte >= 0x20 && byte < 0x7f) {
        return widths[byte - 0x20];
    }
    if (continues_character((char)byte)) {
        return 0;
    }
    return byte >= 0xc3 && byte < 0xc8 ? LATIN_WIDTH : WIDEST;
}

static int32_t font_of(uint32_t look) {
    return look & UTSKR_SMALL ? SMALL_FONT : look & UTSKR_LARGE ? LARGE_FONT : UTSKR_FONT;
}

static int32_t pixels(int32_t hundredths, uint32_t look) {
    int32_t width = hundredths * font_of(look) / 100 + 1;
    return look & UTSKR_BOLD ? width * BOLD_PERCENT / 100 + 1 : width;
}

int32_t utskr_label_width(const utskr_label *label, uint32_t look) {
    int32_t hundredths = 0; /* at most 511 times WIDEST */
    for (size_t i = 0; i < label->length; i++) {
        hundredths += width_of((uint8_t)label->bytes[i]);
    }
    return pixels(hundredths, look);
}

void utskr_label_fit(utskr_label *label, int32_t width, uint32_t look) {
    if (utskr_label_width(label, look) <= width) {
        return;
    }
    int32_t hundredths = WIDEST;
    size_t at = 0;
    while (at < label->length && pixels(hundredths + width_of((uint8_t)label->bytes[at]), look) <= width) {
        hundredths += width_of((uint8_t)label->bytes[at++]);
    }
    size_t word = at;
    while (word > 0 && label->bytes[word] != ' ') {
        word--;
    }
    cut_at(label, word >= at - at / 4 ? word : at);
    while (label->length > 0 && label->bytes[label->length - 1] == ' ') {
        cut_at(label, label->length - 1);
    }
    utskr_label_add(label, "…");
}

/* --- What XML may hold -------------------------------------------------------------------------------------------------- */

void utskr_put(utskr_picture *picture, const char *markup) {
    utskr_tell(&picture->telling, markup);
}

void utskr_put_in(utskr_picture *picture, const char *swedish, const char *english) {
    utskr_tell_in(&picture->telling, swedish, english);
}

static const char *escape_of(char byte) {
    switch (byte) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\t': return "&#9;";
    default: return NULL;
    }
}

/* U+FFFE and U+FFFF are characters of Unicode, and none of XML. */
static bool is_forbidden(const char *text, size_t left) {
    return left >= 3 && memcmp(text, "\xef\xbf", 2) == 0 && (uint8_t)text[2] >= 0xbe;
}

/* Well-formed text without control characters. */
static void put_checked(utskr_picture *picture, const char *text, size_t length) {
    size_t begin = 0;
    for (size_t at = 0; at < length; at++) {
        bool forbids = is_forbidden(text + at, length - at);
        const char *escape = forbids ? "\xef\xbf\xbd" : escape_of(text[at]);
        if (escape) {
            utskr_stage_text(&picture->telling.stage, text + begin, at - begin);
            utskr_put(picture, escape);
            at += forbids ? 2 : 0;
            begin = at + 1;
        }
    }
    utskr_stage_text(&picture->telling.stage, text + begin, length - begin);
}

void utskr_put_text(utskr_picture *picture, const char *text) {
    size_t left = text ? strlen(text) : 0;
    while (left > 0) {
        bool control = false;
        size_t good = utskr_text_check(text, left, &control);
        put_checked(picture, text, good);
        if (good == left) {
            return;
        }
        utskr_put(picture, "\xef\xbf\xbd");
        text += good + 1;
        left -= good + 1;
    }
}

static void put_name(utskr_picture *picture, const char *name) {
    utskr_put(picture, " ");
    utskr_put(picture, name);
    utskr_put(picture, "=\"");
}

void utskr_put_number(utskr_picture *picture, const char *name, int64_t number) {
    put_name(picture, name);
    utskr_tell_number(&picture->telling, number);
    utskr_put(picture, "\"");
}

void utskr_put_word(utskr_picture *picture, const char *name, const char *text) {
    put_name(picture, name);
    utskr_put_text(picture, text);
    utskr_put(picture, "\"");
}

void utskr_put_instant(utskr_picture *picture, const char *name, utskr_instant at) {
    char text[UTSKR_INSTANT_TEXT];
    if (at != 0) {
        (void)utskr_instant_format(at, text);
        utskr_put_word(picture, name, text);
    }
}

void utskr_put_date(utskr_picture *picture, const char *name, utskr_date day) {
    char text[UTSKR_DATE_TEXT];
    (void)utskr_date_format(day, text);
    utskr_put_word(picture, name, text);
}

/* --- Shapes ---------------------------------------------------------------------------------------------------------------- */

void utskr_reach(utskr_picture *picture, int32_t x) {
    picture->right = x > picture->right ? x : picture->right;
}

static void end_shape(utskr_picture *picture, const char *style) {
    utskr_put(picture, " ");
    utskr_put(picture, style);
    utskr_put(picture, "/>\n");
}

void utskr_draw_line(utskr_picture *picture, int32_t x1, int32_t y1, int32_t x2, int32_t y2, const char *style) {
    utskr_put(picture, "<line");
    utskr_put_number(picture, "x1", x1);
    utskr_put_number(picture, "y1", y1);
    utskr_put_number(picture, "x2", x2);
    utskr_put_number(picture, "y2", y2);
    end_shape(picture, style);
    utskr_reach(picture, x1 > x2 ? x1 : x2);
}

void utskr_draw_box(utskr_picture *picture, int32_t x, int32_t y, int32_t width, int32_t height, const char *style) {
    utskr_put(picture, "<rect");
    utskr_put_number(picture, "x", x);
    utskr_put_number(picture, "y", y);
    utskr_put_number(picture, "width", width);
    utskr_put_number(picture, "height", height);
    end_shape(picture, style);
    utskr_reach(picture, x + width);
}

void utskr_draw_text(utskr_picture *picture, int32_t x, int32_t y, uint32_t look, const utskr_label *label) {
    int32_t width = utskr_label_width(label, look);
    utskr_put(picture, "<text");
    utskr_put_number(picture, "x", x);
    utskr_put_number(picture, "y", y);
    if (font_of(look) != UTSKR_FONT) {
        utskr_put_number(picture, "font-size", font_of(look));
    }
    utskr_put(picture, look & UTSKR_BOLD ? " font-weight=\"bold\"" : "");
    utskr_put(picture, look & UTSKR_GREY ? " fill=\"#555\"" : "");
    utskr_put(picture, look & UTSKR_STRUCK ? " text-decoration=\"line-through\"" : "");
    utskr_put(picture, look & UTSKR_MIDDLE ? " text-anchor=\"middle\"" : "");
    utskr_put(picture, ">");
    utskr_put_text(picture, label->bytes);
    utskr_put(picture, "</text>\n");
    utskr_reach(picture, x + (look & UTSKR_MIDDLE ? width / 2 : width));
}
