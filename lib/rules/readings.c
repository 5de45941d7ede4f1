/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Readings: where the texts are silent or may be read in two ways, what the ways are and why one is the default. */
#include <utskrivning/rules.h>

#include "rules/word_list.h"

static const utskr_reading_info readings[UTSKR_READING_COUNT] = {
    [UTSKR_READ_LATE] = { .id = "late",
                          .values = { "strict", "curable", "existence" },
                          .value_count = 3,
                          .national = 1,
                          .question_en =
                              "What follows when a message that liability presupposes was sent late or incomplete?",
                          .question_sv = "Vad följer när ett meddelande som betalningsansvaret förutsätter skickats "
                                         "för sent eller ofullständigt?",
                          .why_en = "The act presupposes messages \"in accordance with\" the sections that set time "
                                    "and content.",
                          .why_sv = "Lagen förutsätter meddelanden \"i enlighet med\" de paragrafer som anger tid och "
                                    "innehåll.",
                          .cite = "2017:612 5 kap. 3 §" },
    [UTSKR_READ_SIMPLE_CARE] = { .id = "simple-care",
                                 .values = { "outside", "inside" },
                                 .value_count = 2,
                                 .national = 1,
                                 .question_en =
                                     "Does the act apply to a patient who needs only simple or single care visits?",
                                 .question_sv =
                                     "Gäller lagen en patient som bara behöver enklare eller enstaka vårdbesök?",
                                 .why_en = "The act is silent; the routine of Jämtland Härjedalen says that such "
                                           "patients are not covered.",
                                 .why_sv = "Lagen är tyst; Jämtland Härjedalens rutin säger att sådana patienter inte "
                                           "omfattas.",
                                 .cite = "2017:612 2 kap. 1 §" },
    [UTSKR_READ_SIP_HOME_NURSING] = { .id = "sip-home-nursing",
                                      .values = { "joint", "literal" },
                                      .value_count = 2,
                                      .national = 1,
                                      .question_en = "Does a need of municipal health care alone call for a SIP?",
                                      .question_sv = "Kräver behov av enbart kommunal hälso- och sjukvård en SIP?",
                                      .why_en = "The region's outpatient care \"shall also take part\" when municipal "
                                                "health care is needed.",
                                      .why_sv = "Den regionfinansierade öppna vården \"ska även medverka\" när "
                                                "kommunal hälso- och sjukvård behövs.",
                                      .cite = "2017:612 4 kap. 1 §" },
    [UTSKR_READ_SIP_CURRENT] = { .id = "sip-current",
                                 .values = { "suffices", "call-anyway" },
                                 .value_count = 2,
                                 .national = 1,
                                 .question_en = "Is a new call needed when the patient has an up-to-date SIP?",
                                 .question_sv = "Behövs en ny kallelse när patienten har en aktuell SIP?",
                                 .why_en = "The purpose is met by a plan that is up to date (Jämtland Härjedalen, the "
                                           "case of Mikael).",
                                 .why_sv = "Syftet är uppfyllt av en plan som är aktuell (Jämtland Härjedalen, fallet "
                                           "Mikael).",
                                 .cite = "2017:612 4 kap. 1 §" },
    [UTSKR_READ_SIP_CALL_CONSENT] = { .id = "sip-call-consent",
                                      .values = { "statutory", "consent" },
                                      .value_count = 2,
                                      .national = 1,
                                      .question_en = "Does the call to a SIP need the patient's consent?",
                                      .question_sv = "Kräver kallelsen till SIP patientens samtycke?",
                                      .why_en = "The act itself orders the call; only the plan presupposes consent.",
                                      .why_sv =
                                          "Lagen själv föreskriver kallelsen; endast planen förutsätter samtycke.",
                                      .cite = "2017:612 4 kap. 2-3 §§" },
    [UTSKR_READ_UNSTATED_RECIPIENTS] = { .id = "unstated-recipients",
                                         .values = { "unknown", "all-concerned" },
                                         .value_count = 2,
                                         .national = 1,
                                         .question_en = "To whom was a message sent whose log line names no recipient?",
                                         .question_sv =
                                             "Till vem skickades ett meddelande vars rad inte namnger någon mottagare?",
                                         .why_en = "What is not stated is not known; a host may know that its system "
                                                   "always sends to all concerned units.",
                                         .why_sv = "Det som inte anges är inte känt; en värd kan veta att dess system "
                                                   "alltid skickar till alla berörda enheter.",
                                         .cite = "2017:612 2 kap. 1 §" },
    [UTSKR_READ_UNSTATED_CONTENT] = { .id = "unstated-content",
                                      .values = { "unknown", "complete" },
                                      .value_count = 2,
                                      .national = 1,
                                      .question_en = "What did a message contain whose log line names no content?",
                                      .question_sv = "Vad innehöll ett meddelande vars rad inte anger något innehåll?",
                                      .why_en = "What is not stated is not known; a host may know that its form can't "
                                                "be sent incomplete.",
                                      .why_sv = "Det som inte anges är inte känt; en värd kan veta att formuläret inte "
                                                "går att skicka ofullständigt.",
                                      .cite = "2017:612 2 kap. 2 §" },
    [UTSKR_READ_HOURS] = { .id = "hours",
                           .values = { "elapsed", "wall-clock" },
                           .value_count = 2,
                           .national = 1,
                           .question_en = "Do 24 hours count elapsed time, or the clock on the wall, when daylight "
                                          "saving begins or ends?",
                           .question_sv = "Räknas 24 timmar som förfluten tid eller efter klockan på väggen när "
                                          "sommartiden börjar eller slutar?",
                           .why_en = "An hour is a length of time.",
                           .why_sv = "En timme är en tidslängd.",
                           .cite = "2017:612 2 kap. 3 §" },
    [UTSKR_READ_HOLIDAY_SHIFT] = { .id = "holiday-shift",
                                   .values = { "off", "sip-call", "all" },
                                   .value_count = 3,
                                   .national = 1,
                                   .question_en = "May what is due on a Saturday, Sunday, holiday or eve be done the "
                                                  "next weekday?",
                                   .question_sv = "Får det som ska göras senast en lördag, söndag, helgdag eller "
                                                  "helgdagsafton göras nästa vardag?",
                                   .why_en =
                                       "Every source counts calendar days, and none applies the act on holidays here.",
                                   .why_sv = "Alla källor räknar kalenderdagar, och ingen tillämpar lagen om "
                                             "lagstadgad tid här.",
                                   .cite = "lag (1930:173) 2 §" },
    [UTSKR_READ_CUTOFF_AT_NOON] = { .id = "cutoff-at-noon",
                                    .values = { "on-time", "late" },
                                    .value_count = 2,
                                    .national = 1,
                                    .question_en = "Is a notice sent at exactly 12:00:00 sent after twelve?",
                                    .question_sv = "Är en underrättelse som skickas exakt klockan 12.00.00 skickad "
                                                   "efter klockan 12.00?",
                                    .why_en = "The act says \"after 12.00\"; agreements that say \"before 12.00\" read "
                                              "it the other way.",
                                    .why_sv = "Lagen säger \"efter klockan 12.00\"; överenskommelser som säger \"före "
                                              "klockan 12.00\" läser tvärtom.",
                                    .cite = "2017:612 5 kap. 4 §" },
    [UTSKR_READ_ENTRY_DAY] = { .id = "entry-day",
                               .values = { "charged", "free" },
                               .value_count = 2,
                               .national = 1,
                               .question_en = "Is the day on which liability enters itself charged?",
                               .question_sv = "Debiteras den dag då betalningsansvaret inträder?",
                               .why_en = "Liability has entered at its beginning.",
                               .why_sv = "Ansvaret har inträtt vid dygnets början.",
                               .cite = "2017:612 5 kap. 4 §" },
    [UTSKR_READ_END_DAY] = { .id = "end-day",
                             .values = { "free", "charged" },
                             .value_count = 2,
                             .national = 1,
                             .question_en = "Is the day on which the patient leaves charged?",
                             .question_sv = "Debiteras den dag då patienten lämnar sjukhuset?",
                             .why_en = "Days of care are counted as nights: the day of leaving is none.",
                             .why_sv = "Vårddygn räknas som nätter: utskrivningsdagen är inget.",
                             .cite = "2017:612 5 kap. 6 §" },
    [UTSKR_READ_LEAVE_DAYS] = { .id = "leave-days",
                                .values = { "charged", "free" },
                                .value_count = 2,
                                .national = 1,
                                .question_en = "Are days wholly on leave charged?",
                                .question_sv = "Debiteras dygn då patienten hela dygnet är på permission?",
                                .why_en = "A patient on leave is still admitted; the act makes no exception.",
                                .why_sv =
                                    "En patient på permission är fortfarande inskriven; lagen gör inget undantag.",
                                .cite = "2017:612 5 kap. 1 §" },
    [UTSKR_READ_OBSTACLE] = { .id = "obstacle",
                              .values = { "day", "defers-entry", "bars-spell" },
                              .value_count = 3,
                              .national = 1,
                              .question_en = "What does it free that the region's outpatient care is not available?",
                              .question_sv = "Vad befriar det från att den regionfinansierade öppna vårdens insatser "
                                             "inte är tillgängliga?",
                              .why_en = "Whether the patient can't be discharged for that reason is asked of each day.",
                              .why_sv = "Om patienten inte kan skrivas ut av det skälet prövas för varje dygn.",
                              .cite = "2017:612 5 kap. 5 §" },
    [UTSKR_READ_ADMISSION_RECIPIENTS] = { .id = "admission-recipients",
                                          .values = { "any-municipal", "every-municipal", "every-concerned" },
                                          .value_count = 3,
                                          .national = 1,
                                          .question_en =
                                              "Which units must have had the admission notice for liability?",
                                          .question_sv = "Vilka enheter måste ha fått inskrivningsmeddelandet för att "
                                                         "betalningsansvar ska inträda?",
                                          .why_en = "The act says \"informed the municipality\" here, and \"units "
                                                    "concerned\" of the discharge-ready notice.",
                                          .why_sv = "Lagen säger \"underrättat kommunen\" här, och \"berörda enheter\" "
                                                    "om utskrivningsklar.",
                                          .cite = "2017:612 5 kap. 3 § första stycket 1" },
    [UTSKR_READ_PSYCHIATRIC_2018_CUTOFF] = { .id = "psychiatric-2018-cutoff",
                                             .values = { "same", "none" },
                                             .value_count = 2,
                                             .national = 1,
                                             .question_en = "Does the noon rule hold for the thirty days of "
                                                            "psychiatric care in 2018?",
                                             .question_sv = "Gäller klockan tolv-regeln för de trettio dagarna i "
                                                            "psykiatrisk vård under 2018?",
                                             .why_en = "The transitional provision changes the number of days and "
                                                       "nothing else.",
                                             .why_sv = "Övergångsbestämmelsen ändrar antalet dagar och inget annat.",
                                             .cite = "2017:612 övergångsbestämmelserna p. 2" },
    [UTSKR_READ_STEP_TIME] = { .id = "step-time",
                               .values = { "asap", "within-step" },
                               .value_count = 2,
                               .national = 0,
                               .question_en = "When is a duty due whose text gives no time but stands under a step of "
                                              "the process?",
                               .question_sv = "När ska en uppgift vara gjord vars text inte anger någon tid men står "
                                              "under ett steg i processen?",
                               .why_en = "No number is stated.",
                               .why_sv = "Ingen tid är angiven.",
                               .cite = "överenskommelsernas tabeller" },
    [UTSKR_READ_HOME_MEANS] = { .id = "home-means",
                                .values = { "home", "home-and-special-housing" },
                                .value_count = 2,
                                .national = 0,
                                .question_en = "Where is home, in a row about going home?",
                                .question_sv = "Var är hemmet, i en rad om att komma hem?",
                                .why_en = "The agreements say \"at home\" and name special housing apart.",
                                .why_sv = "Överenskommelserna säger \"i hemmet\" och nämner särskilt boende för sig.",
                                .cite = "överenskommelsernas tabeller" },
    [UTSKR_READ_DESTINATION_UNSTATED] = { .id = "destination-unstated",
                                          .values = { "unknown", "home" },
                                          .value_count = 2,
                                          .national = 0,
                                          .question_en = "Where did a patient go whose discharge names no destination?",
                                          .question_sv =
                                              "Vart skrevs en patient ut vars utskrivning inte anger något mål?",
                                          .why_en = "What is not stated is not known.",
                                          .why_sv = "Det som inte anges är inte känt.",
                                          .cite = "överenskommelsernas tabeller" },
    [UTSKR_READ_DYGN] = { .id = "dygn",
                          .values = { "days", "hours" },
                          .value_count = 2,
                          .national = 0,
                          .question_en = "Does \"7 dygn\" end with the seventh day, or after 168 hours?",
                          .question_sv = "Slutar \"7 dygn\" med den sjunde dagen eller efter 168 timmar?",
                          .why_en = "The text says both \"7 dygn\" and \"sju dagar\".",
                          .why_sv = "Texten säger både \"7 dygn\" och \"sju dagar\".",
                          .cite = "Sörmland, steg 5; 3.1.5" },
    [UTSKR_READ_72H_WEEKDAY] = { .id = "72h-weekday",
                                 .values = { "shift", "later" },
                                 .value_count = 2,
                                 .national = 0,
                                 .question_en = "Is \"within 72 hours or the next weekday\" 72 hours moved to a "
                                                "weekday, or the later of 72 hours and the first weekday at home?",
                                 .question_sv =
                                     "Är \"inom 72 timmar eller nästkommande vardag\" 72 timmar flyttade till en "
                                     "vardag, eller det senare av 72 timmar och den första vardagen hemma?",
                                 .why_en = "The weekday is what remains when the hours end on a day off.",
                                 .why_sv = "Vardagen är det som återstår när timmarna slutar på en ledig dag.",
                                 .cite = "Sörmland, steg 5" },
    [UTSKR_READ_FIRST_WEEKDAY] = { .id = "first-weekday",
                                   .values = { "after", "homecoming-day" },
                                   .value_count = 2,
                                   .national = 0,
                                   .question_en =
                                       "Is the day of homecoming the first of the three weekdays, if it is a weekday?",
                                   .question_sv =
                                       "Är hemkomstdagen den första av de tre vardagarna, om den är en vardag?",
                                   .why_en = "The first weekdays \"at home\" are those spent there.",
                                   .why_sv = "De första vardagarna \"i hemmet\" är de som tillbringas där.",
                                   .cite = "Sörmland, steg 3; 3.3.3" },
    [UTSKR_READ_WEEKDAY_CLOCK_EDGE] = { .id = "weekday-clock-edge",
                                        .values = { "reached", "last" },
                                        .value_count = 2,
                                        .national = 0,
                                        .question_en = "When a clock that runs only on weekdays reaches 24 hours as a "
                                                       "weekday ends, is it due then, or when the clock starts again?",
                                        .question_sv =
                                            "När en klocka som bara går på vardagar når 24 timmar då vardagen slutar, "
                                            "är tiden ute då eller när klockan startar igen?",
                                        .why_en = "Twenty-four hours have passed when the clock shows them.",
                                        .why_sv = "Tjugofyra timmar har gått när klockan visar dem.",
                                        .cite = "Sörmland, steg 3" },
    [UTSKR_READ_DOT_COLOUR] = { .id = "dot-colour",
                                .values = { "all", "inferred" },
                                .value_count = 2,
                                .national = 0,
                                .question_en = "For which tracks is a row whose coloured dots are lost?",
                                .question_sv = "För vilka spår gäller en rad vars färgade punkter är förlorade?",
                                .why_en = "The source does not show the colour; the rest of it only suggests one.",
                                .why_sv = "Källan visar inte färgen; resten av den antyder den bara.",
                                .cite = "Sörmland, kap. 3, tabellerna" },
    [UTSKR_READ_OMGAENDE] = { .id = "omgaende",
                              .values = { "asap", "same-day" },
                              .value_count = 2,
                              .national = 0,
                              .question_en = "Is \"omgående\" a time?",
                              .question_sv = "Är \"omgående\" en tid?",
                              .why_en = "No number is stated.",
                              .why_sv = "Ingen tid är angiven.",
                              .cite = "Sörmland, steg 1" },
    [UTSKR_READ_VANLIGTVIS] = { .id = "vanligtvis",
                                .values = { "bör", "ska" },
                                .value_count = 2,
                                .national = 0,
                                .question_en = "Does \"ska vanligtvis\" bind in the single case?",
                                .question_sv = "Binder \"ska vanligtvis\" i det enskilda fallet?",
                                .why_en = "What is usually so has exceptions that the text does not name.",
                                .why_sv = "Det som vanligtvis gäller har undantag som texten inte nämner.",
                                .cite = "Sörmland, kap. 3, gul och röd process" },
    [UTSKR_READ_NOT_REACHED] = { .id = "not-reached",
                                 .values = { "counts", "does-not-count" },
                                 .value_count = 2,
                                 .national = 0,
                                 .question_en = "Is a follow-up call that did not reach the patient a call?",
                                 .question_sv = "Är ett uppföljande samtal som inte nådde patienten ett samtal?",
                                 .why_en = "The duty is to call.",
                                 .why_sv = "Uppgiften är att ringa upp.",
                                 .cite = "Sörmland, steg 5" },
    [UTSKR_READ_ONGOING_UNSTATED] = { .id = "ongoing-unstated",
                                      .values = { "unknown", "none" },
                                      .value_count = 2,
                                      .national = 0,
                                      .question_en = "Which services had a patient whose admission names none?",
                                      .question_sv =
                                          "Vilka insatser hade en patient vars inskrivning inte nämner några?",
                                      .why_en = "What is not stated is not known.",
                                      .why_sv = "Det som inte anges är inte känt.",
                                      .cite = "Sörmland, steg 1 och 4" },
    [UTSKR_READ_COVER_UNSTATED] = { .id = "cover-unstated",
                                    .values = { "unknown", "complete" },
                                    .value_count = 2,
                                    .national = 0,
                                    .question_en = "How long does that last which is provided without saying how long?",
                                    .question_sv = "Hur länge räcker det som ordnats utan uppgift om hur länge?",
                                    .why_en = "What is not stated is not known.",
                                    .why_sv = "Det som inte anges är inte känt.",
                                    .cite = "Sörmland, steg 3; 3.3.3" },
    [UTSKR_READ_REFERRAL_NEED] = { .id = "referral-need",
                                   .values = { "named", "concerned" },
                                   .value_count = 2,
                                   .national = 0,
                                   .question_en = "When does a patient need a referral to outpatient care: when the "
                                                  "assessment names it, or whenever it is concerned?",
                                   .question_sv = "När behövs remiss till öppenvården: när bedömningen nämner den, "
                                                  "eller alltid när den är berörd?",
                                   .why_en = "With home nursing the outpatient care is concerned by implication, "
                                             "without a need of its own.",
                                   .why_sv = "Vid hemsjukvård är öppenvården berörd utan eget behov av den.",
                                   .cite = "2017:612 2 kap. 1 §; Sörmland, steg 3" },
    [UTSKR_READ_READY_SUBJECTS] = { .id = "ready-subjects",
                                    .values = { "every-needed", "any" },
                                    .value_count = 2,
                                    .national = 0,
                                    .question_en = "Which subjects must the mark that the municipality is ready cover?",
                                    .question_sv = "Vilka områden måste markeringen kommunklar omfatta?",
                                    .why_en = "The mark must cover home nursing too.",
                                    .why_sv = "Markeringen ska även omfatta hemsjukvården.",
                                    .cite = "Sörmland, 3.3.2" },
    [UTSKR_READ_READY_RESULT] = { .id = "ready-result",
                                  .values = { "row", "none" },
                                  .value_count = 2,
                                  .national = 0,
                                  .question_en = "Is the responsibility that the patient can leave when ready a duty "
                                                 "in the single case?",
                                  .question_sv = "Är ansvaret för att patienten kan lämna sjukhuset en uppgift i det "
                                                 "enskilda fallet?",
                                  .why_en = "The responsibility is stated, though for a result; the row has the force "
                                            "of advice.",
                                  .why_sv = "Ansvaret är uttalat, om än för ett resultat; raden har styrkan bör.",
                                  .cite = "Sörmland, 2.1" },
    [UTSKR_READ_SIP_CALL_TRIGGER] = { .id = "sip-call-trigger",
                                      .values = { "notice", "ready" },
                                      .value_count = 2,
                                      .national = 0,
                                      .question_en = "Are the three days to call to a SIP counted from the notice, or "
                                                     "from that the patient is discharge-ready?",
                                      .question_sv = "Räknas de tre dagarna att kalla till SIP från underrättelsen "
                                                     "eller från att patienten är utskrivningsklar?",
                                      .why_en =
                                          "The act and the agreement say the notice; the guideline's table says ready.",
                                      .why_sv = "Lagen och överenskommelsen säger underrättelsen; riktlinjens tabell "
                                                "säger utskrivningsklar.",
                                      .cite = "Sörmland, 2.1 och steg 5" },
    [UTSKR_READ_SIP_FOLLOW_UP_PARTY] = { .id = "sip-follow-up-party",
                                         .values = { "convener", "each" },
                                         .value_count = 2,
                                         .national = 0,
                                         .question_en =
                                             "Who follows up a SIP made at the hospital when it names no lead?",
                                         .question_sv = "Vem följer upp en SIP gjord på sjukhuset som inte anger någon "
                                                        "samordningsansvarig?",
                                         .why_en = "The text gives the coordination to one; the table lists each.",
                                         .why_sv = "Texten ger samordningen till en; tabellen nämner alla.",
                                         .cite = "Sörmland, 3.5.2 och steg 5" },
    [UTSKR_READ_SAME_DAY_GOAL] = { .id = "same-day-goal",
                                   .values = { "same-day", "asap" },
                                   .value_count = 2,
                                   .national = 0,
                                   .question_en = "Is the goal the same day, or as soon as possible?",
                                   .question_sv = "Är målet samma dag eller så snart som möjligt?",
                                   .why_en = "Two sources; the goal with a number is the one that can be followed up.",
                                   .why_sv = "Två källor; målet med en tid är det som går att följa upp.",
                                   .cite = "Gotland, § 89 och rapporten 2023-01-03" },
};

const utskr_reading_info *utskr_reading_at(int32_t reading) {
    return reading >= 0 && reading < UTSKR_READING_COUNT ? &readings[reading] : NULL;
}

uint32_t utskr_reading_count(void) {
    return UTSKR_READING_COUNT;
}

static const char *reading_id(uint32_t i, const void *table) {
    (void)table;
    return i < UTSKR_READING_COUNT ? readings[i].id : NULL;
}

static const char *value_id(uint32_t i, const void *table) {
    const utskr_reading_info *info = table;
    return i < info->value_count ? info->values[i] : NULL;
}

utskr_status utskr_readings_set(utskr_readings *out, const char *reading, size_t reading_length, const char *value,
                                size_t value_length, utskr_error *error) {
    if (out == NULL || reading == NULL || value == NULL)
        return UTSKR_BAD_ARGUMENT;
    if (out->size != sizeof *out)
        return UTSKR_BAD_SIZE;
    uint32_t which, chosen;
    utskr_status status =
        utskr_word_in_list(reading, reading_length, reading_id, NULL, "the name of a reading", &which, error);
    if (status != UTSKR_OK)
        return status;
    status =
        utskr_word_in_list(value, value_length, value_id, &readings[which], "a value of the reading", &chosen, error);
    if (status == UTSKR_OK)
        out->value[which] = (uint8_t)chosen;
    return status;
}
