"""What a reader must know to judge the figures (测算口径)."""

from __future__ import annotations

from yibao.terms.text import Text

METHOD = (
    Text(
        "同样的就诊、同样的次序、同样的费用，分别按两个方案结算。就医行为假定不变：不因待遇变化而多就诊、"
        "少就诊、换医院或改门诊为住院。这是一阶的静态效应；提高待遇的实际支出通常更高，"
        "降低待遇的实际节省通常更少。",
        "The same visits, order and bills, settled under both laws. Behaviour is taken not to "
        "change: nobody seeks more or less care, or elsewhere, because benefits are others. This "
        "is the first-order, static effect: richer benefits usually cost more than shown, poorer "
        "ones save less.",
    ),
    Text(
        "A、B 指两个方案；变化＝B－A。总费用＝基金支付＋医院负担＋个人负担，每一笔都成立，"
        "所以三者变化之和为零。个人账户从个人负担中支付，不另计。",
        "A and B are the two laws; change = B − A. Bill = funds + hospitals + persons, on every "
        "visit, so the three changes sum to zero. The personal account pays out of the person's "
        "part.",
    ),
    Text(
        "实际报销比例＝基金支付÷总费用。政策范围内报销比例＝基金支付÷政策范围内费用。",
        "Effective reimbursement ratio = funds ÷ bill. Ratio in scope = funds ÷ cost in scope.",
    ),
    Text(
        "多付、少付按人、按全年计：个人负担 B－A。没有就诊的人不在其中。按就诊分组（险种、"
        "医疗类别、医院等级）时，一人在每个组中按该组就诊的变化计。",
        "Who pays more or less is told by person over the year: personal payments B − A. Persons "
        "without a visit are not among them. In groupings of visits (scheme, care, level) a person "
        "counts in each group with the change of the visits there.",
    ),
    Text(
        "身份、年龄、收入组、区县按此人全年最后一笔计入的就诊，所以每人只在一组；有多种身份的人归入"
        "“恰好有这些身份”的组。",
        "Identity, age, income group and county are those at the person's last counted visit, so "
        "everybody is in one group; who has several identities is in the group of exactly these.",
    ),
    Text(
        "基尼系数：按个人负担从低到高排列，G＝2Σi·yᵢ÷(nΣy)－(n+1)/n。集中指数：按收入组从低到高的分组"
        "公式（Kakwani、Wagstaff、van Doorslaer，1997），负值表示更多流向低收入组。"
        "泰尔指数按区县分解为区县内与区县间之和（Shorrocks，1980）。没有标准误：计入的是全部"
        "就诊，不是样本。",
        "Gini: persons by what they pay, G = 2Σi·yᵢ ÷ (nΣy) − (n+1)/n. Concentration index: "
        "grouped data, poorest first (Kakwani, Wagstaff & van Doorslaer 1997); negative: more goes "
        "to the poor. The Theil index is the sum of what is within and between counties "
        "(Shorrocks 1980). No standard errors: these are all visits, not a sample.",
    ),
    Text(
        "金额以分为单位用整数相加，分毫不差；比例和指数只供阅读，不参与结算。",
        "Amounts are whole fen and add up exactly; ratios and indices are for the reader only.",
    ),
)
