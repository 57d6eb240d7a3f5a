"""Where everything lies in a plan's arrays: the one page that compiler and kernel both read.

A plan is what the kernel runs: integer arrays and nothing else. The names below are the columns of
those arrays; the kernel sees them as constants.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Int = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

# A visit's facts: one int64 each -------------------------------------------------------------
ONE_OF_FACTS = (
    "scheme",
    "care",
    "status",
    "level",
    "provider_kind",
    "place",
    "filing",
    "link",
    "premium_class",
    "rank",
    "delivery",
    "signed",
    "disease",
)
NUMBER_FACTS = (
    "age",
    "ordinal",
    "continuous_years",
    "zero_claim_years",
    "total",
    "annual_wage",
    "annual_pension",
    "monthly_wage",
    "premium",
    "carried_over",
    "date",
)
SET_FACTS = ("filed", "category", "cover", "provider_list", "event")
MARKS = (
    "scheme_code",
    "care_code",
    "year",
    "quarter",
    "month",
    "day",
    "begin_day",
    "end_day",
    "ordinal_place",
)
FACT_COLUMNS = (*ONE_OF_FACTS, *NUMBER_FACTS, *SET_FACTS, *MARKS)
COLUMN = {name: position for position, name in enumerate(FACT_COLUMNS)}

LEVEL = COLUMN["level"]
LINK = COLUMN["link"]
DISEASE = COLUMN["disease"]
ORDINAL = COLUMN["ordinal"]
ORDINAL_PLACE = COLUMN["ordinal_place"]
"""Where the admission is counted: 0 for the region, 1 + level where each level counts apart."""
TOTAL = COLUMN["total"]
FILED = COLUMN["filed"]
SCHEME = COLUMN["scheme_code"]
CARE = COLUMN["care_code"]
YEAR = COLUMN["year"]
QUARTER = COLUMN["quarter"]
MONTH = COLUMN["month"]
DAY = COLUMN["day"]
BEGIN_DAY = COLUMN["begin_day"]
END_DAY = COLUMN["end_day"]

MISSING = -(10**15) - 1
"""A number that was not given: below every bound, so no test holds on it."""

LINE_FACTS = ("class", "item", "tag", "limited")
LINE_COLUMNS = (*LINE_FACTS, "date", "amount", "allowed", "first_pay_ppm")
LINE_DATE, LINE_AMOUNT, LINE_ALLOWED, LINE_FIRST_PAY = range(4, 8)
LINE_RESULT_COLUMNS = ("full_self", "over_limit", "first_pay", "in_scope", "track", "row")
LINE_TRACK, LINE_ROW = 4, 5
LINE_RESULT_WIDTH = len(LINE_RESULT_COLUMNS)

LINKS = ("none", "up", "down", "continued", "split", "same_cycle")
LINK_NONE, LINK_CONTINUED, LINK_SPLIT, LINK_SAME_CYCLE = 0, 3, 4, 5

# Amounts of a visit, per track -----------------------------------------------------------------
FULL_SELF, OVER_LIMIT, FIRST_PAY, IN_SCOPE = range(4)
AMOUNT_COLUMNS = 4

# Decision lists --------------------------------------------------------------------------------
ROW_KIND, ROW_A, ROW_B, ROW_INPUT = range(4)
FIXED, LINEAR, SHARE, UNLIMITED, UNKNOWN, CATALOGUE = range(6)

# Adjustments -----------------------------------------------------------------------------------
ADJUST_OPERATION, ADJUST_LIST, ADJUST_INPUT, ADJUST_ABOVE, ADJUST_MOST = range(5)
OPERATIONS = ("add", "times", "self_times", "set", "at_most", "at_least", "add_each", "times_each")
ADD, TIMES, SELF_TIMES, SET, AT_MOST, AT_LEAST, ADD_EACH, TIMES_EACH = range(8)

# Parts of a base -------------------------------------------------------------------------------
PART_SIGN, PART_CODE, PART_ARGUMENT = range(3)
(
    PART_IN_SCOPE,
    PART_FIRST_PAY,
    PART_OVER_LIMIT,
    PART_FULL_SELF,
    PART_TOTAL,
    PART_PERSONAL,
    PART_PAID,
    PART_DEDUCTIBLE,
    PART_COPAY,
    PART_ABOVE_CAP,
) = range(10)

# Layers ----------------------------------------------------------------------------------------
LAYER_COLUMNS = (
    "when",
    "payer",
    "basic",
    "track",
    "parts",
    "parts_end",
    "deductible",
    "deductible_counter",
    "deductible_adjust",
    "deductible_adjust_end",
    "deductible_ceiling",
    "deductible_ceiling_counter",
    "within_days",
    "links",
    "chain",
    "axis",
    "begins",
    "axis_counter",
    "bands",
    "bands_end",
    "fixed",
    "remainder",
    "adjust",
    "adjust_end",
    "caps",
    "caps_end",
    "floor",
    "floor_parts",
    "floor_parts_end",
    "round_mode",
    "round_unit",
    "round_per",
)
(
    L_WHEN,
    L_PAYER,
    L_BASIC,
    L_TRACK,
    L_PARTS,
    L_PARTS_END,
    L_DEDUCTIBLE,
    L_DEDUCTIBLE_COUNTER,
    L_DEDUCTIBLE_ADJUST,
    L_DEDUCTIBLE_ADJUST_END,
    L_CEILING,
    L_CEILING_COUNTER,
    L_WITHIN_DAYS,
    L_LINKS,
    L_CHAIN,
    L_AXIS,
    L_BEGINS,
    L_AXIS_COUNTER,
    L_BANDS,
    L_BANDS_END,
    L_FIXED,
    L_REMAINDER,
    L_ADJUST,
    L_ADJUST_END,
    L_CAPS,
    L_CAPS_END,
    L_FLOOR,
    L_FLOOR_PARTS,
    L_FLOOR_PARTS_END,
    L_ROUND_MODE,
    L_ROUND_UNIT,
    L_ROUND_PER,
) = range(len(LAYER_COLUMNS))
NONE = -1
PAYER_FUND, PAYER_HOSPITAL = 0, 1
AXIS_VISIT, AXIS_YEAR = 0, 1
FROM_ZERO, FROM_DEDUCTIBLE = 0, 1
LINK_FULL, LINK_DIFFERENCE, LINK_WAIVED = 0, 1, 2
CHAIN_DEDUCTIBLE, CHAIN_AXIS, CHAIN_ENTERED, CHAIN_PAID, CHAIN_END_DAY = range(5)
CHAIN_SLOTS = 5
BANDS_MAX = 16

# Bands -----------------------------------------------------------------------------------------
BAND_OVER, BAND_TO, BAND_PAY = range(3)

# Caps ------------------------------------------------------------------------------------------
CAP_ON, CAP_LIMIT, CAP_QUOTA, CAP_ADJUST, CAP_ADJUST_END, CAP_COUNTERS, CAP_COUNTERS_END = range(7)
ON_FUND, ON_COST = 0, 1
COUNTER_SLOT, COUNTER_PERIOD, COUNTER_WIDTH = range(3)
PERIODS = ("visit", "day", "month", "quarter", "year", "rolling_12_months", "lifetime")
(
    PERIOD_VISIT,
    PERIOD_DAY,
    PERIOD_MONTH,
    PERIOD_QUARTER,
    PERIOD_YEAR,
    PERIOD_ROLLING,
    PERIOD_LIFETIME,
) = range(7)
RING_OF_PERIOD = (0, 31, 12, 4, 0, 12, 0)
"""A count per day, month or quarter keeps the newest so many, so a late claim finds its own."""
SLOTS_OF_PERIOD = (0, 32, 13, 5, 1, 13, 1)
QUOTA_COMBINE, QUOTA_PLUS, QUOTA_MOST, QUOTA_ROWS, QUOTA_ROWS_END = range(5)
COMBINES = (
    "separate",
    "sum",
    "highest",
    "highest_plus_share",
    "highest_plus_fixed",
    "highest_plus_each",
)
(
    COMBINE_SEPARATE,
    COMBINE_SUM,
    COMBINE_HIGHEST,
    COMBINE_PLUS_SHARE,
    COMBINE_PLUS_FIXED,
    COMBINE_PLUS_EACH,
) = range(6)
QUOTA_DISEASE, QUOTA_BIT, QUOTA_LIST = range(3)

# Overall ceilings ------------------------------------------------------------------------------
OVERALL_SHARE, OVERALL_PARTS, OVERALL_PARTS_END = range(3)

# Procedure lists -------------------------------------------------------------------------------
P_OVER_LIMIT, P_COVERED, P_FIRST_PAY, P_AWAY = range(4)
OVER_LIMIT_PERSON, OVER_LIMIT_HOSPITAL = 0, 1

# The accumulators: a header, the ordinals by level, then each layer's chain and the counters -----
STATE_YEAR = 0
STATE_ORDINALS = 1

# What a settled visit returns --------------------------------------------------------------------
OUT_COLUMNS = (
    "status",
    "where",
    "total",
    "full_self",
    "over_limit",
    "first_pay",
    "in_scope",
    "deductible",
    "fund",
    "hospital",
    "personal",
    "program",
)
(
    OUT_STATUS,
    OUT_WHERE,
    OUT_TOTAL,
    OUT_FULL_SELF,
    OUT_OVER_LIMIT,
    OUT_FIRST_PAY,
    OUT_IN_SCOPE,
    OUT_DEDUCTIBLE,
    OUT_FUND,
    OUT_HOSPITAL,
    OUT_PERSONAL,
    OUT_PROGRAM,
) = range(len(OUT_COLUMNS))
OUT_WIDTH = len(OUT_COLUMNS)
OK, NO_RULE, UNKNOWN_RULE, NOT_COVERED, BAD_AMOUNT, BROKEN_IDENTITY, EARLIER_YEAR = range(7)

# What each layer of a settled visit returns
RESULT_BASE, RESULT_DEDUCTIBLE, RESULT_COPAY, RESULT_ABOVE_CAP, RESULT_PAID = range(5)
RESULT_COLUMNS = 5

# The trace: one row of integers per step ---------------------------------------------------------
TRACE_COLUMNS = 7
(
    T_LAYER,
    T_AWAY,
    T_ENTRY_CAP,
    T_DEDUCTIBLE,
    T_ADJUST_AMOUNT,
    T_LINK,
    T_STILL_DUE,
    T_BAND,
    T_ADJUST_RATIO,
    T_FIXED,
    T_FUND_CAP,
    T_FLOOR,
    T_PAID,
    T_OVERALL,
    T_ADJUST_LIMIT,
) = range(15)


class Rules(NamedTuple):
    """Every decision list of a plan."""

    lists: Int
    """[list, 2]: first row, end."""
    rows: Int
    """[row, 4]: kind, a, b, input."""
    needs: Bits
    """[row, word]: the tests that must hold."""


class Tests(NamedTuple):
    """How facts become bits, for the visit and for its lines."""

    one_of: Int
    """[fact asked about, 2]: column, first line of `one_of_bits`."""
    one_of_bits: Bits
    numbers: Int
    """[fact asked about, 4]: column, first break, number of breaks, first line of `number_bits`."""
    breaks: Int
    number_bits: Bits
    sets: Int
    """[test, 5]: column, mask, negated, word, bit."""
    line_one_of: Int
    line_numbers: Int


class PlanArrays(NamedTuple):
    """The arrays of a plan, as the kernel takes them.

    They lie in groups, so that the functions called most are handed only what they read.
    """

    rules: Rules
    tests: Tests
    adjusts: Int
    parts: Int
    layers: Int
    link_lists: Int
    """[layer, link]: list that says what a linked stay owes."""
    bands: Int
    caps: Int
    cap_counters: Int
    counters: Int
    year_slots: Int
    quotas: Int
    quota_rows: Int
    overall: Int
    programs: Int
    """[scheme, care]: program or NONE."""
    program_spans: Int
    program_layers: Int
    procedure: Int
    track_whens: Int
    stays: Int
    """[care]: 1 where the care counts as an admission."""
