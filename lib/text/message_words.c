/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words: what each answer is called at a ward, in Swedish and in English. */
#include "text/message_out.h"

typedef const char *const words[UTSKR_LANGUAGE_COUNT];

#define COUNT(table) ((int32_t)(sizeof(table) / sizeof(table)[0]))

/* A language that is none counts as Swedish. */
static size_t language_index(int32_t language) {
    return language == UTSKR_EN ? UTSKR_EN : UTSKR_SV;
}

static const char *word_in(words *table, int32_t count, int32_t number, int32_t language) {
    static words unknown_value = { "okänt värde", "unknown value" };
    bool is_known = number >= 0 && number < count;
    return is_known ? table[number][language_index(language)] : unknown_value[language_index(language)];
}

/* --- Languages ------------------------------------------------------------------------------------------------------ */

static const char *const language_names[UTSKR_LANGUAGE_COUNT] = { "sv", "en" };

const char *utskr_language_name(int32_t language) {
    return language >= 0 && language < UTSKR_LANGUAGE_COUNT ? language_names[language] : "unknown-language";
}

utskr_status utskr_language_find(const char *word, size_t length, int32_t *out) {
    if (!word || !out) {
        return UTSKR_BAD_ARGUMENT;
    }
    for (int32_t language = 0; language < UTSKR_LANGUAGE_COUNT; language++) {
        if (length == 2 && memcmp(word, language_names[language], 2) == 0) {
            *out = language;
            return UTSKR_OK;
        }
    }
    return UTSKR_UNKNOWN_WORD;
}

/* --- Answers, parties and kinds --------------------------------------------------------------------------------------- */

const char *utskr_message_answer(int32_t answer, int32_t language) {
    static words table[] = {
        [UTSKR_UNKNOWN] = { "okänt", "unknown" },
        [UTSKR_NO] = { "nej", "no" },
        [UTSKR_YES] = { "ja", "yes" },
        [UTSKR_NOT_NEEDED] = { "behövs inte", "not needed" },
    };
    return word_in(table, COUNT(table), answer, language);
}

const char *utskr_message_party(int32_t party, int32_t language) {
    static words table[UTSKR_PARTY_COUNT] = {
        [UTSKR_PARTY_NONE] = { "ingen part", "no party" },
        [UTSKR_PARTY_HOSPITAL] = { "slutenvården", "the hospital" },
        [UTSKR_PARTY_OUTPATIENT] = { "öppenvården", "outpatient care" },
        [UTSKR_PARTY_MUNICIPAL_HEALTH] = { "kommunens hälso- och sjukvård", "municipal health care" },
        [UTSKR_PARTY_SOCIAL_SERVICES] = { "socialtjänsten", "social services" },
        [UTSKR_PARTY_PATIENT] = { "patienten", "the patient" },
        [UTSKR_PARTY_SYSTEM] = { "it-stödet", "the IT system" },
    };
    return word_in(table, COUNT(table), party, language);
}

/* The vocabulary has the words already. */
const char *utskr_message_kind(int32_t kind, int32_t language) {
    const utskr_kind_info *info = utskr_kind_info_at(kind);
    if (!info) {
        return word_in(NULL, 0, kind, language);
    }
    return language_index(language) == UTSKR_EN ? info->id : info->term;
}

/* --- Where the case stands ---------------------------------------------------------------------------------------------- */

const char *utskr_message_state(int32_t state, int32_t language) {
    static words table[UTSKR_STATE_COUNT] = {
        [UTSKR_STATE_NEW] = { "patienten är inte inskriven", "the patient is not admitted" },
        [UTSKR_STATE_PLANNED] = { "slutenvård är planerad", "an admission is planned" },
        [UTSKR_STATE_ADMITTED] = { "patienten är inskriven; inskrivningsmeddelande har inte skickats",
                                   "the patient is admitted; no admission notice has been sent" },
        [UTSKR_STATE_NOTIFIED] = { "patienten är inskriven; inskrivningsmeddelande har skickats",
                                   "the patient is admitted; an admission notice has been sent" },
        [UTSKR_STATE_READY] = { "enheterna är underrättade om att patienten är utskrivningsklar",
                                "units have been told that the patient is discharge-ready" },
        [UTSKR_STATE_INTERRUPTED] = { "processen är avbruten", "the process is interrupted" },
        [UTSKR_STATE_DISCHARGED] = { "patienten är utskriven", "the patient has been discharged" },
        [UTSKR_STATE_DECEASED] = { "patienten har avlidit", "the patient has died" },
    };
    return word_in(table, COUNT(table), state, language);
}

const char *utskr_message_step(int32_t step, int32_t language) {
    static words table[] = {
        { "Inför slutenvård", "Before admission" },
        { "Steg 1, inskrivning", "Step 1, admission" },
        { "Steg 2, vårdtid", "Step 2, hospital stay" },
        { "Steg 3, utskrivningsklar", "Step 3, discharge-ready" },
        { "Steg 4, hemgång", "Step 4, going home" },
        { "Steg 5, uppföljning", "Step 5, follow-up" },
        { "Avslutad", "Ended" },
        { "Vilande", "Suspended" },
    };
    return word_in(table, COUNT(table), step, language);
}

const char *utskr_message_criterion(int32_t criterion, int32_t language) {
    static words table[UTSKR_CRITERION_COUNT] = {
        [UTSKR_HOME_PATIENT_READY] = { "bedömning att patienten är utskrivningsklar", "being discharge-ready" },
        [UTSKR_HOME_PATIENT_INFORMED] = { "information till patienten", "information to the patient" },
        [UTSKR_HOME_CARE_CONTACT] = { "fast vårdkontakt", "a fast vårdkontakt" },
        [UTSKR_HOME_INFORMATION_TRANSFERRED] = { "informationsöverföring till enheterna",
                                                 "transfer of information to the units" },
        [UTSKR_HOME_AIDS] = { "hjälpmedel och utrustning", "aids and equipment" },
    };
    return word_in(table, COUNT(table), criterion, language);
}

const char *utskr_message_subject(int32_t subject, int32_t language) {
    static words table[UTSKR_SUBJECT_COUNT] = {
        [UTSKR_SUBJECT_SOL] = { "socialtjänst (SoL)", "social services (SoL)" },
        [UTSKR_SUBJECT_HSL] = { "hälso- och sjukvård (HSL)", "health care (HSL)" },
        [UTSKR_SUBJECT_REHAB] = { "rehabilitering", "rehabilitation" },
    };
    return word_in(table, COUNT(table), subject, language);
}

const char *utskr_message_sip_state(int32_t state, int32_t language) {
    static words table[] = {
        [UTSKR_SIP_NONE] = { "inte påbörjad", "not begun" },
        [UTSKR_SIP_IS_INITIATED] = { "initiativ taget", "initiated" },
        [UTSKR_SIP_IS_CALLED] = { "kallelse skickad", "call sent" },
        [UTSKR_SIP_IS_HELD] = { "möte hållet", "meeting held" },
        [UTSKR_SIP_IS_ESTABLISHED] = { "plan upprättad", "plan drawn up" },
        [UTSKR_SIP_IS_FOLLOWED_UP] = { "uppföljd", "followed up" },
        [UTSKR_SIP_IS_CLOSED] = { "avslutad", "closed" },
        [UTSKR_SIP_IS_DECLINED] = { "avböjd av patienten", "declined by the patient" },
    };
    return word_in(table, COUNT(table), state, language);
}

/* --- Obligations and liability -------------------------------------------------------------------------------------------- */

const char *utskr_message_obligation_status(int32_t status, int32_t language) {
    static words table[] = {
        [UTSKR_OBLIGATION_UNKNOWN] = { "går inte att avgöra", "cannot be told" },
        [UTSKR_OBLIGATION_OPEN] = { "återstår", "still to do" },
        [UTSKR_OBLIGATION_MET] = { "fullgjort", "met" },
        [UTSKR_OBLIGATION_MET_LATE] = { "fullgjort för sent", "met late" },
        [UTSKR_OBLIGATION_MISSED] = { "inte gjort i tid", "not done in time" },
        [UTSKR_OBLIGATION_NOT_MET] = { "rekommendationen följdes inte", "advice not followed" },
        [UTSKR_OBLIGATION_EXCUSED] = { "behöver inte längre göras", "no longer called for" },
    };
    return word_in(table, COUNT(table), status, language);
}

const char *utskr_message_liability_status(int32_t status, int32_t language) {
    static words table[] = {
        [UTSKR_LIABILITY_UNKNOWN] = { "Det går inte att avgöra om kommunen har betalningsansvar.",
                                      "Whether the municipality is liable cannot be told." },
        [UTSKR_LIABILITY_NONE] = { "Kommunen har inget betalningsansvar.", "The municipality is not liable." },
        [UTSKR_LIABILITY_BLOCKED] = { "Betalningsansvaret inträder inte, eftersom en förutsättning saknas.",
                                      "Liability does not enter, since a prerequisite is not fulfilled." },
        [UTSKR_LIABILITY_PENDING] = { "Betalningsansvaret har inte inträtt än.", "Liability has not entered yet." },
        [UTSKR_LIABILITY_ACCRUING] = { "Betalningsansvaret har inträtt och löper.",
                                       "Liability has entered and is running." },
        [UTSKR_LIABILITY_ENDED] = { "Betalningsansvaret har inträtt och upphört.", "Liability entered and has ended." },
    };
    return word_in(table, COUNT(table), status, language);
}

const char *utskr_message_prerequisite(int32_t prerequisite, int32_t language) {
    static words table[UTSKR_PREREQUISITE_COUNT] = {
        [UTSKR_PRE_SCOPE] = { "lagen gällde när underrättelsen skickades", "the act applied when the notice was sent" },
        [UTSKR_PRE_ADMISSION_NOTICE] = { "kommunen har underrättats om inskrivningen i tid och fullständigt",
                                         "the municipality was told of the admission, in time and in full" },
        [UTSKR_PRE_READY_NOTICE] = { "kommunens berörda enheter har underrättats om att patienten är utskrivningsklar",
                                     "the municipal units concerned were told that the patient is discharge-ready" },
        [UTSKR_PRE_SIP_CALL] = { "den fasta vårdkontakten har kallat till SIP i tid, om SIP krävdes",
                                 "the fasta vårdkontakten called to the SIP in time, if one was required" },
        [UTSKR_PRE_PAYER] = { "det är känt vilken kommun som betalar", "the paying municipality is known" },
        [UTSKR_PRE_NOT_OPPOSED] = { "patienten har inte avböjt insatserna",
                                    "the patient has not refused the services" },
    };
    return word_in(table, COUNT(table), prerequisite, language);
}

/* --- Sharing ---------------------------------------------------------------------------------------------------------------- */

const char *utskr_message_share_answer(int32_t answer, int32_t language) {
    static words table[] = {
        [UTSKR_SHARE_UNKNOWN] = { "Det går inte att avgöra, eftersom det är okänt om lagen gäller.",
                                  "That cannot be told, since it is unknown whether the act applies." },
        [UTSKR_SHARE_ALLOWED] = { "Ja, det får lämnas.", "Yes, it may be shared." },
        [UTSKR_SHARE_NEEDS_CONSENT] = { "Bara med patientens samtycke, som saknas.",
                                        "Only with the patient's consent, which is missing." },
        [UTSKR_SHARE_REFUSED] = { "Nej, samtycke har nekats eller återkallats.",
                                  "No, consent has been refused or withdrawn." },
        [UTSKR_SHARE_HARM_TEST] = { "Det avgörs av en menprövning.", "A harm test (menprövning) decides." },
        [UTSKR_SHARE_NOT_CONCERNED] = { "Nej, mottagaren är inte en berörd enhet.",
                                        "No, the recipient is not a unit concerned." },
    };
    return word_in(table, COUNT(table), answer, language);
}

/* The table of the items has the words already. */
const char *utskr_message_share_item(int32_t item, int32_t language) {
    if (item <= 0 || item >= UTSKR_SHARE_ITEM_COUNT) {
        return word_in(NULL, 0, item, language);
    }
    return language_index(language) == UTSKR_EN ? utskr_share_item_name(item) : utskr_share_item_term(item);
}

/* --- Reasons ---------------------------------------------------------------------------------------------------------------- */

/* `cite` is NULL where a rule of the act has the name of the reason, and so its paragraph. */
typedef struct reason_text {
    const char *text[UTSKR_LANGUAGE_COUNT];
    const char *cite;
} reason_text;

static const reason_text reasons[UTSKR_REASON_COUNT] = {
    [UTSKR_REASON_PRE_SCOPE] = { { "Det är inte klarlagt att lagen gällde när underrättelsen skickades.",
                                   "It is not established that the act applied when the notice was sent." },
                                 NULL },
    [UTSKR_REASON_PRE_ADMISSION_NOTICE] = { { "Det är inte klarlagt att kommunen underrättats om inskrivningen i tid "
                                              "och fullständigt.",
                                              "It is not established that the municipality was told of the admission "
                                              "in time and in full." },
                                            NULL },
    [UTSKR_REASON_PRE_READY_NOTICE] = { { "Det är inte klarlagt att alla berörda enheter i kommunen underrättats om "
                                          "att patienten är utskrivningsklar.",
                                          "It is not established that every municipal unit concerned was told that "
                                          "the patient is discharge-ready." },
                                        NULL },
    [UTSKR_REASON_PRE_SIP_CALL] = { { "Det är inte klarlagt att den fasta vårdkontakten kallat till SIP i tid.",
                                      "It is not established that the fasta vårdkontakten called to the SIP in time." },
                                    NULL },
    [UTSKR_REASON_PRE_PAYER] = { { "Det är inte klarlagt vilken kommun som ska betala.",
                                   "It is not established which municipality pays." },
                                 NULL },
    [UTSKR_REASON_PRE_NOT_OPPOSED] = { { "Patienten har avböjt kommunens insatser.",
                                         "The patient has refused the services of the municipality." },
                                       "2017:612 4 kap. 5 §" },
    [UTSKR_REASON_NOT_COVERED] = { { "Lagen gällde inte när underrättelsen skickades.",
                                     "The act did not apply when the notice was sent." },
                                   "2017:612 2 kap. 1 §" },
    [UTSKR_REASON_NO_MUNICIPAL_NEED] = { { "Patienten har inte bedömts behöva insatser från kommunen.",
                                           "The patient was not judged to need services from the municipality." },
                                         "2017:612 2 kap. 1 §; 5 kap. 3 §" },
    [UTSKR_REASON_ONE_PRINCIPAL] = { { "Region och kommun är samma huvudman, så ingen betalar den andra.",
                                       "Region and municipality are one body, so neither pays the other." },
                                     "2017:612 1 kap. 1 § sista stycket" },
    [UTSKR_REASON_NO_REGISTERED_MUNICIPALITY] = { { "Patienten är inte folkbokförd i någon kommun.",
                                                    "The patient is registered in no municipality." },
                                                  "2017:612 5 kap. 2 §" },
    [UTSKR_REASON_NO_READY_NOTICE] = { { "Ingen underrättelse om att patienten är utskrivningsklar har skickats.",
                                         "No notice that the patient is discharge-ready has been sent." },
                                       "2017:612 5 kap. 3 § första stycket 2" },
    [UTSKR_REASON_ENDED_BEFORE_ENTRY] = { { "Tiden som utskrivningsklar tog slut innan betalningsansvaret hann "
                                            "inträda.",
                                            "The time as discharge-ready ended before liability could enter." },
                                          "2017:612 5 kap. 4 §" },
    [UTSKR_REASON_ALL_DAYS_FREED] = { { "Varje dygn sedan betalningsansvaret inträdde är undantaget.",
                                        "Every day since liability entered is exempt." },
                                      "2017:612 5 kap. 1, 4 och 5 §§" },
    [UTSKR_REASON_BEFORE_ENTRY] = { { "Dagen då betalningsansvaret inträder har inte kommit än.",
                                      "The day on which liability enters has not come yet." },
                                    "2017:612 5 kap. 4 §" },
    [UTSKR_REASON_OBSTACLE] = { { "Dygn då öppenvårdens insatser inte var tillgängliga, eller det inte var klarlagt, "
                                  "debiteras inte.",
                                  "Days on which outpatient services were not available, or it was not clear that they "
                                  "were, are not charged." },
                                NULL },
    [UTSKR_REASON_LEAVE] = { { "Dygn då patienten hela dygnet var på permission debiteras inte.",
                               "Days on which the patient was on leave all day are not charged." },
                             NULL },
    [UTSKR_REASON_ENTRY_DAY] = { { "Den dag då betalningsansvaret inträder debiteras inte enligt den valda läsningen.",
                                   "The day on which liability enters is not charged under the chosen reading." },
                                 NULL },
    [UTSKR_REASON_END_DAY] = { { "Den dag då patienten lämnar sjukhuset debiteras inte enligt den valda läsningen.",
                                 "The day on which the patient leaves is not charged under the chosen reading." },
                               NULL },
    [UTSKR_REASON_NEED_WITHDRAWN] = { { "Från den dag då patienten inte längre bedömdes behöva kommunens insatser "
                                        "debiteras inget.",
                                        "From the day on which no municipal need was assessed any more nothing is "
                                        "charged." },
                                      NULL },
    [UTSKR_REASON_RATE_UNKNOWN] = { { "Beloppet per vårddygn är inte känt för något av åren, så summan går inte att "
                                      "räkna ut.",
                                      "The amount per day of care is not known for one of the years, so there is no "
                                      "sum." },
                                    "2017:612 5 kap. 6 §" },
    [UTSKR_REASON_OUTSIDE_VALIDITY] = { { "Underrättelsen skickades vid en tid då reglerna inte gällde.",
                                          "The notice was sent at a time when the rules were not in force." },
                                        "2017:612 4 kap. 5 §; övergångsbestämmelserna p. 1" },
    [UTSKR_REASON_LIABILITY_NOT_ACTIVE] = { { "Det är inte känt om överenskommelsens betalningsansvar har införts.",
                                              "Whether the liability of the agreement has been put into effect is not "
                                              "known." },
                                            "2017:612 4 kap. 5 §" },
};

const char *utskr_message_reason(int32_t reason, int32_t language) {
    if (reason < 0 || reason >= UTSKR_REASON_COUNT) {
        return word_in(NULL, 0, reason, language);
    }
    return reasons[reason].text[language_index(language)];
}

/* --- Rules ------------------------------------------------------------------------------------------------------------------ */

/* The rows of the base come first. */
bool utskr_rule_find(const utskr_pack *pack, const char *id, utskr_rule_info *out) {
    bool is_found = false;
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    for (uint32_t i = 0; utskr_pack_rule(pack, i, &rule) == UTSKR_OK; i++) {
        if (strcmp(rule.id, id) == 0) {
            *out = rule;
            is_found = true;
        }
    }
    return is_found;
}

static const char *rule_text(const utskr_rule_info *rule, int32_t language) {
    return language_index(language) == UTSKR_EN ? rule->text_en : rule->text_sv;
}

const char *utskr_message_reason_cite(int32_t reason) {
    if (reason < 0 || reason >= UTSKR_REASON_COUNT) {
        return "";
    }
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    if (!reasons[reason].cite && utskr_rule_find(utskr_pack_at(0), utskr_reason_name(reason), &rule)) {
        return rule.cite;
    }
    return reasons[reason].cite ? reasons[reason].cite : "";
}

const char *utskr_message_rule(const utskr_pack *pack, const char *id, int32_t language) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    bool is_found = id && utskr_rule_find(pack ? pack : utskr_pack_at(0), id, &rule);
    return is_found ? rule_text(&rule, language) : NULL;
}

const char *utskr_message_finding(const char *id, int32_t language) {
    utskr_rule_info rule = UTSKR_RULE_INFO_INIT;
    for (uint32_t i = 0; id && i < utskr_pack_count(); i++) {
        if (utskr_rule_find(utskr_pack_at(i), id, &rule) && rule.group == UTSKR_GROUP_FINDING) {
            return rule_text(&rule, language);
        }
    }
    return NULL;
}
