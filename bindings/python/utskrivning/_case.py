# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cases, and reading and writing them as case logs."""

from __future__ import annotations

import datetime
import io
import os
from decimal import Decimal
from typing import IO, Any, Callable, Dict, Iterable, Iterator, Mapping, Optional, Tuple, Union

from . import _core
from ._core import Event
from ._errors import Error
from ._html import case_html
from ._judgement import Judgement, Sharing, Worklist
from ._records import _time
from ._rules import Municipality, Pack, as_pack
from ._words import Care, Party, ShareItem, Status

Instant = Union[datetime.datetime, str, int]
Rules = Union[Pack, str, None]
Readings = Optional[Mapping[str, str]]
Rates = Optional[Mapping[int, Union[Decimal, int]]]

_NO_MUNICIPALITY = -1


def _code(municipality: Optional[Municipality]) -> int:
    if municipality is None:
        return 0
    return _NO_MUNICIPALITY if municipality == "none" else int(municipality)


def _code_text(code: int) -> Optional[str]:
    return None if code == 0 else "none" if code == _NO_MUNICIPALITY else f"{code:04d}"


def _ore(amount: Union[Decimal, int]) -> int:
    """Öre of an amount: an int is öre, a Decimal is kronor."""
    if isinstance(amount, Decimal):
        ore = amount * 100
        if ore != ore.to_integral_value():
            raise Error("an amount of less than an öre", Status.BAD_ARGUMENT, word=str(amount), expected="whole öre")
        return int(ore)
    if isinstance(amount, int) and not isinstance(amount, bool):
        return amount
    raise Error(
        "an amount is no such number",
        Status.BAD_ARGUMENT,
        word=repr(amount),
        expected="kronor as Decimal, or öre as int; never float, which is not exact",
    )


def _plain_readings(readings: Readings) -> Optional[Dict[str, str]]:
    return None if readings is None else {str(name): str(value) for name, value in readings.items()}


def _plain_rates(rates: Rates) -> Optional[Dict[int, int]]:
    return None if rates is None else {int(year): _ore(amount) for year, amount in rates.items()}


class Case(_core.Case):
    """The log of one stay: dated events, kept in the order of their time.

    name                the host's opaque key; never a personal number
    municipality        where the patient is registered: four digits as text or int, "none", or None: unknown
    payer               the municipality that has placed the patient elsewhere (5 kap. 2 § andra stycket)
    rules               the pack that the case is judged under unless judge() is told otherwise: an id
    region              county code of the caring region, 1 to 99; None: that of the pack
    care                "somatic" or "psychiatric"; what an admission says wins from there
    previous            name of the stay before this one
    previous_discharge  the instant of its discharge
    events              Events, or lines of a case log, to append

    len(case), case[index] and iteration give its events in the order they were added. A case may be used by several
    threads.
    """

    def __init__(
        self,
        name: Optional[str] = None,
        *,
        municipality: Optional[Municipality] = None,
        payer: Optional[Municipality] = None,
        rules: Rules = None,
        region: Optional[int] = None,
        care: Union[Care, str, None] = None,
        previous: Optional[str] = None,
        previous_discharge: Optional[Instant] = None,
        events: Iterable[Union[Event, str]] = (),
    ) -> None:
        self._set_header(
            name,
            rules.id if isinstance(rules, Pack) else rules,
            previous,
            _code(municipality),
            _code(payer),
            region or 0,
            0 if care is None else Care(care).number,
            previous_discharge,
        )
        for event in events:
            self.append(event)

    # --- The header

    @property
    def name(self) -> Optional[str]:
        """The host's key."""
        return self._header()[0]

    @property
    def rules(self) -> Optional[str]:
        """The id of the pack that the log names, or None."""
        return self._header()[1]

    @property
    def previous(self) -> Optional[str]:
        """The name of the stay before this one, or None."""
        return self._header()[2]

    @property
    def municipality(self) -> Optional[str]:
        """Four digits, "none" (registered in no municipality), or None: unknown."""
        return _code_text(self._header()[3])

    @property
    def payer(self) -> Optional[str]:
        """The placing municipality in four digits, or None."""
        return _code_text(self._header()[4])

    @property
    def region(self) -> Optional[int]:
        """County code of the caring region; None: that of the pack."""
        return self._header()[5] or None

    @property
    def care(self) -> Optional[Care]:
        """The kind of care that the header names, or None."""
        number = self._header()[6]
        return next((care for care in Care if care.number == number), None)

    @property
    def previous_discharge(self) -> Optional[datetime.datetime]:
        """When the stay before this one ended, or None."""
        return self._header()[7]

    @property
    def line(self) -> Optional[int]:
        """The line of its header in the file it was read from, or None."""
        return self._header()[8] or None

    # --- The log

    @property
    def events(self) -> Tuple[Event, ...]:
        """All events, in the order they were added; retracted and refused ones among them."""
        return tuple(self[index] for index in range(len(self)))

    def latest(self, known_at: Optional[Instant] = None) -> Optional[datetime.datetime]:
        """The latest time of any event that is neither a retraction nor retracted (of those known then); the instant
        at which a case is judged when none is given. None without any."""
        return self._latest(known_at)

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events)

    def __copy__(self) -> Case:
        return self.copy()

    def __deepcopy__(self, memo: Any) -> Case:
        return self.copy()

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self).restore, (self.store(),))

    # --- Asking

    def judge(
        self,
        at: Optional[Instant] = None,
        *,
        rules: Rules = None,
        readings: Readings = None,
        rates: Rates = None,
        known_at: Optional[Instant] = None,
    ) -> Judgement:
        """Judges the case as it stood at an instant.

        at        None: the latest event. Events later than it do not count.
        rules     the pack, or its id; None: the one that the log names, else the act ("lus")
        readings  how to read what the texts leave open, such as {"late": "curable"}; see readings()
        rates     {year: amount per day of care}: kronor as Decimal, or öre as int; these win over the built-in ones
        known_at  leaves out what was recorded later than it: what could be known then
        """
        pack, chosen, amounts = as_pack(rules), _plain_readings(readings), _plain_rates(rates)
        judgement = self._judge(Judgement, at, known_at, pack, chosen, amounts)
        judgement._question = (at, known_at, pack, chosen, amounts)
        return judgement

    def what_if(
        self,
        *events: Union[Event, str],
        move: Optional[Mapping[int, Instant]] = None,
        at: Optional[Instant] = None,
        rules: Rules = None,
        readings: Readings = None,
        rates: Rates = None,
        known_at: Optional[Instant] = None,
    ) -> Judgement:
        """Judges the case as it would be with these events besides; the case itself does not change.

        move   {index: instant}: and with these events at other times. What if the notice had been sent an hour earlier?

        What if a message had not been sent: an event that retracts it. The rest is as in judge().
        """
        copy = self.copy()
        for index, instant in (move or {}).items():
            copy.move(index, instant)
        for event in events:
            copy.apply(event)
        return copy.judge(at, rules=rules, readings=readings, rates=rates, known_at=known_at)

    def worklist(
        self,
        party: Union[Party, str],
        at: Optional[Instant] = None,
        *,
        rules: Rules = None,
        readings: Readings = None,
        known_at: Optional[Instant] = None,
    ) -> Worklist:
        """What a party must and may do at an instant (None: at the latest event)."""
        return self._worklist(Worklist, party, at, known_at, as_pack(rules), _plain_readings(readings))

    def may_share(
        self,
        sender: Union[Party, str],
        recipient: Union[Party, str],
        item: Union[ShareItem, str],
        at: Optional[Instant] = None,
        *,
        rules: Rules = None,
        readings: Readings = None,
        known_at: Optional[Instant] = None,
    ) -> Sharing:
        """May one party tell another an item at an instant (None: at the latest event)? (2 och 3 kap.)"""
        return self._share(
            Sharing, sender, recipient, item, at, known_at, as_pack(rules), _plain_readings(readings)
        )

    # --- Text

    def to_text(self, swedish: bool = False) -> str:
        """The case as a case log, in English ids or Swedish aliases. Reading it gives the same case."""
        return self._write(swedish)

    def __repr__(self) -> str:
        name = "without a name" if self.name is None else repr(self.name)
        first, last = (_time(self[0].at), _time(self[len(self) - 1].at)) if len(self) else ("none", "none")
        count = "1 event" if len(self) == 1 else f"{len(self)} events"
        return f"<Case {name}: {count}, {first} to {last}, municipality {self.municipality}, rules {self.rules}>"

    def _repr_html_(self) -> str:
        return case_html(self)


# --- Reading -------------------------------------------------------------------------------------------------------------


class CaseReader(_core.Reader):
    """The cases of a log, one at a time, whatever the size of the file; from read() or reads().

    A case with a bad line is left out. Without `on_error` its first error is raised, with the further ones in
    `error.others`, and the next call goes on with the next case. With it every bad line is told to the function, and so
    is every refused event (status refused), whose case is not left out.
    """

    _on_error: Optional[Callable[[Error], object]]
    _close: Optional[Callable[[], object]]
    _held: Optional[Case]

    def _begin(self, on_error: Optional[Callable[[Error], object]], close: Optional[Callable[[], object]]) -> CaseReader:
        self._on_error, self._close, self._held = on_error, close, None
        return self

    def _report(self) -> None:
        errors = self._errors()
        if self._on_error is not None:
            for error in errors:
                self._on_error(error)
            return
        bad = [error for error in errors if error.status != Status.REFUSED]
        if bad:
            bad[0].others = bad[1:]
            raise bad[0]

    def __iter__(self) -> CaseReader:
        return self

    def __next__(self) -> Case:
        case, self._held = self._held, None
        if case is None:
            case = self._next(Case)
            self._held = case
            self._report()
            self._held = None
        if case is None:
            self.close()
            raise StopIteration
        return case

    def close(self) -> None:
        """Closes the file that read() opened."""
        close, self._close = self._close, None
        if close is not None:
            close()

    def __enter__(self) -> CaseReader:
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_close", None) is not None:
            self.close()


def read(
    source: Union[str, os.PathLike[str], IO[str], IO[bytes]],
    *,
    on_error: Optional[Callable[[Error], object]] = None,
) -> CaseReader:
    """Reads the cases of a case log: a path, or anything with a read() of text or bytes.

    on_error   told of every bad line and every refused event; without it bad lines are raised
    """
    if hasattr(source, "read"):
        name = getattr(source, "name", None)
        return CaseReader(source.read, name if isinstance(name, str) else None)._begin(on_error, None)
    path = os.fspath(source)  # type: ignore[arg-type]
    file = open(path, "rb", buffering=0)
    return CaseReader(file.read, os.fsdecode(path))._begin(on_error, file.close)


def reads(text: Union[str, bytes], *, on_error: Optional[Callable[[Error], object]] = None) -> CaseReader:
    """Reads the cases of a case log that is in memory."""
    return CaseReader(text.encode() if isinstance(text, str) else bytes(text), None)._begin(on_error, None)


def _write_all(cases: Union[Case, Iterable[Case]], write: Callable[[str], object], swedish: bool) -> None:
    for number, case in enumerate([cases] if isinstance(cases, _core.Case) else cases):
        write(("\n" if number else "") + case.to_text(swedish))


def write(
    cases: Union[Case, Iterable[Case]],
    target: Union[str, os.PathLike[str], IO[str], IO[bytes]],
    *,
    swedish: bool = False,
) -> None:
    """Writes a case, or any iterable of cases, as a case log: to a path, or to anything with a write()."""
    if not hasattr(target, "write"):
        with open(target, "w", encoding="utf-8", newline="\n") as file:  # type: ignore[arg-type]
            _write_all(cases, file.write, swedish)
    elif isinstance(target, (io.RawIOBase, io.BufferedIOBase)) or "b" in str(getattr(target, "mode", "")):
        _write_all(cases, lambda text: target.write(text.encode()), swedish)  # type: ignore[union-attr,arg-type]
    else:
        _write_all(cases, target.write, swedish)  # type: ignore[union-attr,arg-type]


def writes(cases: Union[Case, Iterable[Case]], *, swedish: bool = False) -> str:
    """A case, or any iterable of cases, as a case log in memory."""
    parts: list = []
    _write_all(cases, parts.append, swedish)
    return "".join(parts)
