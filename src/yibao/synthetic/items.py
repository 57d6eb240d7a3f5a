"""What is charged for (收费项目): invented items of every kind the law tells apart, with prices."""

from __future__ import annotations

from dataclasses import dataclass

from yibao.terms.money import parse_yuan
from yibao.terms.ratio import parse_ratio
from yibao.terms.text import Text

ALWAYS = 0.0
"""The weight of an item that stands on every bill of its use."""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the invented catalogue.

    `uses` says on which bills it may stand and how often: `out`, `in`, `surgery` … or a disease.
    """

    label: Text
    kind: str
    item_class: str
    tag: str
    price_fen: int
    per_day: bool
    first_pay_ppm: int
    ceiling_fen: int | None
    uses: dict[str, float]

    @property
    def is_drug(self) -> bool:
        """Whether it is sold at the same price everywhere and taken in courses."""
        return self.kind in ("drug", "herb", "preparation")


def _items(text: str) -> tuple[Item, ...]:
    """Read lines of `中文 | English | kind class tag | price per | own share | ceiling | uses`."""
    return tuple(_item([part.strip() for part in line.split("|")]) for line in text.splitlines())


def _item(parts: list[str]) -> Item:
    zh, en, what, price, first_pay, ceiling, uses = parts
    kind, item_class, tag = what.split()
    yuan, per = price.split()
    return Item(
        Text(zh, en),
        kind,
        item_class,
        tag,
        parse_yuan(yuan),
        per == "day",
        parse_ratio(first_pay),
        None if ceiling == "-" else parse_yuan(ceiling),
        {use: float(weight) for use, _, weight in (word.partition("=") for word in uses.split())},
    )


ITEMS = _items(
    """\
诊查费 | consultation | service a none | 15 once | 0% | - | out=0 two=0 chronic=0 antenatal=0
住院诊查费 | ward rounds | service a none | 18 day | 0% | - | in=0 birth=0
护理费 | nursing | service a none | 26 day | 0% | - | in=0 birth=0
普通病房床位费 | bed, ordinary ward | bed a none | 45 day | 0% | 40 | in=0 birth=0
单人病房加收 | single room, extra | bed c none | 180 day | 0% | - | in=0.4 birth=1
重症监护 | intensive care | treatment a none | 1400 day | 0% | - | in=0.25
血常规 | blood count | exam a none | 25 once | 0% | - | out=5 in=6 birth=5 antenatal=4
尿常规 | urinalysis | exam a none | 18 once | 0% | - | out=4 in=4 two=2 antenatal=4
生化全套 | biochemistry panel | exam b none | 180 once | 10% | - | out=2 in=6 chronic=3 birth=2
糖化血红蛋白 | glycated haemoglobin | exam a none | 70 once | 0% | - | diabetes=6 two=2
心电图 | electrocardiogram | exam a none | 30 once | 0% | - | out=3 in=5 hypertension=4 birth=2
胸部X线摄片 | chest X-ray | exam a none | 65 once | 0% | - | out=2 in=4
彩色多普勒超声 | Doppler ultrasound | exam b none | 140 once | 10% | - | out=2 in=5 chronic=2
产前超声检查 | antenatal ultrasound | exam b antenatal | 150 once | 10% | - | antenatal=9 birth=3
CT平扫 | CT scan | special_exam b none | 280 once | 10% | - | out=0.6 in=4
磁共振平扫 | MRI scan | special_exam b none | 560 once | 20% | - | out=0.3 in=2
阿莫西林胶囊 | amoxicillin capsules | drug a essential | 18 once | 0% | - | out=5 pharmacy=4
对乙酰氨基酚片 | paracetamol tablets | drug a essential | 8 once | 0% | - | out=5 pharmacy=4
盐酸二甲双胍片 | metformin tablets | drug a essential | 24 once | 0% | - | diabetes=9
苯磺酸氨氯地平片 | amlodipine tablets | drug a essential | 21 once | 0% | - | hypertension=9
瑞舒伐他汀钙片 | rosuvastatin tablets | drug b none | 32 once | 10% | - | out=1 chronic=4 two=3 in=2
甘精胰岛素注射液 | insulin glargine | drug b none | 78 once | 10% | - | diabetes=6
奥氮平片 | olanzapine tablets | drug b none | 46 once | 10% | - | mental_illness=9
头孢曲松钠注射剂 | ceftriaxone injection | drug a none | 22 day | 0% | - | in=8 surgery=6
奥美拉唑注射剂 | omeprazole injection | drug b none | 34 day | 10% | - | in=7 surgery=5
人血白蛋白 | human albumin | drug b none | 420 once | 20% | - | in=2 surgery=1
进口复合维生素片 | imported vitamins | drug c none | 88 once | 0% | - | out=1 pharmacy=2 in=0.5
靶向抗肿瘤药片 | targeted anticancer tablets | drug b negotiated | 1600 once | 20% | - | \
malignancy_therapy=5 in=0.3
生物制剂注射剂 | biologic injection | drug b dual_channel | 980 once | 15% | - | \
pharmacy=0.8 malignancy_therapy=2 chronic=0.2
免疫治疗药注射剂 | immunotherapy injection | drug b separate | 2400 once | 20% | - | \
pharmacy=0.4 malignancy_therapy=2 in=0.1
黄芪饮片 | astragalus slices | herb a none | 12 once | 0% | - | out=3 pharmacy=2 chronic=1
止咳合剂（院内制剂） | cough mixture, own make | preparation b none | 28 once | 10% | - | out=2
静脉输液 | infusion | treatment a none | 11 day | 0% | - | in=0 birth=4
伤口换药 | wound dressing | treatment a none | 26 once | 0% | - | out=1 surgery=5
针灸治疗 | acupuncture | treatment b none | 55 once | 10% | - | out=2 in=1
体外冲击波碎石 | lithotripsy | relaxed_item b none | 1200 once | 20% | - | in=0.5 surgery=0.5
血液透析 | haemodialysis | treatment a none | 400 once | 0% | - | dialysis=0
静脉化疗 | chemotherapy | treatment a none | 160 once | 0% | - | malignancy_therapy=6
腹腔镜手术 | laparoscopic operation | treatment b none | 3200 once | 10% | - | surgery=0
麻醉 | anaesthesia | treatment a none | 680 once | 0% | - | surgery=0
接生 | delivery care | treatment a none | 900 once | 0% | - | birth=0
一次性输液器 | infusion set | material a none | 4 day | 0% | 3.50 | in=7 surgery=4
可吸收缝合线 | absorbable suture | material b none | 165 once | 10% | 150 | surgery=6 birth=2
国产人工关节 | domestic artificial joint | domestic_implant b none | 6800 once | 20% | 6500 | \
surgery=0.8
进口冠状动脉支架 | imported coronary stent | imported_implant b none | 9800 once | 30% | 9000 | \
surgery=0.7
病历复印 | copy of records | other c none | 8 once | 0% | - | in=1 birth=1
陪护椅租用 | companion's chair | other c none | 12 day | 0% | - | in=2 birth=2"""
)
"""Some forty items; a name is generic and no item is a real product with its real price."""
