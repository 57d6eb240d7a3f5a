"""Build the figures that a region is made from.

    python standards/synthetic/build.py DATA

DATA is a folder with `fund` (bulletins, census) and `plan` (points of a city's plan). Writes
``figures.csv``, ``population.csv`` and ``mortality.csv`` beside this file. Our own assumptions are
written by hand in ``assumed.csv``.
"""

import csv
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ("name", "value", "unit", "year", "status", "source", "note")
PLAN = "商洛市“十四五”医疗保障事业发展规划 商医保发〔2021〕31号"
YEAR = "2025"
FINAL = "annual_bulletin_final"
WAN, YI = 10_000, 100_000_000

# Name of ours → point of the plan, what one of its units is, our unit.
POINTS = {
    "residents_insured": ("SL.P.011", WAN, "persons"),
    "employees_insured": ("SL.P.010", WAN, "persons"),
    "resident_coverage": ("SL.P.012", 0.01, "ratio"),
    "poor_insured": ("SL.P.069", WAN, "persons"),
    "poor_stays": ("SL.P.071", 1, "stays"),
    "poor_scope_ratio": ("SL.P.083", 0.01, "ratio"),
    "institutions": ("SL.P.055", 1, "institutions"),
    "village_clinics": ("SL.P.056", 1, "institutions"),
    "pharmacies": ("SL.P.057", 1, "institutions"),
    "hospitals_level_one": ("SL.P.099", 1, "institutions"),
    "hospitals_level_two": ("SL.P.100", 1, "institutions"),
    "hospitals_level_three": ("SL.P.101", 1, "institutions"),
    "private_hospitals": ("SL.P.088", 1, "institutions"),
    "counties": ("SL.P.113", 1, "counties"),
    "relief_firms": ("SL.P.110", 1, "employers"),
    "relief_persons": ("SL.P.111", WAN, "persons"),
    "relief_yuan": ("SL.P.112", WAN, "yuan"),
    "relief_months": ("SL.P.108", 1, "months"),
    "relief_share": ("SL.P.109", 0.01, "ratio"),
    "employer_rate": ("SL.P.027", 0.01, "ratio"),
    "employee_rate": ("SL.P.028", 0.01, "ratio"),
    "employee_income_yuan": ("SL.P.016", WAN, "yuan"),
    "employee_scope_ratio": ("SL.P.025", 0.01, "ratio"),
    "resident_scope_ratio": ("SL.P.024", 0.01, "ratio"),
    "resident_premium": ("SL.P.029", 1, "yuan"),
    "resident_subsidy": ("SL.P.030", 1, "yuan"),
    "agreements": ("SL.P.054", 1, "agreements"),
    "employee_surplus": ("SL.P.017", WAN, "yuan"),
    "employee_pool_surplus": ("SL.P.018", WAN, "yuan"),
    "account_surplus": ("SL.P.019", WAN, "yuan"),
    "employee_cumulative_surplus": ("SL.P.020", WAN, "yuan"),
    "resident_surplus": ("SL.P.023", WAN, "yuan"),
    "two_diseases_yuan": ("SL.P.033", WAN, "yuan"),
    "poor_households": ("SL.P.062", WAN, "households"),
    "subsidy_least": ("SL.P.063", 1, "yuan"),
    "subsidy_most": ("SL.P.064", 1, "yuan"),
    "poor_basic_yuan": ("SL.P.074", WAN, "yuan"),
    "poor_catastrophic_cases": ("SL.P.075", 1, "person-times"),
    "poor_catastrophic_yuan": ("SL.P.076", WAN, "yuan"),
    "poor_assistance_cases": ("SL.P.077", 1, "person-times"),
    "poor_assistance_yuan": ("SL.P.078", WAN, "yuan"),
}
# Name of ours → metric of the bulletin, what one of its units is, our unit.
NATIONAL = {
    "nation_insured": ("basic_insurance_enrollees", WAN, "persons"),
    "nation_maternity_cases": ("maternity_benefit_visits", WAN, "person-times"),
    "nation_maternity_yuan": ("maternity_fund_expenditure", YI, "yuan"),
    "nation_assistance_cases": ("medical_assistance_visits", WAN, "person-times"),
    "nation_assistance_yuan": ("medical_assistance_expenditure", YI, "yuan"),
    "nation_assisted_enrolments": ("medical_assistance_subsidized_enrollees", WAN, "persons"),
    "assistance_a_stay": ("medical_assistance_inpatient_avg", 1, "yuan"),
    "assistance_a_visit": ("medical_assistance_outpatient_avg", 1, "yuan"),
    "nation_negotiated_cases": ("negotiated_drug_reimbursements", YI, "person-times"),
    "employee_pool_yuan_nation": ("employee_pool_expenditure", YI, "yuan"),
    "account_yuan_nation": ("employee_account_expenditure", YI, "yuan"),
    "resident_fund_yuan_nation": ("resident_fund_expenditure", YI, "yuan"),
    "nation_away_visits": ("out_of_area_visits", YI, "visits"),
    "nation_away_yuan": ("out_of_area_expenses", YI, "yuan"),
    "employee_active_nation": ("employee_active_enrollees", WAN, "persons"),
    "employee_retired_nation": ("employee_retiree_enrollees", WAN, "persons"),
}
BY_SCHEME = {
    "nation": ("enrollees", WAN, "persons"),
    "stay_cost": ("avg_inpatient_cost", 1, "yuan"),
    "stay_days": ("avg_length_of_stay", 1, "days"),
    "medical_yuan_nation": ("medical_expenses", YI, "yuan"),
    "institution_yuan_nation": ("institution_expenses", YI, "yuan"),
    "pharmacy_yuan_nation": ("pharmacy_expenses", YI, "yuan"),
    "outpatient_visits_nation": ("outpatient_visits", YI, "visits"),
    "chronic_visits_nation": ("chronic_outpatient_visits", YI, "visits"),
    "stays_nation": ("inpatient_visits", YI, "stays"),
    "pharmacy_visits_nation": ("pharmacy_visits", YI, "visits"),
    "catalogue_pay_ratio": ("catalog_payment_ratio", 0.01, "ratio"),
}
SCHEMES = {"employee": "职工", "resident": "居民"}
# Name of ours → row of the long series behind the scheme, what one of its units is, our unit.
SERIES = {
    "outpatient_yuan_nation": ("普通门(急)诊医疗费", YI, "yuan"),
    "chronic_yuan_nation": ("门诊慢特病医疗费", YI, "yuan"),
    "inpatient_yuan_nation": ("住院医疗费", YI, "yuan"),
    "discharges_nation": ("出院人次", WAN, "stays"),
    "away_visits_nation": ("异地就医人次", WAN, "visits"),
    "away_yuan_nation": ("异地就医总费用", YI, "yuan"),
    "away_province_visits_nation": ("跨省异地就医人次", WAN, "visits"),
    "away_province_yuan_nation": ("跨省异地就医费用", YI, "yuan"),
}
# Name of ours, numerator, denominator, unit, for each scheme {s}.
QUOTIENTS = (
    ("outpatient_visits_a_head", "outpatient_visits_nation", "nation", "visits"),
    ("chronic_visits_a_head", "chronic_visits_nation", "nation", "visits"),
    ("pharmacy_visits_a_head", "pharmacy_visits_nation", "nation", "visits"),
    ("stays_a_head", "discharges_nation", "nation", "stays"),
    ("outpatient_cost", "outpatient_yuan_nation", "outpatient_visits_nation", "yuan"),
    ("chronic_cost", "chronic_yuan_nation", "chronic_visits_nation", "yuan"),
    ("pharmacy_cost", "pharmacy_yuan_nation", "pharmacy_visits_nation", "yuan"),
    ("cost_a_head", "medical_yuan_nation", "nation", "yuan"),
    ("institution_cost_a_head", "institution_yuan_nation", "nation", "yuan"),
    ("inpatient_share_of_cost", "inpatient_yuan_nation", "institution_yuan_nation", "ratio"),
    ("away_visits_a_head", "away_visits_nation", "nation", "visits"),
    ("away_cost_share", "away_yuan_nation", "institution_yuan_nation", "ratio"),
    ("away_province_share", "away_province_yuan_nation", "away_yuan_nation", "ratio"),
)
# Name of ours, numerator, denominator, unit, for the nation or the city.
FURTHER = (
    ("assistance_cases_a_head", "nation_assistance_cases", "nation_insured", "person-times"),
    ("assistance_a_head", "nation_assistance_yuan", "nation_insured", "yuan"),
    ("assisted_enrolments_share", "nation_assisted_enrolments", "resident_nation", "ratio"),
    ("negotiated_cases_a_head", "nation_negotiated_cases", "nation_insured", "person-times"),
    ("employee_pool_a_head", "employee_pool_yuan_nation", "employee_nation", "yuan"),
    ("account_a_head", "account_yuan_nation", "employee_nation", "yuan"),
    ("resident_fund_a_head", "resident_fund_yuan_nation", "resident_nation", "yuan"),
    ("poor_stays_a_head", "poor_stays", "poor_insured", "stays"),
    ("poor_basic_a_stay", "poor_basic_yuan", "poor_stays", "yuan"),
    ("poor_share", "poor_insured", "insured", "ratio"),
)
ACTIVE_YUAN, RETIRED_YUAN = 8085.07 * YI, 10377.63 * YI

Row = dict[str, str]


def rows(file: Path) -> list[Row]:
    """Return the rows of a table."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def write(name: str, columns: tuple[str, ...], lines: Iterable[Row]) -> None:
    """Write a table beside this file."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(lines)


def row(name: str, value: float, unit: str, year: str, *rest: str) -> Row:
    """Return a row of a figure; `rest` is its status, source, note."""
    return dict(zip(COLUMNS, (name, f"{value:.10g}", unit, year, *rest), strict=True))


def sourced(data: Path) -> Iterator[Row]:
    """Yield the figures that are printed somewhere."""
    points = {point["id"]: point for point in rows(data / "plan" / "seed_points.csv")}
    for name, (key, factor, unit) in POINTS.items():
        point = points[key]
        number = float(point["value"]) * factor
        note = f"{point['measure_zh']} {point['value']} {point['unit']}"
        yield row(name, number, unit, point["year"], "sourced", PLAN, note)
    bulletin = {
        one["metric"]: one
        for one in rows(data / "fund" / "nhsa_national_2023_2025_metrics.csv")
        if one["year"] == YEAR and one["series"] == FINAL
    }
    wanted = NATIONAL | {
        f"{scheme}_{name}": (f"{scheme}_{metric}", factor, unit)
        for scheme in SCHEMES
        for name, (metric, factor, unit) in BY_SCHEME.items()
    }
    for name, (metric, factor, unit) in wanted.items():
        one = bulletin[metric]
        source = f"国家医疗保障局 2025年全国医疗保障事业发展统计公报 {one['source_url']}"
        yield row(name, float(one["value"]) * factor, unit, YEAR, "sourced", source, "final")
    series = {
        one["indicator"]: one
        for one in rows(data / "fund" / "nhsa_national_long_series_1998_2025.csv")
        if one["year"] == YEAR
    }
    for scheme, zh in SCHEMES.items():
        for name, (indicator, factor, unit) in SERIES.items():
            one = series[zh + indicator]
            number = float(one["value"]) * factor
            source = "国家医疗保障局 医保数智库 art_257_21405（2012—2025年待遇享受）"
            yield row(f"{scheme}_{name}", number, unit, YEAR, "sourced", source, zh + indicator)
    source = "国家医疗保障局 2025年在职、退休职工医疗费用（转述）；两者之和即公报的职工医药机构费用"
    yield row("active_yuan_nation", ACTIVE_YUAN, "yuan", YEAR, "sourced", source, "")
    yield row("retired_yuan_nation", RETIRED_YUAN, "yuan", YEAR, "sourced", source, "")


def derived(known: dict[str, float]) -> Iterator[Row]:
    """Yield what follows from printed figures."""

    def made(name: str, number: float, unit: str, how: str) -> Row:
        known[name] = number
        return row(name, number, unit, YEAR, "derived", "", how)

    for scheme in SCHEMES:
        for name, above, below, unit in QUOTIENTS:
            number = known[f"{scheme}_{above}"] / known[f"{scheme}_{below}"]
            how = f"{scheme}_{above} / {scheme}_{below}"
            yield made(f"{scheme}_{name}", number, unit, how)
    active, retired = known["employee_active_nation"], known["employee_retired_nation"]
    yield made("active_to_retired", active / retired, "ratio", "active / retired, nation")
    of_active, of_retired = ACTIVE_YUAN / active, RETIRED_YUAN / retired
    yield made("active_cost_a_head", of_active, "yuan", "active_yuan_nation / persons")
    yield made("retired_cost_a_head", of_retired, "yuan", "retired_yuan_nation / persons")
    yield made("retiree_cost_multiple", of_retired / of_active, "ratio", "retired / active, a head")
    insured = known["residents_insured"] + known["employees_insured"]
    yield made("insured", insured, "persons", "residents_insured + employees_insured")
    working = round(known["employees_insured"] * active / (active + retired))
    yield made("employees_working", working, "persons", "employees_insured by the nation's ratio")
    yield made(
        "employees_retired",
        known["employees_insured"] - working,
        "persons",
        "employees_insured - employees_working",
    )
    relief = known["relief_yuan"] / known["relief_persons"] / known["relief_months"]
    yield made(
        *("relief_a_head_and_month", relief, "yuan"), "relief_yuan / relief_persons / relief_months"
    )
    base = relief / (known["employer_rate"] * known["relief_share"])
    yield made("enterprise_base", base, "yuan a month", "relief / (employer_rate × relief_share)")
    rate = known["employer_rate"] + known["employee_rate"]
    mean = known["employee_income_yuan"] / rate / 12 / working
    yield made("mean_base", mean, "yuan a month", "employee_income_yuan / rates / 12 / working")
    for name, above, below, unit in FURTHER:
        yield made(name, known[above] / known[below], unit, f"{above} / {below}")
    levels = sum(known[f"hospitals_level_{level}"] for level in ("one", "two", "three"))
    yield made(
        *("institutions_unrated", known["institutions"] - levels, "institutions"),
        "institutions - hospitals of levels one to three",
    )


def mothers(data: Path) -> Iterator[Row]:
    """Yield the mean age of mothers at a birth and its standard deviation, by the census."""
    ages: list[float] = []
    births: list[float] = []
    for one in rows(data / "fund" / "census_births_by_mother_age_sample.csv"):
        period, kind, education = one["year"], one["type"], one["education"]
        of_all = (kind, education) == ("不分城乡", "不区分") and period.startswith("2019")
        if of_all and one["age"].removesuffix("岁").isdecimal():
            ages.append(float(one["age"].removesuffix("岁")) + 0.5)
            births.append(float(one["合计"]))
    whole = sum(births)
    mean = sum(age * many for age, many in zip(ages, births, strict=True)) / whole
    square = sum((age - mean) ** 2 * many for age, many in zip(ages, births, strict=True)) / whole
    source = "中国人口普查年鉴2020 按母亲年龄分的出生人数（长表抽样，2019.11.1—2020.10.31，全国）"
    yield row("mothers_age", mean, "years", "2020", "derived", source, "mean of single ages")
    spread = ("2020", "derived", source, "standard deviation of single ages")
    yield row("mothers_age_spread", math.sqrt(square), "years", *spread)


def population(data: Path) -> Iterator[Row]:
    """Yield the census of the province by age and sex."""
    for one in rows(data / "fund" / "census_pop_age_sex_province_2010_2020.csv"):
        if (one["census_year"], one["area"]) == ("2020", "陕西") and one["age_group"] != "合计":
            first, last = ages(one["age_group"])
            sex = {"M": "1", "F": "2"}[one["sex"]]
            yield {"first": first, "last": last, "gend": sex, "persons": one["population"]}


def mortality(data: Path) -> Iterator[Row]:
    """Yield deaths in a thousand persons and a year by single age, nation."""
    for one in rows(data / "fund" / "census_mortality_single_age_national_2010_2020.csv"):
        if one["period"].startswith("2019") and one["area_type"] == "不分城乡":
            age = one["age"].removesuffix("岁及以上").removesuffix("岁")
            if age.isdecimal():
                yield {
                    "age": age,
                    "male_permille": one["rate_m_permille"],
                    "female_permille": one["rate_f_permille"],
                }


def ages(text: str) -> tuple[str, str]:
    """Return the first and the last year of an age group; the oldest ends at 104."""
    bare = text.removesuffix("及以上").removesuffix("岁").split("-")
    if "及以上" in text:
        return bare[0].removesuffix("岁"), "104"
    return bare[0], bare[-1]


def main(data: Path) -> None:
    """Write all tables."""
    printed = list(sourced(data))
    known = {one["name"]: float(one["value"]) for one in printed}
    write("figures.csv", COLUMNS, [*printed, *derived(known), *mothers(data)])
    write("population.csv", ("first", "last", "gend", "persons"), population(data))
    columns = ("age", "male_permille", "female_permille")
    write("mortality.csv", columns, mortality(data))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
