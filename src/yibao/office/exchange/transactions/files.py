"""Files up and down (文件上传下载)."""

from __future__ import annotations

from base64 import b64decode

from django.utils import timezone

from yibao.office.exchange.attached import ATTACHMENT
from yibao.office.exchange.message import Message
from yibao.office.exchange.services.files import file_of, keep_file
from yibao.office.exchange.transactions.registry import Output, transaction
from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


@transaction("9101", changes=True)
def upload(message: Message) -> Output:
    """Keep a file; its number is asked for in other transactions (文件上传)."""
    node = message.node("fsUploadIn")
    try:
        content = b64decode(node["in"], validate=True)
    except ValueError:
        raise InvalidInput(
            "unreadable_file",
            "in",
            Text("文件数据不是 Base64。", "The content is no Base64."),
            Text("请以 Base64 传入，或用表单的 file 上传。", "Send Base64, or a form's file."),
        ) from None
    kept = keep_file(message.provider, node["filename"], content)
    return {
        "output": {
            "file_qury_no": kept.number,
            "filename": kept.name,
            "fixmedins_code": kept.provider,
            "dld_endtime": f"{timezone.localtime(kept.kept_until):%Y-%m-%d %H:%M:%S}",
        }
    }


@transaction("9102", changes=False)
def download(message: Message) -> Output:
    """Give a file back (文件下载)."""
    kept = file_of(message.provider, message.node("fsDownloadIn")["file_qury_no"])
    return {ATTACHMENT: bytes(kept.content)}
