# SPDX-License-Identifier: LGPL-2.1-or-later
"""OpenFisca: variables of a stay with formulas. It has no events: the first of each kind is given to it, untimed."""

from importlib.metadata import version

import numpy as np
from openfisca_core import entities, periods, simulations, taxbenefitsystems, variables

from . import common, numpy_columns
from .numpy_columns import MISSING, local

NAME = f"OpenFisca {version('openfisca-core')}"
NEVER = 2**31 - 1  # its integers have 32 bits
YEAR = periods.period("2025")  # that of the assessment; formulas are of a period
Stay = entities.build_entity(key="stay", plural="stays", label="A stay in hospital", is_person=True)


def variable(name, label, formula=None, value_type=int):
    """OpenFisca reads the members of the class itself, not those of its base."""
    members = {"entity": Stay, "value_type": value_type, "definition_period": periods.DateUnit.YEAR, "label": label}
    if formula is not None:
        members["formula"] = formula
    return type(name, (variables.Variable,), members)


GIVEN = {
    "admitted": common.ADMITTED,
    "assessed": common.NEEDS_ASSESSED,
    "told": common.ADMISSION_NOTICE,
    "called": common.SIP_CALL,
    "notice": common.READY_NOTICE,
    "left": common.DISCHARGED,
}


def local_of(stay, name, period):
    return local(stay(name, period).astype(np.int64))


def notice_day(stay, period):
    return local_of(stay, "notice", period)[0]


def entry_day(stay, period):
    late = local_of(stay, "notice", period)[1] > common.NOON
    return stay("notice_day", period) + common.GRACE_DAYS + late


def end_day(stay, period):
    return local_of(stay, "left", period)[0]


def in_time(stay, period):
    need = np.maximum(stay("admitted", period), stay("assessed", period))
    called = (stay("called", period) != NEVER) & (
        local_of(stay, "called", period)[0] <= stay("notice_day", period) + common.GRACE_DAYS)
    return (stay("told", period) <= need + common.DAY) & called


def liability(stay, period):
    over = stay("end_day", period) <= stay("entry_day", period)
    return np.where(over, common.NONE, np.where(stay("in_time", period), common.ENDED, common.BLOCKED))


def days(stay, period):
    charged = stay("liability", period) == common.ENDED
    return np.where(charged, stay("end_day", period) - stay("entry_day", period), 0)


def ore(stay, period):
    charged = stay("liability", period) == common.ENDED
    return np.where(charged, numpy_columns.sum_of_amounts(stay("entry_day", period), stay("end_day", period)), 0)


FORMULAS = [
    variable("notice_day", "The local day of the ready notice", notice_day),
    variable("entry_day", "The day on which liability enters (5 kap. 4 §)", entry_day),
    variable("end_day", "The local day of the discharge", end_day),
    variable("in_time", "The notice and the call came in time (5 kap. 3 §)", in_time, bool),
    variable("liability", "utskr_liability_status", liability),
    variable("days", "Charged days", days),
    variable("ore", "The amount, in öre", ore),
]


def prepare(folder):
    at, kind, offsets = numpy_columns.prepare(folder)
    system = taxbenefitsystems.TaxBenefitSystem([Stay])
    for each in [*(variable(name, f"The instant of: {name}") for name in GIVEN), *FORMULAS]:
        system.add_variable(each)
    firsts = {name: numpy_columns.first_of(at, kind, offsets, number) for name, number in GIVEN.items()}
    return system, {name: np.where(first == MISSING, NEVER, first).astype(np.int32) for name, first in firsts.items()}


def compute(data):
    system, firsts = data
    simulation = simulations.SimulationBuilder().build_default_simulation(system, count=len(firsts["notice"]))
    for name, values in firsts.items():
        simulation.set_input(name, YEAR, values)
    return tuple(simulation.calculate(name, YEAR) for name in ("liability", "entry_day", "days", "ore"))
