"""Invented names of persons (演示姓名); what somebody is called follows from a number."""

from __future__ import annotations

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
)
_GIVEN = "安邦晨初春丹冬恩芳岗广海涵和宏华欢辉嘉建静康兰乐力良林铃明宁平琪青清荣瑞若山诗书思涛"
_SECOND = "安博成诚达东方飞峰刚光国浩恒红洁杰娟军凯兰磊丽亮琳玲龙梅敏娜楠鹏萍强勤琴荣珊盛石松婷"
_OF_TWO = 7
"""Every so many a name has two characters only."""


def name_of(number: int) -> str:
    """Return a name.

    >>> name_of(0), name_of(1)
    ('王安', '李邦博')
    """
    surname = _SURNAMES[number % len(_SURNAMES)]
    rest = number // len(_SURNAMES) + number
    given = _GIVEN[rest % len(_GIVEN)]
    if number % _OF_TWO == 0:
        return surname + given
    return surname + given + _SECOND[(rest // len(_GIVEN) + number) % len(_SECOND)]
