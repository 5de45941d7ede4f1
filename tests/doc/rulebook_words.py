# SPDX-License-Identifier: LGPL-2.1-or-later
"""The words of the rulebook in its two languages, and the Swedish of what the rows say in English alone.

A phrase of a row that is not here stops make_rulebook.py, so that the Swedish rulebook cannot lose one.
"""

GROUPS = {
    "scope": ("Does the act apply?", "Gäller lagen?"),
    "sip": ("Is a SIP required?", "Krävs en SIP?"),
    "obligation": ("Obligations: who must do what by when", "Åtaganden: vem ska göra vad, och när"),
    "sharing": ("What may be told to whom", "Vad som får lämnas till vem"),
    "prerequisite": ("What liability presupposes", "Vad betalningsansvaret förutsätter"),
    "liability": ("Liability: days and amount", "Betalningsansvaret: dygn och belopp"),
    "finding": ("Findings", "Avvikelser"),
}

PARTIES = {
    "hospital": ("hospital", "den slutna vården"),
    "outpatient": ("outpatient", "den öppna vården"),
    "municipal-health": ("municipal-health", "kommunens hälso- och sjukvård"),
    "social-services": ("social-services", "socialtjänsten"),
}

FORCES = {"ska": ("shall (ska)", "ska"), "bör": ("should (bör): advice, never missed", "bör: råd, aldrig försummat")}
COLOURS = {"green": ("green", "grön"), "yellow": ("yellow", "gul"), "red": ("red", "röd")}

GRADES = {
    "P": ("P, the primary text read", "P, grundtexten är läst"),
    "O": ("O, an official page read in part", "O, en officiell sida är läst i delar"),
    "S": ("S, a secondary source", "S, en sekundär källa"),
}

SWEDISH = {
    # time forms
    "24 h": "24 timmar",
    "the same 24 h": "samma 24 timmar",
    "3 days": "3 dagar",
    "as soon as possible": "så snart som möjligt",
    "same day": "samma dag",
    "before discharged": "före utskrivningen",
    "by discharged": "senast vid utskrivningen",
    "not before discharged": "inte före utskrivningen",
    "before discharge-ready-notice": "före underrättelsen om utskrivningsklar",
    "by sip-held": "senast vid SIP-mötet",
    "by sip-followed-up": "senast vid uppföljningen av SIP",
    "same weekday": "samma dag, eller närmaste vardag",
    "before discharge-ready": "före bedömningen utskrivningsklar",
    "by discharge-ready": "senast vid bedömningen utskrivningsklar",
    "by discharge-ready-notice": "senast vid underrättelsen om utskrivningsklar",
    "before admitted": "före inskrivningen",
    "24 h on weekdays": "24 timmar på vardagar",
    "covers 3 weekdays": "räcker 3 vardagar",
    "1 days before discharged": "senast dagen före utskrivningen",
    "not before the day after": "tidigast dagen efter",
    "7 days": "7 dagar",
    "72 h or next weekday": "72 timmar eller nästkommande vardag",
    # from when
    "the later of the admission and the assessment of need": "det senare av inskrivningen och bedömningen av behov",
    "the first admission notice": "det första inskrivningsmeddelandet",
    "the first admission notice, consent being given": "det första inskrivningsmeddelandet, om samtycke då är lämnat",
    "the first admission notice, with needs from both region and municipality": (
        "det första inskrivningsmeddelandet, vid behov av insatser från både region och kommun"
    ),
    "a changed expected discharge after an admission notice": (
        "ändrad beräknad utskrivning efter ett inskrivningsmeddelande"
    ),
    "the admission notice to the outpatient unit": "inskrivningsmeddelandet till den öppna vårdens enhet",
    "the admission notice to the unit": "inskrivningsmeddelandet till enheten",
    "the physician's judgement": "läkarens bedömning",
    "the discharge": "utskrivningen",
    "the earlier of the discharge-ready notice and the discharge": (
        "det tidigare av underrättelsen om utskrivningsklar och utskrivningen"
    ),
    "the first discharge-ready notice of the spell sent while a SIP is required": (
        "periodens första underrättelse om utskrivningsklar som skickas medan SIP krävs"
    ),
    "that of sip-call, or a meeting held before": "som för sip-call, eller ett SIP-möte dessförinnan",
    "the assessment of a need of open compulsory care": "bedömningen att öppen tvångsvård behövs",
    "the later of track red and a SIP being required": "det senare av rött färgspår och att SIP krävs",
    "the call to a SIP by the outpatient care": "den öppna vårdens kallelse till SIP",
    "the call to the SIP sent to the party": "kallelsen till SIP, skickad till parten",
    "the discharge-ready notice": "underrättelsen om utskrivningsklar",
    "the discharge-ready notice to the unit": "underrättelsen om utskrivningsklar till enheten",
    "home-time by the hospital": "tid för hemgång, angiven av den slutna vården",
    "the first sip-established with followup=": "första SIP upprättad med beslut om uppföljning",
    "the call sent to the unit after sip-established": "kallelsen till enheten efter att SIP upprättats",
    "the first undisturbed discharge-ready or notice": (
        "den första bedömningen eller underrättelsen om utskrivningsklar som står sig"
    ),
    "the admission of a patient with ongoing services": "inskrivningen av en patient med pågående insatser",
    "an assessment after the admission that adds a concerned unit": (
        "en bedömning efter inskrivningen som gör ännu en enhet berörd"
    ),
    "the later of the first admission notice and track yellow or red": (
        "det senare av det första inskrivningsmeddelandet och gult eller rött färgspår"
    ),
    "sip-initiated by the hospital before discharge-ready": (
        "den slutna vårdens initiativ till SIP före bedömningen utskrivningsklar"
    ),
    "the first sip-held or sip-established in the stay": (
        "det första SIP-mötet, eller den första SIP som upprättas, under vårdtiden"
    ),
    "education needed": "utbildning behövs",
    "education offered to the unit": "utbildning erbjuden enheten",
    "checklist item=bulky-aids needed": "checklistans punkt skrymmande hjälpmedel behövs",
    "the first admission notice while municipal-health is concerned": (
        "det första inskrivningsmeddelandet medan kommunens hälso- och sjukvård är berörd"
    ),
    "the first admission notice while social-services is concerned": (
        "det första inskrivningsmeddelandet medan socialtjänsten är berörd"
    ),
    "the first admission notice while social-services is concerned, or track yellow if later": (
        "det första inskrivningsmeddelandet medan socialtjänsten är berörd, eller gult färgspår om det kommer senare"
    ),
    "homecare-order to the unit": "uppdraget till hemsjukvården, skickat till enheten",
    "homecare-order": "uppdraget till hemsjukvården",
    "the first discharge-ready or notice": "den första bedömningen eller underrättelsen om utskrivningsklar",
    "the referral to the unit": "remissen till enheten",
    "the discharge report to the unit": "utskrivningsrapporten till enheten",
    "the first sip-established in the stay; without one, the discharge": (
        "den första SIP som upprättas under vårdtiden; utan någon, utskrivningen"
    ),
    "the discharge, after sip-established at-hospital in the stay": (
        "utskrivningen, efter en SIP upprättad på sjukhuset under vårdtiden"
    ),
    "sip-need needed by the unit after the discharge, with no SIP in force": (
        "enhetens ställningstagande efter utskrivningen att SIP behövs, när ingen SIP gäller"
    ),
    "sip-need not-needed by outpatient while a SIP is initiated or called": (
        "den öppna vårdens ställningstagande att SIP inte behövs, medan en SIP är initierad eller kallad till"
    ),
    # met by
    "admission-notice to every concerned unit": "inskrivningsmeddelande till alla berörda enheter",
    "admission notices that together contain the four items": (
        "inskrivningsmeddelanden som tillsammans innehåller de fyra uppgifterna"
    ),
    "admission-notice contains=reason": "inskrivningsmeddelande med inskrivningsorsak",
    "expected-discharge to every concerned unit": "ändrad beräknad utskrivning till alla berörda enheter",
    "care-contact": "fast vårdkontakt utsedd",
    "acknowledged, services-reported, care-contact or municipality-ready by the unit": (
        "kvittens, aktuella insatser, fast vårdkontakt eller kommunklar från enheten"
    ),
    "acknowledged of=admission-notice or services-reported by the unit": (
        "kvittens på inskrivningsmeddelandet eller aktuella insatser från enheten"
    ),
    "services-reported by the unit": "aktuella insatser från enheten",
    "status-reported by the hospital": "status och behov från den slutna vården",
    "track by the hospital": "färgspår angivet av den slutna vården",
    "sip-need by the hospital": "den slutna vårdens ställningstagande till SIP",
    "discharge-ready-notice to every concerned unit": "underrättelse om utskrivningsklar till alla berörda enheter",
    "information-transferred to every concerned unit": "informationsöverföring till alla berörda enheter",
    "patient-informed by the hospital": "patientinformation från den slutna vården",
    "patient-informed by the unit": "patientinformation från enheten",
    "sip-call by outpatient to every other concerned unit": (
        "kallelse till SIP från den öppna vården till alla andra berörda enheter"
    ),
    "sip-call by outpatient after it, or sip-followed-up": (
        "kallelse till SIP från den öppna vården därefter, eller SIP uppföljd"
    ),
    "sip-established": "SIP upprättad",
    "sip-held": "SIP-möte",
    "sip-held with the party": "SIP-möte där parten deltar",
    "sip-followed-up with the unit": "SIP uppföljd med enheten",
    "coordinated-care-plan": "samordnad vårdplan",
    "checklist of each item done or not-needed": "checklistans varje punkt klar eller inte behövd",
    "checklist item=epicrisis done": "checklistans punkt epikris klar",
    "checklist item=medication-list done or not-needed": "checklistans punkt läkemedelslista klar eller inte behövd",
    "home-time or acknowledged of=home-time by the unit": "tid för hemgång, eller kvittens på den, från enheten",
    "discharged": "utskriven",
    "admission-notice to every municipal unit with ongoing services, and to outpatient with home nursing": (
        "inskrivningsmeddelande till varje kommunal enhet med pågående insatser, och vid hemsjukvård till den öppna vården"
    ),
    "admission-notice contains=diagnosis": "inskrivningsmeddelande med diagnos",
    "admission-notice or information-transferred contains=phone": (
        "inskrivningsmeddelande eller informationsöverföring med telefonnummer"
    ),
    "admission-notice to every added unit": "inskrivningsmeddelande till varje tillkommen enhet",
    "acknowledged of=admission-notice by outpatient": "kvittens på inskrivningsmeddelandet från den öppna vården",
    "acknowledged of=admission-notice by the unit": "kvittens på inskrivningsmeddelandet från enheten",
    "status-reported by the unit, after it": "status och behov från enheten, därefter",
    "sip-initiated or sip-call by the hospital": "initiativ eller kallelse till SIP från den slutna vården",
    "sip-call by the hospital to every concerned unit": (
        "kallelse till SIP från den slutna vården till alla berörda enheter"
    ),
    "sip-established or sip-held with followup= and lead=": (
        "SIP upprättad eller SIP-möte, med beslut om uppföljning och samordningsansvarig"
    ),
    "education offered or held by the hospital": "utbildning erbjuden eller genomförd av den slutna vården",
    "education held": "utbildning genomförd",
    "checklist item=bulky-aids done or not-needed": "checklistans punkt skrymmande hjälpmedel klar eller inte behövd",
    "homecare-order to municipal-health": "uppdrag till kommunens hälso- och sjukvård",
    "acknowledged of=homecare-order by municipal-health": "kvittens på uppdraget från kommunens hälso- och sjukvård",
    "municipality-ready or services-reported with provider-contact by social-services": (
        "kommunklar eller aktuella insatser med kontakt till utföraren, från socialtjänsten"
    ),
    "municipality-ready for every subject needed": "kommunklar för varje område som behövs",
    "municipality-ready for the unit's own subject, from no later time": (
        "kommunklar för enhetens eget område, från senast den tidpunkten"
    ),
    "referral to outpatient": "remiss till den öppna vården",
    "acknowledged of=referral by outpatient": "kvittens på remissen från den öppna vården",
    "information-transferred report": "utskrivningsrapport",
    "information-transferred report expected= to every concerned municipal unit": (
        "utskrivningsrapport med tidpunkt till varje berörd kommunal enhet"
    ),
    "acknowledged of=information-transferred by social-services": (
        "kvittens på informationsöverföringen från socialtjänsten"
    ),
    "checklist item=aids, med-equipment, nutrition, medication not-needed, or done with until= that day": (
        "checklistans punkter hjälpmedel, medicinteknisk utrustning, näring och läkemedel inte behövda, eller klara och räckande till den dagen"
    ),
    "every criterion of hemgångsklar": "varje kriterium för hemgångsklar",
    "admission-notice or information-transferred contains=phone to a municipal unit": (
        "inskrivningsmeddelande eller informationsöverföring med telefonnummer till en kommunal enhet"
    ),
    "services-started by municipal-health, after it": "insatser påbörjade av kommunens hälso- och sjukvård, därefter",
    "services-started by social-services, after it": "insatser påbörjade av socialtjänsten, därefter",
    "services-started by the unit, after it": "insatser påbörjade av enheten, därefter",
    "followup-call by the hospital, after it": "uppföljande samtal från den slutna vården, därefter",
    "followup-call by outpatient, after it": "uppföljande samtal från den öppna vården, därefter",
    "followup-call by social-services, after it": "uppföljande samtal från socialtjänsten, därefter",
    "needs-reviewed by social-services, after it": "bedömning av insatser från socialtjänsten, därefter",
    "needs-reviewed by municipal-health, after it": (
        "bedömning av insatser från kommunens hälso- och sjukvård, därefter"
    ),
    "sip-followed-up, after it": "SIP uppföljd, därefter",
    "sip-call by the unit, after it": "kallelse till SIP från enheten, därefter",
    "sip-closed, after it": "SIP avslutad, därefter",
    "care-request prepared by a municipal unit": "förberedd vårdbegäran från en kommunal enhet",
    "home-time by social-services": "tid för hemgång från socialtjänsten",
}

# What the pages say themselves, by name: (English, Swedish).
LABELS = {
    "title": ("Rulebook", "Regelbok"),
    "intro": (
        """Every rule that the library judges by, with the paragraph it comes from, in the order of the tables it runs
on; then the readings of what the texts leave open, and the amounts. This page is made by `tests/doc/make_rulebook.py`
from what `utskrivning rules --json` prints; a test fails if it differs. The same in Swedish:
[rulebook.sv.md](rulebook.sv.md).

The ids are those of case logs, JSON and findings, and never change. A citation such as *2017:612 2 kap. 3 §* is the act;
*Jämtland Härjedalen 2026* is the agreement of that region by its headings. How the time forms count is told in
[embedding.md](embedding.md#time), what `open`, `missed` and the like mean in [case-log.md](case-log.md#obligations).""",
        """Varje regel som biblioteket bedömer efter, med den paragraf den kommer från, i samma ordning som i de
tabeller som biblioteket räknar med; därefter läsningarna av det som texterna lämnar öppet, och beloppen. Sidan görs av
`tests/doc/make_rulebook.py` ur det som `utskrivning rules --json` skriver ut; ett test slår larm om den skiljer sig.
På engelska: [rulebook.en.md](rulebook.en.md).

Beteckningarna är desamma i ärendeloggar, JSON och avvikelser, och ändras aldrig. En hänvisning som *2017:612 2 kap. 3 §*
är lagen; *Jämtland Härjedalen 2026* är den regionens överenskommelse, efter dess rubriker. Tidsgränserna räknas i svensk
lokal tid: *24 timmar* är förfluten tid, *3 dagar* går ut 23.59.59 den tredje dagen efter utlösande dag, *före* är strängt
före och *senast vid* får sammanfalla.""",
    ),
    "pack": ("Pack", "Regelpaket"),
    "source": ("source", "källa"),
    "county": ("county", "län"),
    "base": ("builds on", "bygger på"),
    "model": ("payment model", "betalningsmodell"),
    "validity": ("in force", "gäller"),
    "grade": ("grade", "grad"),
    "party": ("who", "vem"),
    "each": (" (each)", " (var och en)"),
    "force": ("force", "verkan"),
    "trigger": ("from", "räknas från"),
    "form": ("time", "tid"),
    "met_by": ("met by", "fullgörs genom"),
    "colours": ("colour track", "färgspår"),
    "cite": ("paragraph", "paragraf"),
    "marks": ("mark", "anmärkning"),
    "rule": ("rule", "regel"),
    "says": ("says", "innebörd"),
    "from": ("from {}", "från och med {}"),
    "from_to": ("from {} to {}", "från och med {} till och med {}"),
    "unstated": (
        "the source does not show which colours the row is for: it is applied to all, and findings carry the mark",
        "källan visar inte vilka färgspår raden gäller: den tillämpas på alla, och avvikelser bär märket",
    ),
    "readings": ("Readings", "Läsningar"),
    "readings_intro": (
        """Where the text is silent or may be read in two ways, a reading with a name decides. The default stands first,
in bold. A host sets one with `--reading NAME=VALUE` or `utskr_readings_set`; the judgement names those it used. What each
value does is told in [readings.md](readings.md).""",
        """Där texten tiger eller kan läsas på två sätt avgör en läsning med ett namn. Förvalet står först, i fetstil. En
läsning ställs in med `--reading NAMN=VÄRDE` eller `utskr_readings_set`; bedömningen anger vilka som använts. Vad varje
värde gör står i [readings.md](readings.md) (på engelska).""",
    ),
    "question": ("question", "fråga"),
    "values": ("values", "värden"),
    "why": ("why the default", "varför förvalet"),
    "reach": ("changes days and amount", "kan ändra dygn och belopp"),
    "yes": ("it may", "ja"),
    "no": ("never: it is a reading of rows of agreements", "nej, den gäller rader i överenskommelser"),
    "amounts": ("Amounts per day of care", "Belopp per vårddygn"),
    "amounts_intro": (
        """The amount of 5 kap. 6 § (Socialstyrelsen, förordning 2017:617). A year that is not here is unknown, not zero:
its days are counted, and the amount is given once the host supplies the rate (`--rate 2026=…`). One that is supplied
wins over a built-in one.""",
        """Beloppet enligt 5 kap. 6 § (Socialstyrelsen, förordning 2017:617). Ett år som inte finns här är okänt, inte
noll: dygnen räknas, och beloppet ges när värdet anges (`--rate 2026=…`). Ett angivet värde går före ett inbyggt.""",
    ),
    "year": ("year", "år"),
    "sek": ("SEK", "kronor"),
    "regulation": ("regulation", "föreskrift"),
    "unread": ("not found", "inte funnen"),
    "individual": ("individual, as the act", "individuell, som lagen"),
    "collective": ("collective, settled by month", "kollektiv, avräknas per månad"),
}
