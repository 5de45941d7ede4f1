/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers by chance: SplitMix64's mixing of seed, stay and topic. No state: a number depends on nothing else. */
#include "county.h"

static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static uint32_t uniform(const settings *chosen, uint64_t number, uint32_t about) {
    uint64_t key = mix(chosen->seed + UINT64_C(0x9e3779b97f4a7c15) * (number + 1));
    return (uint32_t)(mix(key + UINT64_C(0xd1342543de82ef95) * (about + 1)) >> 32);
}

int32_t draw(const settings *chosen, uint64_t number, uint32_t about, int32_t limit) {
    return (int32_t)((uint64_t)uniform(chosen, number, about) * (uint32_t)limit >> 32);
}

bool happens(const settings *chosen, uint64_t number, rate which) {
    return draw(chosen, number, TOPIC_RATE + (uint32_t)which, 1000) < chosen->rates[which];
}

int32_t geometric(uint32_t spot, int32_t mean) {
    enum { LONGEST = 120 };
    uint64_t edge = UINT64_C(1) << 32; /* at least n with chance (mean / (1000 + mean)) to the n-th */
    int32_t n = 0;
    for (; n < LONGEST; n++) {
        edge = edge * (uint64_t)mean / (uint64_t)(1000 + mean);
        if (spot >= edge) {
            break;
        }
    }
    return n;
}

uint32_t even_spot(const settings *chosen, uint32_t index, uint32_t count) {
    const uint32_t golden = UINT32_C(0x9e3779b9); /* 2^32 over the golden ratio */
    return uniform(chosen, index, TOPIC_AVERAGE) + count * golden;
}
