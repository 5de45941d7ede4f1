# SPDX-License-Identifier: LGPL-2.1-or-later
"""Event logs: what goes out comes back the same, in every form; logs of others come in, and no row is lost in silence.

The cases are those of the project's tests, and random ones.
"""

import contextlib
import csv
import gzip
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import utskrivning
from utskrivning import event_logs
from utskrivning.event_logs import _maps, _rows

ROOT = pathlib.Path(__file__).resolve().parents[3]

FORMS = {  # name of a file: how it is written and read
    "log.xes": (event_logs.write_xes, event_logs.read_xes),
    "log.xes.gz": (event_logs.write_xes, event_logs.read_xes),
    "log.csv": (event_logs.write_csv, event_logs.read_csv),
    "log.json": (event_logs.write_ocel, event_logs.read_ocel),
    "log.xml": (event_logs.write_ocel, event_logs.read_ocel),
}
SMALL = """case "anna & co" municipality=0484 rules=sormland
2022-05-02T09:00+02:00 hospital admitted care=somatic
2022-05-02T10:00+02:00 hospital needs-assessed social-services outpatient
2022-05-02T11:00+02:00 hospital admission-notice id="a <1>" to=social-services contains=name expected=2022-05-09
2022-05-02T12:00+02:00 social-services acknowledged of="a <1>"
"""


def cases_of(text):
    return list(utskrivning.reads(text, on_error=lambda error: None))


def log_of(case):
    """Header, and events in order of time; those of one instant in the order of the log."""
    head, *lines = case.to_text().splitlines()
    return head, sorted(lines, key=lambda line: utskrivning.instant(line.split()[0]))


def judged(case):
    """What the judgement says, without the places in the log."""
    judgement = case.judge()
    duties = [(duty.id, duty.party, duty.status, duty.due, duty.done) for duty in judgement.obligations]
    liability = judgement.liability
    figures = (liability.status, liability.enters, liability.days, liability.ore, liability.payer, liability.reasons)
    return judgement.state, judgement.covered, judgement.sip_required, duties, figures


def read_back(form, path, **options):
    """(cases, errors but for refused events)"""
    errors = []
    cases = list(FORMS[form][1](path, on_error=errors.append, **options))
    return cases, [error for error in errors if error.status != "refused"]


class Claims(unittest.TestCase):
    """Several claims in one test: each that fails is told."""

    def setUp(self):
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = made.name

    def ok(self, passed, claim, details=""):
        with self.subTest(claim):
            self.assertTrue(passed, f"{claim}\n{details}")

    def same(self, got, expected, claim):
        with self.subTest(claim):
            self.assertEqual(sorted(got), sorted(expected), claim)

    def fails(self, claim, attempt, row=None, word=None):
        """The attempt raises an Error, of that row and word if they are given."""
        try:
            attempt()
        except utskrivning.Error as error:
            right = (row is None or error.line == row) and (word is None or error.word == word)
            self.ok(right, claim, error)
        else:
            self.ok(False, claim, "nothing was raised")


# --- There and back ---------------------------------------------------------------------------------------------------


def sample():
    """Cases of every case file, and random ones."""
    for path in sorted((ROOT / "tests" / "cases").rglob("*.case")):
        yield path.relative_to(ROOT).as_posix(), list(utskrivning.read(path, on_error=lambda error: None))
    generator = ROOT / "tests" / "reference" / "generate_logs.py"
    made = subprocess.run([sys.executable, generator, "--seed", "31", "--cases", "40"], capture_output=True, check=True)
    yield "random logs", cases_of(made.stdout)


class Watched(io.BytesIO):
    """Bytes that know how many were asked for."""

    taken = 0

    def read(self, size=-1):
        block = super().read(size)
        self.taken += len(block)
        return block


class ThereAndBack(Claims):
    def test_round_trips(self):
        activities = ("id", "sv", "en")
        for number, (name, cases) in enumerate(sample()):
            for form, (write, _) in FORMS.items():
                path = pathlib.Path(self.folder) / form
                write(cases, path, activity=activities[number % 3])
                back, errors = read_back(form, path)
                expected = [case for case in cases if len(case) > 0 or form != "log.csv"]
                same = [log_of(case) for case in back] == [log_of(case) for case in expected]
                self.ok(same and not errors, f"{name}: {form} reads back the same", errors[:3])
                if name == "random logs":
                    self.ok(
                        [judged(case) for case in back] == [judged(case) for case in expected],
                        f"{form}: and is judged the same",
                    )

    def test_effective(self):
        """A log of what counts has no refused and no retracted events, and is judged the same."""
        cases = [cases for name, cases in sample() if name == "random logs"][0]
        path = pathlib.Path(self.folder) / "effective.xes"
        event_logs.write_xes(cases, path, effective=True)
        back, errors = read_back("log.xes", path)
        self.ok(not errors and len(back) == len(cases), "what counts reads back", errors[:3])
        self.ok(
            not any(event.refused or event.retracted for case in back for event in case),
            "nothing in it is refused or retracted",
        )
        self.ok(sum(map(len, back)) < sum(map(len, cases)), "which some of the whole log was")
        differing = [old.name for old, new in zip(cases, back) if judged(old) != judged(new)]
        self.ok(not differing, "it is judged the same", differing)

    def test_text(self):
        """Names that mean something to one of the forms."""
        names = [
            'a "quoted" name',
            "<a & b>",
            "back\\slash",
            "#1",
            "åäö 🏥",
            "a=b",
            "municipality=1",
            "nan",
            "1e5",
            "'",
            "a,b;c",
        ]
        for form, (write, _) in FORMS.items():
            cases = [utskrivning.Case(name, municipality="0484") for name in names]
            for case, name in zip(cases, names):
                case.append("2022-05-02T09:00", "hospital", "admitted", id=f"id {name}")
            path = pathlib.Path(self.folder) / form
            write(cases, path)
            back, errors = read_back(form, path)
            self.ok(not errors and [case.name for case in back] == names, f"{form}: names of any kind", errors)
            self.ok([case[0].id for case in back] == [f"id {name}" for name in names], f"{form}: ids of any kind")

    def test_stream(self):
        """A log is read as it comes: the first case before the last has been seen."""
        target = io.StringIO()
        event_logs.write_xes(
            (utskrivning.Case(f"c{number}", events=["2022-05-02T09:00 hospital admitted"]) for number in range(5000)),
            target,
        )
        source = Watched(target.getvalue().encode())
        first = next(event_logs.read_xes(source))
        self.ok(first.name == "c0" and source.taken < len(source.getvalue()) / 2, "XES is streamed", source.taken)
        packed = io.BytesIO(gzip.compress(target.getvalue().encode()))
        self.ok(sum(1 for _ in event_logs.read_xes(gzip.GzipFile(fileobj=packed))) == 5000, "also packed")


# --- Out --------------------------------------------------------------------------------------------------------------


class Out(Claims):
    def test_xes(self):
        """The whole of a small log, as it must be."""
        target = io.StringIO()
        event_logs.write_xes(cases_of(SMALL), target)
        root = ElementTree.fromstring(target.getvalue().encode())
        space = "{http://www.xes-standard.org/}"
        self.ok(root.tag == f"{space}log" and root.get("xes.version") == "1849.2016", "a log of XES")
        trace = root.find(f"{space}trace")
        told = {child.get("key"): child.get("value") for child in trace if child.get("key")}
        self.ok(
            told == {"concept:name": "anna & co", "municipality": "0484", "rules": "sormland"},
            "the trace is the case",
            told,
        )
        events = [{child.get("key"): (child.tag[len(space):], child.get("value")) for child in event}
                  for event in trace.findall(f"{space}event")]  # fmt: skip
        expected = {
            "concept:name": ("string", "admission-notice"),
            "time:timestamp": ("date", "2022-05-02T11:00:00+02:00"),
            "org:resource": ("string", "hospital"),
            "id": ("string", "a <1>"),
            "to": ("string", "social-services"),
            "contains": ("string", "name"),
            "expected": ("date", "2022-05-09T23:59:59+02:00"),
            "standing": ("string", "accepted"),
        }
        self.ok(len(events) == 4 and events[2] == expected, "the event says what the line says", events[2])
        self.ok(events[1]["words"] == ("string", "outpatient social-services") or
               events[1]["words"] == ("string", "social-services outpatient"), "bare words", events[1])  # fmt: skip
        names = [classifier.get("keys") for classifier in root.iter(f"{space}classifier")]
        self.ok(names[0] == "concept:name", "activities are classified by their name")

    def test_labels(self):
        for activity, name in (("sv", "inskriven"), ("id", "admitted"), (lambda event: f"{event.party}!", "hospital!")):
            target = io.StringIO()
            event_logs.write_csv(cases_of(SMALL), target, activity=activity)
            row = next(csv.DictReader(io.StringIO(target.getvalue())))
            self.ok(row["concept:name"] == name, f"an activity is called {name}", row)
            self.ok(
                row["event"] == ("" if name == "admitted" else "admitted"), "and the event is told where that is no id"
            )
        self.fails(
            "no such way to name activities",
            lambda: event_logs.write_xes(cases_of(SMALL), io.StringIO(), activity="de"),
        )

    def test_ocel(self):
        target = io.StringIO()
        event_logs.write_ocel(cases_of(SMALL), target, form="json")
        log = json.loads(target.getvalue())
        types = {kind["name"] for kind in log["objectTypes"]}
        objects = {entry["id"]: entry for entry in log["objects"]}
        self.same(types, ["stay", "party", "message", "municipality"], "the types of objects")
        self.ok(len(objects) == len(log["objects"]), "objects have one id each")
        ids = [relation["objectId"] for entry in log["objects"] + log["events"] for relation in entry["relationships"]]
        self.ok(set(ids) <= set(objects), "relations lead to objects")
        declared = {kind["name"]: {told["name"] for told in kind["attributes"]} for kind in log["eventTypes"]}
        self.ok(all({told["name"] for told in event["attributes"]} <= declared[event["type"]] for event in log["events"]),
               "attributes are declared")  # fmt: skip
        related = {(relation["qualifier"], relation["objectId"]) for relation in log["events"][2]["relationships"]}
        expected = {("stay", "stay:anna & co"), ("sender", "party:hospital"), ("recipient", "party:social-services"),
                    ("message", "message:anna & co/a <1>")}  # fmt: skip
        self.ok(related == expected, "a notice is of its stay, sender, recipient and message", related)
        answered = {(relation["qualifier"], relation["objectId"]) for relation in log["events"][3]["relationships"]}
        self.ok(
            ("answered", "message:anna & co/a <1>") in answered, "an answer is of the message that it answers", answered
        )
        home = {
            (relation["qualifier"], relation["objectId"]) for relation in objects["stay:anna & co"]["relationships"]
        }
        self.ok(home == {("registered in", "municipality:0484")}, "a stay is of its municipality", home)

    def test_outcome(self):
        """A case of May 2022 that costs four days at 9 300 SEK."""
        case = next(iter(utskrivning.read(ROOT / "doc" / "case-log" / "anna.case")))
        told = event_logs.outcome(case)
        self.ok(
            (told["charged-days"], told["amount-sek"], told["liability"]) == ("4", "37200", "ended"),
            "what it costs",
            told,
        )
        path = pathlib.Path(self.folder) / "outcome.csv"
        event_logs.write_csv(case, path, attributes=event_logs.outcome, columns=tuple(told))
        row = next(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
        self.ok(row["case:charged-days"] == "4" and row["case:municipality"] == "0484", "stands beside the case", row)
        self.ok(
            [log_of(back) for back in event_logs.read_csv(path)] == [log_of(case)], "and does not come back into it"
        )
        self.fails(
            "a column that was not named", lambda: event_logs.write_csv(case, path, attributes=event_logs.outcome)
        )
        self.fails(
            "a name of the header's",
            lambda: event_logs.write_xes(case, path, attributes=lambda case: {"payer": "1"}),
        )


# --- In ---------------------------------------------------------------------------------------------------------------


COLUMNS = {
    "case": "Ärende",
    "time": "Tid",
    "activity": "Meddelande",
    "sender": "Från",
    "to": "Till",
    "municipality": "Kommun",
}
SAMSA = """Ärende;Tid;Meddelande;Från;Till;Kommun;Skrivet av
a1;2022-05-01 08:00;Förberedd vårdbegäran;Kontaktpunkt;Sjukhuset;0484;x
a1;2022-05-02 09:00;Inskriven;Sjukhuset;;0484;x
a2;2022-05-02 09:30;Inskriven;Sjukhuset;;1480;x
a1;2022-05-02 11:00;Inskrivning;Sjukhuset;Socialtjänsten, Vårdcentral;0484;x

a2;2022-05-02 12:00;Något annat;Sjukhuset;;1480;x
a1;2022-05-09 10:00;UTSKRIVNINGSKLAR;Sjukhuset;Socialtjänsten;0484;x
a1;2022-05-16 10:00;Utskrivning;Sjukhuset;Socialtjänsten;0484;x
"""
SAMSA_A1 = """case a1 municipality=0484
2022-05-01T08:00:00+02:00 social-services care-request prepared
2022-05-02T09:00:00+02:00 hospital admitted
2022-05-02T11:00:00+02:00 hospital admission-notice to=outpatient,social-services
2022-05-09T10:00:00+02:00 hospital discharge-ready-notice to=social-services
2022-05-16T10:00:00+02:00 hospital discharged
"""


class OtherSystems(Claims):
    def test_other_system(self):
        path = pathlib.Path(self.folder) / "samsa.csv"
        path.write_text(SAMSA, encoding="utf-8-sig")
        errors = []
        cases = list(event_logs.read_csv(path, map="samsa", columns=COLUMNS, on_error=errors.append))
        self.ok(
            [case.to_text() for case in cases] == [SAMSA_A1],
            "SAMSA: a case, message by message",
            cases and cases[0].to_text(),
        )
        self.ok([error.line for error in errors] == [7], "the row that is no message of theirs is told", errors)
        self.ok("något-annat" in str(errors[0]) and "case a2" in str(errors[0]), "with its word and its case", errors)
        errors.clear()
        cases = list(event_logs.read_csv(path, map="samsa", columns=COLUMNS, on_error=errors.append, partial=True))
        self.ok([len(case) for case in cases] == [5, 1] and len(errors) == 1, "or its case is read without it", cases)
        self.fails(
            "without a listener it is raised",
            lambda: list(event_logs.read_csv(path, map="samsa", columns=COLUMNS)),
            row=7,
        )
        ignored = event_logs.message_map("samsa", {"Något annat": "-"})
        cases = list(event_logs.read_csv(path, map=ignored, columns=COLUMNS))
        self.ok([len(case) for case in cases] == [5, 1], "a message that is named as none of ours is left out", cases)
        also = event_logs.message_map("samsa", {"något  ANNAT": "track yellow"})
        cases = list(event_logs.read_csv(path, map=also, columns=COLUMNS, header={"rules": "vastra-gotaland"}))
        self.ok(
            cases[1].to_text().endswith("hospital track yellow\n"),
            "and one that the host names is read",
            cases[1].to_text(),
        )
        self.ok({case.rules for case in cases} == {"vastra-gotaland"}, "under the rules that the log does not name")
        latin = pathlib.Path(self.folder) / "latin.csv"
        latin.write_text(SAMSA.replace(";", "\t"), encoding="latin-1")
        cases = list(event_logs.read_csv(latin, map=ignored, columns=COLUMNS, encoding="latin-1"))
        self.ok(len(cases) == 2, "in another encoding, with tabs between", cases)

    def test_ambiguous(self):
        """In Prator a patient is marked as utskrivningsklar: whether that is the notice nobody has said."""
        log = "case:concept:name,concept:name,time:timestamp,org:resource\na,Utskrivningsklar,2022-05-09T10:00,Sjukhuset\n"

        def attempt():
            return list(event_logs.read_csv(io.StringIO(log), map="prator"))

        self.fails("utskrivningsklar alone is not guessed", attempt, 2, "utskrivningsklar")
        told = event_logs.message_map("prator", {"Utskrivningsklar": "discharge-ready-notice"})
        errors = []
        cases = list(event_logs.read_csv(io.StringIO(log), map=told, on_error=errors.append))
        self.ok(cases[0][0].kind == "discharge-ready-notice", "unless the host says what it is", errors)


ROWS = [
    # (what is wrong, a row, what the error is about)
    ("no time", ",admitted,hospital", "time:timestamp"),
    ("no activity", "2022-05-02T09:00,,hospital", "concept:name"),
    ("no sender", "2022-05-02T09:00,admitted,", "admitted"),
    ("no such time", "2022-02-30T09:00,admitted,hospital", None),
    ("an hour that never is", "2022-03-27T02:30,admitted,hospital", None),
    ("an hour that is twice", "2022-10-30T02:30,admitted,hospital", None),
    ("no such party", "2022-05-02T09:00,admitted,hospitals", "hospitals"),
    ("no such event", "2022-05-02T09:00,admited,hospital", "admited"),
    ("more values than columns", "2022-05-02T09:00,admitted,hospital,,,,,", None),
]


def xes(events, name='<string key="concept:name" value="a"/>'):
    rows = "".join(
        f'<event><string key="concept:name" value="{activity}"/><date key="time:timestamp" value="{time}"/>'
        f'<string key="org:group" value="{sender}"/>{more}</event>'
        for activity, time, sender, more in events
    )
    return f"<log><string key='x' value='y'/><trace>{name}{rows}</trace></log>"


class Foreign(Claims):
    def test_bad_rows(self):
        head = "case:concept:name,time:timestamp,concept:name,org:resource\n"
        for claim, row, word in ROWS:
            text = head + "a,2022-05-01T09:00,note,hospital\na," + row + "\nb,2022-05-01T09:00,note,hospital\n"
            self.fails(
                f"{claim}: told with its row",
                lambda text=text: list(event_logs.read_csv(io.StringIO(text))),
                3,
                word,
            )
            errors = []
            names = [case.name for case in event_logs.read_csv(io.StringIO(text), on_error=errors.append)]
            self.ok(
                names == ["b"] and [error.line for error in errors] == [3],
                f"{claim}: only the other case is read",
                errors,
            )
        self.fails(
            "a row without a case",
            lambda: list(event_logs.read_csv(io.StringIO(head + ",2022-05-01T09:00,note,hospital\n"))),
            2,
        )
        self.fails("a field without end", lambda: list(event_logs.read_csv(io.StringIO(head + '"' + "a" * 200000))), 2)
        bytes_of = io.BytesIO(head.encode() + "åsa,2022-05-01T09:00,note,hospital\n".encode("latin-1"))
        self.fails("bytes of another encoding", lambda: list(event_logs.read_csv(bytes_of)))
        self.fails("a file without a head", lambda: list(event_logs.read_csv(io.StringIO(""))))

    def test_foreign_xes(self):
        nested = (
            '<string key="id" value="m1"><string key="to" value="hospital"/></string><float key="words" value="nan"/>'
        )
        text = xes([
            ("Admitted", "2022-05-02T07:00:00.500Z", "Hospital", nested),
            ("Note", "2022-05-02T09:30:00.000+0200", "Social-services", '<string key="expected" value="NaT"/>'),
        ])  # fmt: skip
        cases = list(event_logs.read_xes(io.StringIO(text), columns={"sender": "org:group"}))
        expected = ("case a\n2022-05-02T09:00:00+02:00 hospital admitted id=m1\n"
                    "2022-05-02T09:30:00+02:00 social-services note\n")  # fmt: skip
        self.ok(
            [case.to_text() for case in cases] == [expected],
            "XES of others: offsets, fractions, what is not there",
            cases,
        )
        bad = xes([("note", "2022-05-02T07:00:00Z", "hospital", ""), ("nota", "2022-05-02T07:00:00Z", "hospital", "")])
        self.fails(
            "an event is told by its number",
            lambda: list(event_logs.read_xes(io.StringIO(bad), columns={"sender": "org:group"})),
            2,
        )
        twice = xes([]).replace("<trace>", '<trace><string key="concept:name" value="a"/></trace><trace>')
        self.fails("two traces of one name", lambda: list(event_logs.read_xes(io.StringIO(twice))))
        self.fails("a trace without a name", lambda: list(event_logs.read_xes(io.StringIO(xes([], "")))))
        self.fails("no XML", lambda: list(event_logs.read_xes(io.StringIO("<log><trace>"))))
        self.fails(
            "no entities", lambda: list(event_logs.read_xes(io.StringIO('<!DOCTYPE log [<!ENTITY a "b">]><log/>')))
        )
        self.fails("no log at all", lambda: list(event_logs.read_xes(io.StringIO(""))))

    def test_foreign_ocel(self):
        def log(*relations):
            return json.dumps({
                "objects": [{"id": "s1", "type": "Vårdtillfälle"}, {"id": "s2", "type": "Vårdtillfälle"},
                            {"id": "p", "type": "x"}],
                "events": [{"id": "e1", "type": "Inskrivningsmeddelande", "time": "2022-05-02T09:00:00Z",
                            "relationships": [{"objectId": id, "qualifier": ""} for id in relations]}],
            })  # fmt: skip

        cases = list(event_logs.read_ocel(io.StringIO(log("s1", "p")), form="json", stay="Vårdtillfälle", map="act"))
        self.ok(
            [(case.name, len(case)) for case in cases] == [("s1", 1), ("s2", 0)],
            "OCEL of others: stays of another name",
            cases,
        )
        self.ok(cases[0][0].party == "hospital", "and a sender that the map knows")

        def read(text):
            return list(event_logs.read_ocel(io.StringIO(text), form="json", stay="Vårdtillfälle", map="act"))

        for relations in ((), ("s1", "s2")):
            self.fails(f"an event of {len(relations)} stays", lambda relations=relations: read(log(*relations)), 1)
        for form, text in (
            ("json", "{"),
            ("json", "[]"),
            ("json", '{"objects":[{}],"events":[]}'),
            ("xml", "<log>"),
            ("xml", "{}"),
        ):
            self.fails(
                f"no OCEL in {form}: {text}",
                lambda form=form, text=text: list(event_logs.read_ocel(io.StringIO(text), form=form)),
            )
        self.fails(
            "no entities",
            lambda: list(event_logs.read_ocel(io.StringIO('<!DOCTYPE a [<!ENTITY b "c">]><log/>'), form="xml")),
        )
        self.fails("no form", lambda: list(event_logs.read_ocel(io.StringIO("{}"))))
        self.fails("no such form", lambda: event_logs.write_ocel([], "log.sqlite"))


# --- Tables -----------------------------------------------------------------------------------------------------------


# The kinds that the vocabulary gives recipients.
RECIPIENTS = ("admission-notice", "consent", "discharge-ready-notice", "education", "expected-discharge", "harm-test",
              "homecare-order", "information-transferred", "referral", "sip-call")  # fmt: skip


class Tables(Claims):
    def test_tables(self):
        kinds, parties = {str(kind) for kind in utskrivning.Kind}, {str(party) for party in utskrivning.Party}
        self.same(
            event_logs.systems(),
            ["act", "lifecare-sp", "link", "prator", "samsa"],
            "the systems that there are tables for",
        )
        for system in event_logs.systems():
            path = pathlib.Path(_maps.__file__).parent / "maps" / f"{system}.csv"
            rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
            names = [_maps.normal(row["message"]) for row in rows]
            self.ok(len(set(names)) == len(names), f"{system}: every message once")
            for row in rows:
                is_sender = row["message"].startswith("sender:")
                known = (
                    row["party"] in parties if is_sender else row["event"] in kinds and row["party"] in parties | {""}
                )
                self.ok(known and row["source"], f"{system}: {row['message']} is known, and has a source", row)
                if not is_sender:
                    line = f"2022-05-02T09:00 {row['party'] or 'social-services'} {row['event']} {row['words']}"
                    self.ok(
                        utskrivning.Event(line).kind == row["event"], f"{system}: {row['message']} is an event", line
                    )
        self.ok(
            event_logs.message_map("link").find("INSKRIVNINGSMEDDELANDE").event == "admission-notice",
            "a system has the act's terms",
        )
        takes = [str(kind) for kind in utskrivning.Kind if kind.number and _rows.takes_recipients(str(kind))]
        self.same(takes, RECIPIENTS, "events that name their recipients")
        own = pathlib.Path(self.folder) / "own.csv"
        own.write_text("message,party,event\nKlar hemåt,hospital,home-time\nsender:Avd 7,hospital,\n", encoding="utf-8")
        made = event_logs.message_map("act", own)
        self.ok(
            made.find("klar hemåt").event == "home-time" and made.party("avd 7") == "hospital", "a table of one's own"
        )
        self.fails("no such table", lambda: event_logs.message_map("melior"), word="melior")
        own.write_text("a,b\n1,2\n", encoding="utf-8")
        self.fails("no table", lambda: event_logs.message_map(own), row=1)
        own.write_text("message,party,event\nx,hospital,\n", encoding="utf-8")
        self.fails("a row that maps nothing", lambda: event_logs.message_map(own), row=2)


# --- The page ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def in_folder(folder):
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


class Page(Claims):
    def test_page(self):
        """Every piece of Python in doc/event-logs.md runs, in order, on what the page says is there."""
        page = (ROOT / "doc" / "event-logs.md").read_text(encoding="utf-8")
        blocks = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
        files = dict(re.findall(r"^```csv (\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
        for name, text in files.items():
            (pathlib.Path(self.folder) / name).write_text(text, encoding="utf-8")
        ward = pathlib.Path(self.folder) / "ward.case"
        ward.write_text((ROOT / "examples" / "cases" / "anna.case").read_text(encoding="utf-8"), encoding="utf-8")
        told = io.StringIO()
        with in_folder(self.folder):
            names = {}
            for block in blocks:
                with contextlib.redirect_stdout(told):
                    exec(compile(block, "event-logs.md", "exec"), names)  # noqa: S102
        shown = "".join(re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
        self.ok(
            len(blocks) > 2 and told.getvalue() == shown,
            "the page's pieces run, and print what it shows",
            told.getvalue(),
        )


if __name__ == "__main__":
    unittest.main()
