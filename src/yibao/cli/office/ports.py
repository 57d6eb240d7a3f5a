"""Whether a port is free (端口检查), asked before anything is made."""

from __future__ import annotations

import socket

from yibao.terms.errors import InvalidInput
from yibao.terms.text import Text


def must_be_free(host: str, port: int) -> None:
    """Find out whether a server can listen there.

    Raises:
        InvalidInput: code ``port_in_use``.

    """
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise InvalidInput(
                "port_in_use",
                "--port",
                Text(
                    f"端口 {port} 不能使用：{error.strerror}。",
                    f"Port {port} cannot be used: {error.strerror}.",
                ),
                Text("请换一个端口，或先停止占用它的程序。", "Take another, or stop who holds it."),
            ) from None
