"""What the exchange refuses before and after a transaction, in words (网关与报文的拒绝)."""

from __future__ import annotations

from yibao.office.base.errors import Conflict, NotFound
from yibao.terms.errors import InvalidInput, YibaoError
from yibao.terms.text import Text


class Unauthorized(YibaoError):  # noqa: N818 -- a noun, as the refusals of base are
    """Nobody vouches for who sent it: no key, a wrong signature, a time long gone."""


_MEND = Text("请按接口规范改正报文。", "Mend the message as the interface asks.")


def unreadable(code: str, zh: str, en: str) -> InvalidInput:
    """Say that the bytes are no message: ``not_utf8``, ``not_json``, ``too_large``, ``too_deep``.

    >>> unreadable("not_utf8", "报文不是UTF-8。", "It is not UTF-8.").field
    'body'
    """
    return InvalidInput(code, "body", Text(zh, en), _MEND)


def wrong_type(field: str) -> InvalidInput:
    """Say that a value is of a type that the field cannot have."""
    return InvalidInput(
        "wrong_type",
        field,
        Text("类型不符。", "It is of the wrong type."),
        Text("请传字符型。", "Send text."),
    )


def missing(field: str) -> InvalidInput:
    """Say that a field of the envelope was not sent."""
    return InvalidInput(
        "missing",
        field,
        Text("不能为空。", "It is missing."),
        Text("请填写后重发。", "Fill it in and send again."),
    )


def too_long(field: str, longest: int) -> InvalidInput:
    """Say that a field of the envelope is longer than it may be."""
    return InvalidInput(
        "too_long",
        field,
        Text(f"超过{longest}个字符。", f"It is longer than {longest} characters."),
        Text("请缩短后重发。", "Shorten it and send again."),
    )


def unusable_text(field: str) -> InvalidInput:
    """Say that a text holds a character that no text of the database can hold."""
    return InvalidInput(
        "unusable_text",
        field,
        Text("含有空字符或不成对的代理字符。", "It holds a NUL or half a surrogate pair."),
        Text("请去掉后重发。", "Leave it out and send again."),
    )


def unknown_transaction(infno: str) -> NotFound:
    """Say that no transaction has this number here."""
    return NotFound(
        "unknown_transaction",
        "infno",
        Text(f"没有交易{infno[:10]}。", f"There is no transaction {infno[:10]}."),
        Text("请核对交易编号。", "Check the number."),
    )


def unknown_provider(code: str) -> NotFound:
    """Say that no provider of the region has this code."""
    return NotFound(
        "unknown_provider",
        "fixmedins_code",
        Text(f"没有定点医药机构{code[:12]}。", f"There is no provider {code[:12]}."),
        Text("请核对机构编号。", "Check the code."),
    )


def no_access(code: str) -> Unauthorized:
    """Say that nobody opened the interface to this provider."""
    return Unauthorized(
        "no_access",
        "fixmedins_code",
        Text(f"未为{code[:12]}开通接口。", f"The interface is not open to {code[:12]}."),
        Text("请联系经办机构开通。", "Ask the agency to open it."),
    )


def no_header(name: str) -> Unauthorized:
    """Say that a header of the signature was not sent."""
    return Unauthorized(
        "no_signature_header",
        name,
        Text("缺少服务网关的请求头!", "A header of the gateway is missing."),
        Text("请按约定的方式签名。", "Sign as was agreed."),
    )


def ambiguous_header(name: str) -> Unauthorized:
    """Say that a header of the signature came twice, once with `_` and once with `-`."""
    return Unauthorized(
        "ambiguous_header",
        name,
        Text("同一签名请求头出现了两种写法。", "The header came in two spellings."),
        Text("请只传一种。", "Send one of them."),
    )


def out_of_time(name: str) -> Unauthorized:
    """Say that the signature is older or newer than the window allows."""
    return Unauthorized(
        "signature_out_of_time",
        name,
        Text("签名时间戳超时!", "The signature's time is out of the window."),
        Text("请校准时钟后重新签名。", "Set the clock, then sign anew."),
    )


def unknown_key(name: str) -> Unauthorized:
    """Say that the access key is not the provider's."""
    return Unauthorized(
        "unknown_access_key",
        name,
        Text("非法用户!", "The access key is not this provider's."),
        Text("请核对访问密钥。", "Check the access key."),
    )


def wrong_signature(name: str) -> Unauthorized:
    """Say that the signature is not that of the message."""
    return Unauthorized(
        "wrong_signature",
        name,
        Text("签名不一致!", "The signature does not fit."),
        Text("请核对密钥与签名算法。", "Check key and algorithm."),
    )


def replayed(name: str) -> Unauthorized:
    """Say that the nonce was used before."""
    return Unauthorized(
        "replayed_nonce",
        name,
        Text("随机数已使用过。", "The nonce was used before."),
        Text("请换用新的随机数重新签名。", "Sign anew with another nonce."),
    )


def not_encrypted() -> Unauthorized:
    """Say that the input of a provider who agreed to SM4 is no text of SM4."""
    return Unauthorized(
        "not_encrypted",
        "input",
        Text("不是约定密钥的SM4密文。", "It is not encrypted by SM4 with the agreed key."),
        Text("请按约定加密后重发。", "Encrypt it as was agreed and send again."),
    )


def msgid_too_old(msgid: str) -> InvalidInput:
    """Say that a message names a day whose messages are no longer remembered."""
    return InvalidInput(
        "msgid_too_old",
        "msgid",
        Text(f"{msgid[:30]}的日期已超过13个月。", "Its day is more than 13 months ago."),
        Text("请用新的报文ID。", "Use a new number of the message."),
    )


def msgid_ahead(msgid: str) -> InvalidInput:
    """Say that a message names a day far ahead."""
    return InvalidInput(
        "msgid_ahead",
        "msgid",
        Text(f"{msgid[:30]}的日期晚于今日一个月以上。", "Its day is more than a month ahead."),
        Text("请校准时钟，用新的报文ID。", "Set the clock and use a new number."),
    )


def msgid_reused() -> Conflict:
    """Say that the message's number was used for another content."""
    return Conflict(
        "msgid_reused",
        "msgid",
        Text("该报文ID已用于内容不同的交易。", "It was used for a message of other content."),
        Text("请用新的报文ID。", "Use a new number of the message."),
    )


def barred() -> Conflict:
    """Say that the message was reversed before it came."""
    return Conflict(
        "message_barred",
        "msgid",
        Text("该报文已被2601冲正，不再受理。", "It was reversed by 2601 before it came."),
        Text("需要时请用新的报文ID重新办理。", "Send it under a new number if it is wanted."),
    )


def undone() -> Conflict:
    """Say that what the message did was undone by 2601."""
    return Conflict(
        "message_undone",
        "msgid",
        Text("该报文所办业务已被2601冲正。", "What it did was undone by 2601."),
        Text("需要时请用新的报文ID重新办理。", "Send it under a new number if it is wanted."),
    )


def not_undoable(infno: str, zh: str, en: str) -> InvalidInput:
    """Say that 2601 cannot undo such a transaction, and which one can."""
    return InvalidInput(
        "not_undoable",
        "oinfno",
        Text(f"交易{infno}不能冲正。", f"{infno} cannot be undone by 2601."),
        Text(zh, en),
    )


def other_person() -> InvalidInput:
    """Say that the message to be reversed was about somebody else."""
    return InvalidInput(
        "other_person",
        "psn_no",
        Text("原交易不是此人的。", "The message was about another person."),
        Text("请核对人员编号与原报文ID。", "Check the person and the message."),
    )


def not_signed_in() -> InvalidInput:
    """Say that the operator has not signed in today."""
    return InvalidInput(
        "not_signed_in",
        "sign_no",
        Text("当日没有有效的签到。", "Nobody signed in under it today."),
        Text("请先办理9001签到。", "Sign in with 9001 first."),
    )


def busy() -> Conflict:
    """Say that the database gave way to others too often, or did not answer."""
    return Conflict(
        "try_again",
        "msgid",
        Text("系统繁忙，未办理。", "The system is busy; nothing was done."),
        Text("请用同一报文ID重发。", "Send the same message again."),
    )


def internal(reference: str) -> YibaoError:
    """Say that something of ours failed; the log has the rest under `reference`."""
    return YibaoError(
        "internal_error",
        "infno",
        Text(f"系统内部错误，编号{reference}。", f"Something failed here, {reference}."),
        Text("请告知经办机构，可用同一报文ID重发。", "Tell the agency; send the same again later."),
    )
