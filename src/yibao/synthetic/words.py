"""A settled year in words (演示用语): amounts, shares, who somebody is, what a visit was."""

from __future__ import annotations

from datetime import date

from yibao.benefit.person import AT_HOME, Insured, Person, Spell
from yibao.benefit.stay import Stay
from yibao.policy.law import Policy
from yibao.policy.wording.conditions import joined
from yibao.policy.wording.labels import name_label
from yibao.synthetic.standing import Standing
from yibao.terms.dates import age_on
from yibao.terms.text import Text
from yibao.terms.typesetting import percent, yuan


def person_words(person: Person, day: date, policy: Policy) -> Text:
    """Say who an invented person is on a day."""
    names = policy.names
    age = age_on(person.birth, day)
    parts = [Text(f"{age} 岁", f"aged {age}"), *(_insured(s, policy) for s in person.insured)]
    for fact, zh, en, spells in (
        ("category", "身份：", "", person.categories),
        ("cover", "另有", "also in: ", person.covers),
        ("disease", "备案病种：", "filed diseases: ", person.filed),
    ):
        if spells:
            said = joined([name_label(fact, spell.content, names) for spell in spells])
            parts.append(Text(zh + said.zh, en + said.en))
    if person.filings:
        parts += [name_label("filing", spell.content.kind, names) for spell in person.filings]
    return joined(parts, "；", "; ")


def _insured(spell: Spell[Insured], policy: Policy) -> Text:
    scheme = name_label("scheme", spell.content.scheme, policy.names)
    status = name_label("status", spell.content.status, policy.names)
    until = Text(f"至 {spell.last} ", f"until {spell.last}: ") if spell.last else Text("", "")
    return Text(f"{until.zh}{status.zh}，{scheme.zh}", f"{until.en}{status.en}, {scheme.en}")


def visit_words(stay: Stay, policy: Policy, filing: str = "") -> Text:
    """Say what a visit was: care, for which disease, at what kind of place, how it came about."""
    names, care = policy.names, policy.care_types[stay.care]
    parts = [care.label]
    days = (stay.discharge - stay.admission).days
    if care.stay and days:
        parts.append(Text(f"{days} 天", f"{days} day{'s' if days > 1 else ''}"))
    said = [("disease", stay.disease), ("delivery", stay.delivery)]
    said.append(("level", "" if stay.care == "pharmacy" else stay.provider.level))
    if stay.place not in AT_HOME:
        said += [("place", stay.place), ("filing", filing or stay.filing)]
    said += [("link", stay.link), *(("event", event) for event in sorted(stay.events))]
    parts += [name_label(fact, name, names) for fact, name in said if name not in ("", "none")]
    return joined(parts, " · ", " · ")


def standing_words(standing: Standing) -> Text:
    """Say one count of the accumulators: from what to what, and its share of the limit."""
    amount, before = yuan(standing.used), yuan(standing.before)
    moved = standing.before not in (0, standing.used)
    zh = f"{standing.label.zh} {f'{before} → ' if moved else ''}{amount} 元"
    en = f"{standing.label.en} {f'¥{before} → ' if moved else ''}¥{amount}"
    if not standing.limit or standing.limit_words is None:
        return Text(zh, en)
    share, limit = percent(standing.used, standing.limit), standing.limit_words
    return Text(f"{zh}，限额{limit.zh}的 {share}", f"{en}, {share} of the limit of {limit.en}")
