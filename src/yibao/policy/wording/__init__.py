"""A law in words (政策用语): conditions, values, layers and whole regions as sentences.

Nothing here prints; every function gives `Text`, Chinese and English, for whoever shows it.
"""

from yibao.policy.wording.conditions import condition
from yibao.policy.wording.labels import name_label
from yibao.policy.wording.operands import operand

__all__ = ["condition", "name_label", "operand"]
