"""The words of policy files as people say them (用语): names of facts, roles, periods."""

from __future__ import annotations

from collections.abc import Mapping

from yibao.policy.facts import FACTS, NAMES_OF
from yibao.terms.dictionaries import dictionary
from yibao.terms.levels import LEVEL_GROUPS, LEVELS, Level
from yibao.terms.text import Text

Names = Mapping[str, Mapping[str, Text]]
"""What a policy declares under `names`: section → name → label."""


def _table(text: str) -> dict[str, Text]:
    """Read lines of `name | 中文 | English`."""
    rows = [line.split("|") for line in text.strip().splitlines()]
    return {name.strip(): Text(zh.strip(), en.strip()) for name, zh, en in rows}


def _as_institution(level: Level) -> Text:
    """Say 三级甲等医院, 未定级机构; a village clinic is an institution by its own name."""
    zh = level.label.zh
    if zh.endswith("级"):
        zh += "机构" if level.key == "unrated" else "医院"
    elif zh.endswith("等"):
        zh += "医院"
    return Text("三级（未分等）医院" if level.key == "tertiary" else zh, level.label.en)


_NAMES: dict[str, dict[str, Text]] = {
    "level": {level.key: _as_institution(level) for level in LEVELS},
    "status": _table("""
        working | 在职 | working
        retired | 退休 | retired
        veteran_worker | 建国前老工人 | workers from before 1949
        flexible | 灵活就业 | flexibly employed
        adult | 成年居民 | adult residents
        elderly | 老年居民 | elderly residents
        student | 学生 | students
        child | 儿童 | children
        newborn | 新生儿 | newborns
    """),
    "provider_kind": _table("""
        hospital | 医院 | hospital
        tcm_hospital | 中医医院 | hospital of Chinese medicine
        clinic | 诊所、门诊部 | clinic
        pharmacy | 药店 | pharmacy
        other | 其他机构 | other provider
    """),
    "place": _table("""
        in_county | 本县（区）内 | in the county
        in_city | 本市内 | in the city
        in_province | 市外省内 | in the province
        out_of_province | 省外 | out of the province
    """),
    "filing": _table("""
        not_needed | 无需备案 | no filing needed
        none | 未备案 | not filed
        long_term | 长期异地居住备案 | filed as living elsewhere
        referral | 转诊备案 | filed as referred
        emergency | 急诊备案 | filed as an emergency
        temporary | 临时外出备案 | filed as temporarily away
    """),
    "link": _table("""
        none | 与前次住院无关联 | not linked to a stay before
        up | 上转 | referred up
        down | 下转 | referred down
        continued | 中途结算后继续住院 | continued after a mid-stay settlement
        split | 跨年拆分后续住院 | second part of a stay over the year's end
        same_cycle | 同一疾病周期再住院 | readmitted in the same cycle of a disease
    """),
    "premium_class": _table("""
        single | 单一缴费档 | single premium class
        low | 低缴费档 | low premium class
        middle | 中缴费档 | middle premium class
        high | 高缴费档 | high premium class
    """),
    "rank": _table("""
        none | 无职级 | no rank
        section | 科级及以下 | section rank and below
        county | 县处级 | county rank
        bureau | 厅局级及以上 | bureau rank and above
    """),
    "delivery": _table("""
        none | 非生育 | no delivery
        natural | 顺产 | natural delivery
        assisted | 助娩产 | assisted delivery
        caesarean | 剖宫产 | caesarean
        miscarriage | 流产 | miscarriage
        antenatal | 产前检查 | antenatal care
    """),
    "signed": _table("""
        yes | 在签约机构就医 | with the signed doctor
        no | 未签约 | not signed
    """),
    "disease": _table("none | 未指明病种 | no named disease"),
    "class": _table("""
        a | 甲类 | class A
        b | 乙类 | class B
        c | 丙类 | class C
    """),
    "item": _table("""
        drug | 药品 | drug
        herb | 中药饮片 | herbal slice
        preparation | 医院制剂 | hospital preparation
        exam | 检查 | examination
        special_exam | 特殊检查 | special examination
        treatment | 治疗 | treatment
        relaxed_item | 放宽项目 | relaxed item
        bed | 床位 | bed
        material | 医用材料 | material
        domestic_implant | 国产植入材料 | domestic implant
        imported_implant | 进口植入材料 | imported implant
        service | 医疗服务 | service
        other | 其他 | other item
    """),
    "tag": _table("""
        none | 无标记 | no tag
        negotiated | 谈判药品 | negotiated drug
        dual_channel | 双通道药品 | dual-channel drug
        separate | 单行支付药品 | separately paid drug
        essential | 基本药物 | essential drug
        temporary_catalogue | 临时纳入目录 | in the catalogue for a time
        antenatal | 产前检查项目 | antenatal item
    """),
    "limited": _table("""
        no | 无限制使用 | not of limited use
        approved | 限制使用，已审批 | limited use, approved
        refused | 限制使用，未通过 | limited use, refused
    """),
}

LEVEL_LABELS = _table("""
    hospital_any | 各级医疗机构 | institutions of any level
    secondary_and_below | 二级及以下医疗机构 | secondary hospitals and below
    primary_and_below | 一级及以下医疗机构 | primary hospitals and below
    grassroots | 基层医疗卫生机构 | grassroots institutions
    tertiary_any | 三级医院 | tertiary hospitals
""")

GROUPS: dict[str, tuple[tuple[frozenset[str], Text], ...]] = {
    "level": tuple(
        (frozenset(LEVEL_GROUPS[group]), label) for group, label in LEVEL_LABELS.items()
    ),
    "place": (
        (frozenset({"in_county", "in_city"}), Text("本市内", "in the city")),
        (frozenset({"in_province", "out_of_province"}), Text("市外", "out of the city")),
    ),
    "status": (
        (
            frozenset({"working", "retired", "veteran_worker", "flexible"}),
            Text("职工参保人", "employees"),
        ),
        (
            frozenset({"adult", "elderly", "student", "child", "newborn"}),
            Text("居民参保人", "residents"),
        ),
    ),
}
"""Names that are said together, the widest first."""

ROLES = _table("""
    basic_inpatient | 基本医保住院 | basic insurance, in-patient
    basic_outpatient | 基本医保门诊 | basic insurance, out-patient
    chronic | 门诊慢特病 | chronic and special diseases
    two_diseases | 两病门诊用药 | drugs for the two diseases
    dual_channel | 双通道药品 | dual-channel drugs
    separate_drug | 单行支付药品 | separately paid drugs
    maternity | 生育医疗 | maternity care
    catastrophic | 大病保险 | catastrophic insurance
    large_sum | 大额补助 | large-sum subsidy
    civil_servants | 公务员补助 | civil servants' subsidy
    enterprise | 企业补充保险 | enterprise's supplement
    assistance | 医疗救助 | medical assistance
    tilted_assistance | 倾斜救助 | tilted assistance
    city_supplement | 惠民保 | city's supplementary insurance
    mutual_aid | 医疗互助 | mutual aid
    fiscal | 财政补助 | treasury's subsidy
    other | 其他 | other
""")

PERIODS = _table("""
    visit | 每次 | per visit
    day | 每日 | per day
    month | 每月 | per month
    quarter | 每季 | per quarter
    year | 年度 | per year
    rolling_12_months | 连续12个月 | per rolling 12 months
    lifetime | 终身 | per lifetime
    disease_year | 每病种年度 | per disease and year
""")

PROCEDURE = _table("""
    policy_date | 按哪一日的政策 | whose day decides the policy
    year_date | 按哪一日归年度 | whose day decides the benefit year
    eligibility_date | 按哪一日认定身份 | whose day decides who one is
    fold_order | 累计的先后 | order of counting
    cross_year | 跨年度住院 | stay over the year's end
    late_claim | 滞后结算 | late claim
    reversal | 撤销结算 | reversal
    ordinal_counts | 住院次序的范围 | ordinal of admissions counts
    over_limit_borne_by | 超限价由谁负担 | over-limit cost is borne by
    account_pays | 个人账户可支付 | personal accounts pay
    final_settlement | 出院结算的时间 | final settlement of a stay
    continued | 中途结算后续住院的起付线 | deductible of a continued stay
    split | 跨年拆分后续住院的起付线 | deductible after a split at the year's end
    up | 上转住院的起付线 | deductible after a referral up
    down | 下转住院的起付线 | deductible after a referral down
    same_cycle | 同一疾病周期再住院的起付线 | deductible within one cycle of a disease
""")

WORDS = _table("""
    admission | 入院日 | admission
    discharge | 出院日 | discharge
    settlement | 结算（次序） | settlement
    service_end | 就医结束日 | end of service
    by_discharge | 归出院年度 | the year of discharge
    by_settlement | 归结算年度 | the year of settlement
    split_at_year_end | 年末中途结算 | split at the year's end
    append | 接在最后 | appended
    refold | 全年重算 | year folded again
    newest_first | 从最新一笔起 | newest first
    keep_later | 后续各笔不动 | later ones stay
    refold_later | 后续各笔重算 | later ones folded again
    region | 全统筹地区 | all institutions
    level | 同级机构 | institutions of one level
    person | 个人 | person
    hospital | 医院 | hospital
    full | 全额 | in full
    difference | 补差 | the difference
    waived | 免除 | waived
    yes | 是 | yes
    no | 否 | no
    personal | 个人负担的全部 | all that the person bears
    within_scope | 个人负担的政策范围内部分 | what the person bears within scope
    nothing | 不支付 | nothing
    after_discharge | 办理出院之后 | after the discharge
    any_time | 出院前后均可 | before or after the discharge
    catalogue | 按目录规定的比例 | the item's own in the catalogue
    half_up | 四舍五入 | half up
    down | 舍去 | down
    up | 进位 | up
    half_even | 四舍六入五成双 | half to even
    layer | 按层 | per layer
    band | 按段 | per band
""")

OPERATIONS = _table("""
    add | 增加 | add
    times | 乘以 | times
    self_times | 自付部分乘以 | own share times
    set | 定为 | set to
    at_most | 不超过 | at most
    at_least | 不低于 | at least
    add_each | 每增一个单位增加 | add for each
    times_each | 每增一个单位按比例变动 | change by a share for each
""")

PARTS = _table("""
    in_scope | 政策范围内费用 | cost in scope
    first_pay | 先行自付 | first pay
    over_limit | 超限价自费 | over-limit cost
    full_self | 全自费 | full self-pay
    total | 总费用 | the whole bill
    personal | 尚未支付的费用 | what is still unpaid
    paid | 已支付 | paid by
    deductible | 起付线内费用 | deductible of
    copay | 按比例自付 | co-payment of
    above_cap | 封顶线以上费用 | cost above the cap of
""")

INDICES = _table("""
    average_wage | 职工年平均工资 | average wage
    disposable_income | 居民人均可支配收入 | disposable income per resident
    mean_pension | 平均养老金 | mean pension
    ordinary | 普通参保人的标准 | what ordinary persons have
""")

STATUSES = _table("""
    verified | 官方文件 | official document
    secondary | 汇编资料 | compilation
    unverified | 未核实 | unverified
    assumed | 程序假定 | assumed
""")


def name_label(fact: str, name: str, names: Names) -> Text:
    """Return how people say one name of a fact; a name without a label stands for itself.

    >>> name_label("status", "retired", {}).zh
    '退休'
    """
    own = names.get(NAMES_OF.get(fact, fact), {})
    if fact == "scheme":
        return dictionary("insutype").label(name)
    return own.get(name) or _NAMES.get(fact, {}).get(name) or Text(name, name)


def known_names(fact: str, names: Names) -> tuple[str, ...]:
    """List the names that a fact may take under a policy."""
    known = FACTS[fact]
    if not known.declared:
        return known.names
    own = tuple(names.get(NAMES_OF.get(fact, fact), {}))
    return (known.default, *own) if known.default and known.default not in own else own
