"""`yibao demo` as a program meets it that knows nothing but `var/demo.json`."""

from __future__ import annotations

import http.client
import json
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office.cli.running import Running, free_port, until, yibao
from yibao.office.database.embedded import Cluster

LOADS_SECONDS = 180
TINY = ("--scale", "0.0001", "--no-browser")
FIELDS = {
    "providers": "fixmedins_code fixmedins_name level security access_key secret_key",
    "staff": "user password role",
    "persons": "psn_no certno psn_name insutype psn_type category",
    "items": "med_list_codg medins_list_codg med_list_name pric list_type med_chrgitm_type",
    "doctors": "dr_codg dr_name dept_code dept_name",
}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A working directory; the embedded server, which is another user, may pass through it."""
    made = Path(tempfile.mkdtemp(prefix="yibao-d-"))
    made.chmod(0o711)
    (made / "var").mkdir()
    yield made
    Cluster(made / "var").remove()
    shutil.rmtree(made)


def test_it_is_described_while_it_answers_and_ends_when_told(folder: Path) -> None:
    data, port = folder / "var", free_port()
    described = data / "demo.json"
    described.write_text("{}", "utf-8")  # of one that was killed
    with Running(data, "demo", "--port", str(port), *TINY, folder=folder) as demo:
        assert until(lambda: not described.exists() or demo.process.poll() is not None)
        assert until(described.exists, LOADS_SECONDS), demo.said()
        said = json.loads(described.read_text("utf-8"))
        assert said.keys() == {"url", "interface_url", *FIELDS}
        for name, fields in FIELDS.items():
            assert said[name]
            for row in said[name]:
                assert row.keys() - {"server_public_key"} == set(fields.split()), name
        assert len(said["items"]) == 10
        assert said["url"] == f"http://127.0.0.1:{port}"
        assert said["interface_url"].startswith(said["url"])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/base/sign-in/")
        page = connection.getresponse().read().decode()
        assert "演示数据" in page
        second = yibao(data, "demo", "--port", str(free_port()), *TINY)
        assert (second.returncode, "runs yibao serve" in second.stderr) == (2, True)
        demo.process.send_signal(signal.SIGINT)
        assert demo.process.wait(60) == 0, demo.said()
        assert "Traceback" not in demo.said()
    assert not described.exists()
    assert not Cluster(data).runs()


def test_a_port_that_is_held_is_told_before_anything_is_made(folder: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = held.getsockname()[1]
        done = yibao(folder / "var", "demo", "--port", str(port), *TINY)
    assert done.returncode == 2
    assert f"Port {port}" in done.stderr
    assert not Cluster(folder / "var").exists()


def test_production_is_no_demonstration(folder: Path) -> None:
    port = ("--port", str(free_port()))
    secret = {"YIBAO_MODE": "production", "YIBAO_SECRET_KEY": "x" * 50}
    done = yibao(folder / "var", "demo", *port, *TINY, **secret)
    assert done.returncode == 2
    assert "mode of this site is production" in done.stderr
