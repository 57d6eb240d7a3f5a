"""Between the server and its database: counts how often one waits for the other (往返次数)."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading
from pathlib import Path

from yibao.office.database.url import DatabaseUrl

STEP = 1 << 18


class Proxy:
    """A socket in a folder of its own that leads to the database's.

    A round trip is a change of turns: the client speaks after the server did. Statements that go
    out together count once, a BEGIN that goes out alone counts like any other.
    """

    def __init__(self, folder: Path, url: DatabaseUrl) -> None:
        self.round_trips = 0
        self._to = f"{url.host}/.s.PGSQL.{url.port}"
        self.url = DatabaseUrl(str(folder), url.port, url.name, url.user)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(f"{folder}/.s.PGSQL.{url.port}")
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._to)
        other = {client: server, server: client}
        with contextlib.suppress(OSError), selectors.DefaultSelector() as ready, client, server:
            for each in other:
                ready.register(each, selectors.EVENT_READ)
            is_clients_turn = True
            while True:
                for key, _ in ready.select():
                    assert isinstance(key.fileobj, socket.socket)
                    some = key.fileobj.recv(STEP)
                    if not some:
                        return
                    if key.fileobj is client and is_clients_turn:
                        self.round_trips += 1
                    is_clients_turn = key.fileobj is server
                    other[key.fileobj].sendall(some)
