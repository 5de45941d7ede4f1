# SPDX-License-Identifier: LGPL-2.1-or-later
"""Charts, by matplotlib: `pip install utskrivning[charts]`.

    from utskrivning import charts

    charts.months(settlement, "0484").savefig("0484.svg")
    charts.compare(cases, ["lus", "sormland"]).savefig("agreements.svg")
"""

from __future__ import annotations

from typing import Any, Iterable, Optional, Sequence, Union

from ._case import Case, Instant, Rates, Readings
from ._rules import Pack, as_pack
from ._settlement import Settlement

_DAYS, _OWED, _THRESHOLD, _UNKNOWN = "#0072b2", "#d55e00", "#000000", "#999999"


def _figure(width: float, height: float) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as problem:
        raise ImportError("charts need matplotlib: pip install utskrivning[charts]") from problem
    return Figure(figsize=(width, height), layout="constrained")


def months(settlement: Settlement, municipality: Optional[str], *, rules: Optional[str] = None) -> Any:
    """The months of a municipality: days a person against the threshold, and the days that are owed.

    municipality   four digits; None: stays of which no payer is known
    rules          id of the pack, where there are several

    Returns a figure of matplotlib's. A month in which something is unknown is hatched.
    """
    chosen = [m for m in settlement if m.municipality == municipality and rules in (None, m.rules)]
    if not chosen:
        raise ValueError(f"the settlement has no month of {municipality}")
    if len({month.rules for month in chosen}) > 1:
        raise ValueError(f"several packs: say rules=, one of {', '.join(sorted({m.rules for m in chosen}))}")
    figure = _figure(max(6.0, 0.6 * len(chosen) + 3), 4)
    average, owed = figure.subplots(2, 1, sharex=True)
    places = range(len(chosen))
    average.bar(places, [month.average or 0 for month in chosen], color=_DAYS)
    if chosen[0].threshold is not None:
        average.axhline(chosen[0].threshold, color=_THRESHOLD, linestyle="--", linewidth=1, label="tröskel (threshold)")
        average.legend()
    average.set_ylabel("dagar per person\n(days a person)")
    bars = owed.bar(places, [month.owed_days or 0 for month in chosen], color=_OWED)
    for bar, month in zip(bars, chosen):
        known = month.owed_days is not None
        label = "okänt" if not known else "" if month.owed_sek is None else f"{month.owed_sek:,.0f} kr".replace(",", " ")
        owed.annotate(label, (bar.get_x() + bar.get_width() / 2, bar.get_height()), ha="center", va="bottom", fontsize=7)
        if not known:
            bar.set(hatch="//", facecolor="none", edgecolor=_UNKNOWN)
    owed.margins(y=0.2)
    owed.set_ylabel("dagar att betala\n(days owed)")
    owed.set_xticks(list(places), [month.month for month in chosen], rotation=45, ha="right")
    figure.suptitle(f"{municipality or 'okänd betalare'}, {chosen[0].rules}")
    return figure


def compare(
    cases: Iterable[Case],
    rules: Sequence[Union[Pack, str]],
    *,
    at: Optional[Instant] = None,
    readings: Readings = None,
    rates: Rates = None,
) -> Any:
    """The same cases under several agreements: the days that a municipality would pay for each, case by case.

    Returns a figure of matplotlib's; a case whose days are unknown is marked with a question mark.
    """
    kept = list(cases)
    packs = [pack for pack in map(as_pack, rules) if pack is not None]
    figure = _figure(max(6.0, 0.5 * len(kept) + 3), 4)
    axes = figure.subplots()
    width = 0.8 / max(1, len(packs))
    for number, pack in enumerate(packs):
        days = [case.judge(at, rules=pack, readings=readings, rates=rates).liability.days for case in kept]
        places = [place + width * (number - (len(packs) - 1) / 2) for place in range(len(kept))]
        axes.bar(places, [count or 0 for count in days], width, label=pack.id)
        for place, count in zip(places, days):
            if count is None:
                axes.annotate("?", (place, 0), ha="center", va="bottom")
    axes.set_xticks(range(len(kept)), [case.name or "" for case in kept], rotation=45, ha="right")
    axes.set_ylabel("dagar (days charged)")
    axes.legend()
    return figure
