/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * JSON: judgements, worklists, sharing answers, findings and rules as JSON Lines, one object per line.
 *
 * Nothing is allocated; a line is staged on the stack (about 64 KiB) and handed to the sink when it is done or the
 * stage is full. All functions may be called from any thread. Strings come out as valid UTF-8 whatever they hold.
 *
 * In every object: instants are local with seconds and offset; dates are local; amounts are numbers in SEK, with two
 * decimals unless they are whole; null stands for none and for unknown. A `line` is the line of the event in its log,
 * 0 where an answer relies on the absence of one.
 *
 * The functions return UTSKR_OK; UTSKR_BAD_ARGUMENT for a null pointer (a case may be NULL: then `case` is null and
 * every line is 0; so may a file); UTSKR_BAD_SIZE; UTSKR_BUFFER_TOO_SMALL, with nothing written, if the judgement holds
 * less than it counts; UTSKR_SINK_FAILED.
 */
#ifndef UTSKR_JSON_H
#define UTSKR_JSON_H

#include <utskrivning/judgement.h>
#include <utskrivning/log.h>
#include <utskrivning/statistics.h>

UTSKR_BEGIN

/*
 * A judgement: `assess --json`. The keys, in order:
 *
 * case, file, rules (id of the pack), at, covered, state,
 * sip {required, rule, state}, patient_ready, municipality_ready {combined, sol, hsl, rehab, lines},
 * home_ready {combined, missing, criteria},
 * obligations [{id, party, force, status, due, done, cite, trigger_line, done_line, trigger, earliest, agreed, unmet,
 *   mark}], the last four only where there is something to say,
 * liability {status, model, enters, days, amount_sek, payer, prerequisites, late {strict, curable, existence: {status,
 *   enters, days, amount_sek}}, alternatives [{reading, value, days, amount_sek}], spells [{notice, end, enters, status,
 *   days, amount_sek, prerequisites, told, ended_by, notice_line, end_line, reasons}], per_day [{date, charged, rule,
 *   sek}], reasons, under_act},
 * findings [{id, party, line, count, cite, mark}], next_change,
 * evidence {ANSWER: {rule, line}, refused: [rules tried that did not apply]}, readings {ID: value},
 * step ("before", "1" to "5", "ended", "suspended"), closed, previous.
 */
UTSKR_API utskr_status utskr_judgement_write_json(const utskr_case *c, const char *file,
                                                  const utskr_judgement *judgement, utskr_sink sink, void *user);

/*
 * What a party must and may do: `worklist --json`. Keys: case, file, rules, at, party, state, step, must [an obligation
 * as above, then seconds_left, null where there is no due time], may [kinds of event that the state accepts], elsewhere
 * [obligations that other parties have left open], next_change. `todo` holds the indices that utskr_worklist gave.
 */
UTSKR_API utskr_status utskr_worklist_write_json(const utskr_case *c, const char *file, const utskr_facts *facts,
                                                 const utskr_judgement *judgement, int32_t party, const uint32_t *todo,
                                                 uint32_t todo_count, utskr_sink sink, void *user);

/* The answer of utskr_share to the question asked of it: `share --json`. Keys: case, file, rules, at, from, to, item,
 * answer, rule, cite, line. */
UTSKR_API utskr_status utskr_sharing_write_json(const utskr_case *c, const char *file, const utskr_question *question,
                                                int32_t from, int32_t to, int32_t item, const utskr_sharing *sharing,
                                                utskr_sink sink, void *user);

/* The findings alone: `check --json`. Keys: case, file, line (of the header), rules, at, events, refused, retracted,
 * findings as above. */
UTSKR_API utskr_status utskr_findings_write_json(const utskr_case *c, const char *file,
                                                 const utskr_judgement *judgement, utskr_sink sink, void *user);

/*
 * The rules of a pack, those of its base among them; of every pack, each with its own, if `pack` is NULL: `rules
 * --json`. One object per line, told apart by `kind`, in this order:
 *
 * pack {kind, id, title, base, source, county, model, valid_from, valid_to, grade},
 * rule {kind, id, pack, group, parties, force, form, number, form_text, trigger, met_by, colours, colour_unstated, cite,
 *   valid_from, valid_to, grade, text_sv, text_en},
 * reading {kind, id, default, values, national, question_sv, question_en, why_sv, why_en, cite},
 * rate {kind, year, sek, grade, source}.
 */
UTSKR_API utskr_status utskr_rules_write_json(const utskr_pack *pack, utskr_sink sink, void *user);

/*
 * The index-th object of a settlement that has been summed: `settle --json`. Keys: municipality (null: no payer), month,
 * rules, persons, days, average, threshold, above, level, owed_days, owed_sek, counted [names], left_out [{case,
 * reason}], per_day [{case, date, sek, rule}], digest, at, per_case [{case, days, sek}], billed_days, billed_sek,
 * history [{month, persons, days, average, above}], pooled {persons, days, average, above} or null, under_average,
 * under_act. Averages have four decimals, rounded half up. UTSKR_NOT_FOUND as utskr_settlement_month.
 */
UTSKR_API utskr_status utskr_settlement_write_json(const utskr_settlement *settlement, uint32_t index, utskr_sink sink,
                                                   void *user);
/*
 * Its statistics: `stats --json`. Keys: municipality, month, rules, skr {stays, mean_days, day0_ratio, beds, days, day0},
 * payment {persons, days, average}, reconciliation [{case, skr_days, payment_days, why, dates}], rates {notice_in_time,
 * sip_required, sip_called, sip_held, sip_declined, call_24h, call_7d, readmitted_30d, sip_offered,
 * care_contact_in_time}, digest, at.
 */
UTSKR_API utskr_status utskr_settlement_write_statistics_json(const utskr_settlement *settlement, uint32_t index,
                                                              utskr_sink sink, void *user);

UTSKR_END

#endif
