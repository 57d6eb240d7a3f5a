"""Invented names of persons (虚构姓名); what somebody is called follows from numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
)
_GIVEN = "安邦晨初春丹冬恩芳岗广海涵和宏华欢辉嘉建静康兰乐力良林铃明宁平琪青清荣瑞若山诗书思涛"
_SECOND = "安博成诚达东方飞峰刚光国浩恒红洁杰娟军凯兰磊丽亮琳玲龙梅敏娜楠鹏萍强勤琴荣珊盛石松婷"
_MALE = "刚军强峰磊鹏勇涛建国志伟海龙飞浩宏辉杰明平亮东成文武斌超林松波"
_FEMALE = "芳丽娜敏静秀娟英兰霞红玲燕梅莉琴萍婷雪慧琳洁玉华月香倩颖珊春艳"
_OF_TWO = 7
"""Every so many a name has two characters only."""

Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


def name_of(number: int) -> str:
    """Return a name.

    >>> name_of(0), name_of(1)
    ('王安', '李邦博')
    """
    surname = SURNAMES[number % len(SURNAMES)]
    rest = number // len(SURNAMES) + number
    given = _GIVEN[rest % len(_GIVEN)]
    if number % _OF_TWO == 0:
        return surname + given
    return surname + given + _SECOND[(rest // len(_GIVEN) + number) % len(_SECOND)]


def names(
    surname: Numbers, female: np.ndarray[tuple[int], np.dtype[np.bool_]], luck: Numbers
) -> pa.Array:
    """Return the names of many; families share the number of a surname."""
    first = pa.array(list(SURNAMES)).take(pa.array(surname % len(SURNAMES)))
    given = pa.array(list(_GIVEN + _MALE + _FEMALE))
    own = np.where(
        female,
        len(_GIVEN) + len(_MALE) + luck % len(_FEMALE),
        len(_GIVEN) + luck % len(_MALE),
    )
    middle = luck // 64 % len(_GIVEN)
    two = pc.if_else(pa.array(luck % _OF_TWO == 0), "", given.take(pa.array(middle)))
    return pc.binary_join_element_wise(first, two, given.take(pa.array(own)), "")
