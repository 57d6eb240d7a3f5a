"""HTTP as cheap as Python can speak it: one socket, bytes out, bytes in, kept open."""

from __future__ import annotations

import socket
from typing import Final

_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "
_STEP = 65_536


def request(path: str, host: str, body: bytes) -> bytes:
    """Return the bytes of a POST."""
    head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
    return b"%bContent-Length: %d\r\n\r\n%b" % (head.encode(), len(body), body)


class Answer:
    """Takes an answer's bytes as they come."""

    __slots__ = ("_missing", "data")

    def __init__(self) -> None:
        self.data = b""
        self._missing = -1

    def feed(self, some: bytes) -> bool:
        """Take bytes; tell whether the answer is whole."""
        self.data += some
        if self._missing < 0:
            end = self.data.find(_END)
            if end < 0:
                return False
            head = self.data[:end].lower()
            at = head.find(_LENGTH)
            length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0])
            self._missing = end + len(_END) + length
        return len(self.data) >= self._missing

    @property
    def body(self) -> bytes:
        """What follows the head."""
        return self.data[self.data.find(_END) + len(_END) :]


def connect(host: str, port: int, seconds: float | None = 30) -> socket.socket:
    """Open a connection that sends at once what it is given."""
    made = socket.create_connection((host, port), timeout=seconds)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def exchange(connection: socket.socket, sent: bytes) -> bytes:
    """Send one request and wait; return the answer's body.

    Raises:
        OSError: the connection ended before the answer did.

    """
    connection.sendall(sent)
    answer = Answer()
    while True:
        some = connection.recv(_STEP)
        if not some:
            raise ConnectionError("the server closed the connection")
        if answer.feed(some):
            return answer.body
