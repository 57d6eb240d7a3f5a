"""The words that a policy file may use, key by key."""

ROLES = (
    "basic_inpatient",
    "basic_outpatient",
    "chronic",
    "two_diseases",
    "dual_channel",
    "separate_drug",
    "maternity",
    "catastrophic",
    "large_sum",
    "civil_servants",
    "enterprise",
    "assistance",
    "tilted_assistance",
    "city_supplement",
    "mutual_aid",
    "fiscal",
    "other",
)

MOMENTS = ("admission", "discharge", "settlement")
LINKED = ("full", "difference", "waived")
LINKS = ("continued", "split", "up", "down", "same_cycle")

PROCEDURE: dict[str, tuple[str, ...]] = {
    "policy_date": MOMENTS,
    "year_date": MOMENTS,
    "eligibility_date": MOMENTS,
    "fold_order": ("settlement", "service_end"),
    "cross_year": ("by_discharge", "by_settlement", "split_at_year_end"),
    "late_claim": ("append", "refold"),
    "reversal": ("newest_first", "keep_later", "refold_later"),
    "ordinal_counts": ("region", "level"),
    "over_limit_borne_by": ("person", "hospital"),
    "account_pays": ("personal", "within_scope", "nothing"),
    "final_settlement": ("after_discharge", "any_time"),
    **dict.fromkeys(LINKS, LINKED),
}

# These decide how a visit is read at all, so they cannot depend on what it brings.
FOR_ALL = (
    "policy_date",
    "year_date",
    "eligibility_date",
    "fold_order",
    "cross_year",
    "late_claim",
    "reversal",
    "ordinal_counts",
    "account_pays",
    "final_settlement",
)

ROUNDING_MODES = ("half_up", "down", "up", "half_even")
ROUNDING_PER = ("layer", "band")

PERIODS = ("day", "month", "quarter", "year", "rolling_12_months")
DEDUCTIBLE_PER = ("visit", *PERIODS, "disease_year")
CAP_PER = ("visit", *PERIODS, "lifetime")
COMBINE = (
    "separate",
    "sum",
    "highest",
    "highest_plus_share",
    "highest_plus_fixed",
    "highest_plus_each",
)

PLAIN_PARTS = ("in_scope", "first_pay", "over_limit", "full_self", "total", "personal")
LAYER_PARTS = ("paid", "deductible", "copay", "above_cap")

SIMPLE_OPERATIONS = ("add", "times", "self_times", "set", "at_most", "at_least")
EACH_OPERATIONS = ("add_each", "times_each")
