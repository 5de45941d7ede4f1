/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Swedish local time: the table of summer time, and instants to and from the clock on the wall. */
#include "time/clock.h"

/*
 * Summer time changes at 01:00 UTC. The rows are constant expressions over day numbers since 1970-01-01, so that the
 * rule stands here rather than its results. Years are 1970 or later.
 */
#define NEW_YEARS_DAY(y) (365 * ((y)-1970) + ((y)-1969) / 4 - ((y)-1901) / 100 + ((y)-1601) / 400)
#define LAST_OF_MARCH(y) (NEW_YEARS_DAY((y) + 1) - 276)
#define LAST_OF_SEPTEMBER(y) (NEW_YEARS_DAY((y) + 1) - 93)
#define LAST_OF_OCTOBER(y) (NEW_YEARS_DAY((y) + 1) - 62)
#define SUNDAY_ON_OR_BEFORE(day) ((day) - ((day) + 4) % 7) /* 1970-01-01 was a Thursday */
#define AT_ONE_UTC(day) (INT64_C(86400) * (day) + 3600)

/* 1980, the first year: 6 April to 28 September. */
#define SPRING_1980_TO_SEPTEMBER                                                                                       \
    { AT_ONE_UTC(NEW_YEARS_DAY(1980) + 96), AT_ONE_UTC(NEW_YEARS_DAY(1980) + 271) }
/* 1981 to 1995: the last Sunday of March to the last Sunday of September. */
#define TO_SEPTEMBER(y)                                                                                                \
    { AT_ONE_UTC(SUNDAY_ON_OR_BEFORE(LAST_OF_MARCH(y))), AT_ONE_UTC(SUNDAY_ON_OR_BEFORE(LAST_OF_SEPTEMBER(y))) }
/* From 1996: the last Sunday of March to the last Sunday of October (directives 94/21/EC to 2000/84/EC). */
#define TO_OCTOBER(y)                                                                                                  \
    { AT_ONE_UTC(SUNDAY_ON_OR_BEFORE(LAST_OF_MARCH(y))), AT_ONE_UTC(SUNDAY_ON_OR_BEFORE(LAST_OF_OCTOBER(y))) }
#define TO_OCTOBER_FOR_FIVE(y)                                                                                         \
    TO_OCTOBER(y), TO_OCTOBER((y) + 1), TO_OCTOBER((y) + 2), TO_OCTOBER((y) + 3), TO_OCTOBER((y) + 4)
#define TO_OCTOBER_FOR_TEN(y) TO_OCTOBER_FOR_FIVE(y), TO_OCTOBER_FOR_FIVE((y) + 5)

/* Row 0 is 1980. */
const utskr_summer_time utskr_summer_times[UTSKR_CLOCK_YEARS] = {
    SPRING_1980_TO_SEPTEMBER, TO_SEPTEMBER(1981),       TO_SEPTEMBER(1982),       TO_SEPTEMBER(1983),
    TO_SEPTEMBER(1984),       TO_SEPTEMBER(1985),       TO_SEPTEMBER(1986),       TO_SEPTEMBER(1987),
    TO_SEPTEMBER(1988),       TO_SEPTEMBER(1989),       TO_SEPTEMBER(1990),       TO_SEPTEMBER(1991),
    TO_SEPTEMBER(1992),       TO_SEPTEMBER(1993),       TO_SEPTEMBER(1994),       TO_SEPTEMBER(1995),
    TO_OCTOBER(1996),         TO_OCTOBER(1997),         TO_OCTOBER(1998),         TO_OCTOBER(1999),
    TO_OCTOBER_FOR_TEN(2000), TO_OCTOBER_FOR_TEN(2010), TO_OCTOBER_FOR_TEN(2020), TO_OCTOBER_FOR_TEN(2030),
    TO_OCTOBER_FOR_TEN(2040), TO_OCTOBER_FOR_TEN(2050), TO_OCTOBER_FOR_TEN(2060), TO_OCTOBER_FOR_TEN(2070),
    TO_OCTOBER_FOR_TEN(2080), TO_OCTOBER_FOR_TEN(2090), TO_OCTOBER_FOR_TEN(2100), TO_OCTOBER_FOR_TEN(2110),
    TO_OCTOBER_FOR_TEN(2120), TO_OCTOBER_FOR_TEN(2130), TO_OCTOBER_FOR_TEN(2140), TO_OCTOBER_FOR_TEN(2150),
    TO_OCTOBER_FOR_TEN(2160), TO_OCTOBER_FOR_TEN(2170), TO_OCTOBER_FOR_TEN(2180), TO_OCTOBER_FOR_TEN(2190),
    TO_OCTOBER_FOR_TEN(2200), TO_OCTOBER_FOR_TEN(2210), TO_OCTOBER_FOR_TEN(2220), TO_OCTOBER_FOR_TEN(2230),
    TO_OCTOBER_FOR_TEN(2240),
};

int32_t utskr_local_offset(utskr_instant at) {
    return utskr_clock_offset(at);
}

utskr_date utskr_local_date(utskr_instant at) {
    return utskr_clock_date(at);
}

int32_t utskr_local_clock(utskr_instant at) {
    return utskr_clock_local(at).clock;
}

utskr_instant utskr_day_start(utskr_date day) {
    return utskr_clock_day_start(day);
}

utskr_instant utskr_day_end(utskr_date day) {
    return utskr_clock_day_end(day);
}

utskr_status utskr_instant_from_local(utskr_date day, int32_t clock, utskr_instant *out) {
    if (!out || clock < 0 || clock >= UTSKR_CLOCK_DAY) {
        return UTSKR_BAD_ARGUMENT;
    }
    utskr_instant wall = (utskr_instant)day * UTSKR_CLOCK_DAY + clock;
    if (wall < UTSKR_INSTANT_MIN + UTSKR_CLOCK_WINTER || wall > UTSKR_INSTANT_MAX + UTSKR_CLOCK_WINTER) {
        return UTSKR_OUT_OF_RANGE;
    }
    return utskr_clock_from_wall(wall, out);
}
