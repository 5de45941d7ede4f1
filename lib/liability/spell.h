/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One ready spell, read once for what its messages show; then held against each reading of `late`.
 *
 * Where a message does not state its recipients or its content there are two instants: `sure`, by what is stated, and
 * `possible`, if what is not stated was so. Where both give the same answer, that is the answer; else it can't be known.
 */
#ifndef UTSKR_LIB_LIABILITY_SPELL_H
#define UTSKR_LIB_LIABILITY_SPELL_H

#include "question/context.h"

/* When something was complete; 0: not so far. */
typedef struct reach {
    utskr_instant sure;
    utskr_instant possible;
    uint16_t index; /* the message that completed it, for sure */
} reach;

typedef struct spell {
    const utskr_span *span;
    const utskr_fact *notice;        /* its first notice */
    utskr_instant end;               /* 0 while it is open */
    utskr_date end_day;              /* its local day, or UTSKR_DATE_NONE */
    reach told;                      /* T: every municipal unit concerned had been sent the notice */
    const utskr_fact *told_surely;   /* what T is the instant of, or NULL */
    const utskr_fact *told_possibly; /* the same if what is not stated was so */
    utskr_instant counted_from;      /* T for sure, else possibly, or 0 */
    utskr_date entry;                /* the entry day by that, or UTSKR_DATE_NONE */
    uint32_t snapshot;               /* as things stood at T, or at the first notice where T is not known */
    utskr_answer covered;            /* at T */
    uint32_t snapshot_sure;          /* the same by what is stated */
    reach admission;                 /* the admission notice complete (5 kap. 3 § första stycket 1) */
    reach admission_any;             /* any admission notice to a municipal unit */
    utskr_instant admission_due;     /* 0: no municipal need was ever assessed */
    utskr_answer sip_required;       /* at the first notice */
    bool sip_excused;                /* declined, or the need withdrawn, before the call was due */
    uint16_t sip_excuse_index;
    reach sip_call;     /* a call by outpatient to every unit */
    reach sip_call_any; /* any call by outpatient */
    utskr_instant sip_due;
    const utskr_fact *opposed;        /* the patient's refusal of services in force at T, or NULL */
    const utskr_fact *opposed_surely; /* the same by what is stated */
} spell;

/* Reads the i-th spell. */
void utskr_read_spell(context *ctx, uint32_t i, spell *out);

#endif
