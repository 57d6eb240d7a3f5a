"""The tables of a region that lives (区域数据表): their columns, in one place.

Numbers without a name of their own are places in another table: `person` is the row of a person,
`institution` that of an institution. Money is whole fen (`_fen`), prices in a millionth of a yuan
(`_e6`), quantities in ten-thousandths (`_e4`). Codes are national ones. A text may be empty: not
known or not so.
"""

from __future__ import annotations

import pyarrow as pa

_CODE = pa.dictionary(pa.int32(), pa.string())
_LIST = pa.list_(pa.string())


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


COUNTIES = _schema(code=pa.string(), name=pa.string())
TOWNS = _schema(code=pa.string(), county=_CODE, name=pa.string(), urban=pa.bool_())
VILLAGES = _schema(code=pa.string(), town=pa.int32(), name=pa.string())

EMPLOYERS = _schema(
    emp_no=pa.string(),
    emp_name=pa.string(),
    county=_CODE,
    kind=_CODE,  # government | institution | enterprise
    persons=pa.int32(),
    payroll_fen=pa.int64(),  # of the year before, whole
)

INSTITUTIONS = _schema(
    fixmedins_code=pa.string(),
    fixmedins_name=pa.string(),
    kind=_CODE,  # as `region_files.institutions.KINDS`
    level=_CODE,
    hosp_lv=_CODE,
    nature=_CODE,
    county=_CODE,
    town=pa.int32(),
    beds=pa.int32(),
    capacity=pa.float64(),  # weight against other institutions of its kind
    cost_style=pa.float64(),  # cost of a like case against the region's mean, 1 = as everybody
    length_style=pa.float64(),
    up_coder=pa.bool_(),
)
DOCTORS = _schema(
    dr_codg=pa.string(),
    dr_name=pa.string(),
    institution=pa.int32(),
    dept_code=pa.string(),  # in the house
    dept_name=pa.string(),
    caty=_CODE,  # national code of the department
)

PERSONS = _schema(
    person=pa.int64(),
    psn_no=pa.string(),  # the number that the office gives to person so-and-so
    certno=pa.string(),
    psn_name=pa.string(),
    gend=_CODE,
    brdy=pa.date32(),
    death=pa.date32(),  # null: alive
    county=_CODE,
    town=pa.int32(),
    village=pa.int32(),
    household=pa.int64(),
    insutype=_CODE,  # 310 | 390
    psn_type=_CODE,
    employer=pa.int32(),  # -1: none
    base_fen=pa.int64(),  # monthly base of contribution; 0 for residents
    pension_fen=pa.int64(),  # monthly
    cvlserv_flag=_CODE,
    category=_LIST,  # names of the policy: destitute, low_income …
    psn_idet_type=_LIST,
    chronic=_LIST,  # filed diseases, names of the policy
    chronic_since=pa.list_(pa.date32()),
    family_doctor=pa.int32(),  # institution, -1: none
    away_division=pa.string(),  # filed for care there
    disposable_income_fen=pa.int64(),  # yearly, a head
    frailty=pa.float32(),  # how much more care than others of that age and scheme, mean 1
)

VISITS = _schema(
    visit=pa.int64(),
    mdtrt_id=pa.string(),
    setl_id=pa.string(),
    person=pa.int64(),
    psn_no=pa.string(),
    insutype=_CODE,
    med_type=_CODE,
    care=_CODE,
    begndate=pa.date32(),
    enddate=pa.date32(),
    setl_time=pa.timestamp("s"),
    institution=pa.int32(),
    fixmedins_code=_CODE,
    hosp_lv=_CODE,
    level=_CODE,
    place=_CODE,  # local | away …, as the fact `place`
    filing=_CODE,
    referred_from=pa.int64(),  # visit that referred, -1: none
    link=_CODE,  # to the stay before, as the fact `link`
    disease=_CODE,  # name of the policy for filed and listed diseases
    delivery=_CODE,  # as the fact `delivery`
    dise_codg=_CODE,
    doctor=pa.int32(),
    caty=_CODE,
    diagnosis=_CODE,  # ICD-10 医保 code of the principal diagnosis
    others=_LIST,  # further diagnoses
    procedures=_LIST,  # ICD-9-CM-3 医保 codes, the main one first
    adrg=_CODE,  # which the generator meant; empty but for stays
    true_diagnosis=_CODE,  # differs from `diagnosis` where an up-coder wrote it
    course=_CODE,  # acute | chronic | pregnancy | cancer | dialysis | …
    course_id=pa.int64(),
    discharge_way=_CODE,  # dscg_way
    wanted_fen=pa.int64(),  # what the bill shall be about
    fault=_CODE,  # kind of planted fault, empty: none
)

LINES = _schema(
    setl_id=_CODE,
    psn_no=_CODE,
    visit=pa.int64(),
    feedetl_sn=pa.string(),
    fee_ocur_time=pa.timestamp("s"),
    med_list_codg=_CODE,
    medins_list_codg=_CODE,
    med_chrgitm_type=_CODE,
    chrgitm_lv=_CODE,
    limited=_CODE,
    tag=_CODE,
    cnt=pa.decimal128(16, 4),
    pric=pa.decimal128(18, 6),
    det_item_fee_sumamt=pa.decimal128(16, 2),
    pric_uplmt_amt=pa.decimal128(18, 6),
    selfpay_prop=pa.decimal128(5, 4),
    doctor=pa.int32(),
    rx_no=pa.string(),  # empty: no prescription
    fault=_CODE,
)

PRESCRIPTIONS = _schema(
    rx_no=pa.string(),
    visit=pa.int64(),
    doctor=pa.int32(),
    written=pa.timestamp("s"),
    days=pa.int32(),
    long=pa.bool_(),  # 长处方
    dispensed_at=pa.int32(),  # institution
)
TRACES = _schema(
    trace_code=pa.string(),
    feedetl_sn=pa.string(),
    med_list_codg=_CODE,
    institution=pa.int32(),
    sold=pa.timestamp("s"),
    fault=_CODE,
)
STOCK = _schema(
    institution=pa.int32(),
    med_list_codg=_CODE,
    month=pa.date32(),
    opening_e4=pa.int64(),
    bought_e4=pa.int64(),
    sold_e4=pa.int64(),
    lost_e4=pa.int64(),
    closing_e4=pa.int64(),
    price_e6=pa.int64(),
    fault=_CODE,
)
FAULTS = _schema(
    fault=_CODE,  # kind, as in standards/synthetic/faults.csv
    table=_CODE,  # visits | lines | persons | institutions | traces | stock
    key=pa.string(),  # of the row: setl_id, feedetl_sn, psn_no, fixmedins_code …
    fault_id=pa.int64(),  # the rows of one act have one number
    day=pa.date32(),
    amount_fen=pa.int64(),  # what the fund lost at most by it
)

ONCE = {
    "counties": COUNTIES,
    "towns": TOWNS,
    "villages": VILLAGES,
    "employers": EMPLOYERS,
    "institutions": INSTITUTIONS,
    "doctors": DOCTORS,
}
"""Tables of the whole region."""
BY_PIECE = {
    "persons": PERSONS,
    "visits": VISITS,
    "lines": LINES,
    "prescriptions": PRESCRIPTIONS,
    "traces": TRACES,
    "faults": FAULTS,
}
"""Tables that are made for some thousand persons at a time; stock follows from all pieces."""
