"""A standalone cluster on the loopback address: a master, two workers, a session."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession

from yibao.benefit.cluster.session import LOOPBACK, session

WORKERS = 2
PATIENCE_SECONDS = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def started(kind: str, *arguments: str, folder: Path) -> subprocess.Popen[bytes]:
    """Start a master or a worker."""
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    command = [str(program), f"org.apache.spark.deploy.{kind}", "--host", LOOPBACK, *arguments]
    environment = {
        **os.environ,
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_WORKER_DIR": str(folder),
        "SPARK_DAEMON_MEMORY": "512m",
        "PYSPARK_PYTHON": sys.executable,
    }
    log = (folder / f"{kind.rpartition('.')[2]}-{time.monotonic_ns()}.log").open("wb")
    return subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)


def wait_for(port: int) -> None:
    """Wait until somebody listens on a port."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"nobody listens on port {port}")


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Start the cluster and a session on it; end only what was started here."""
    folder = tmp_path_factory.mktemp("cluster")
    port = free_port()
    master = f"spark://{LOOPBACK}:{port}"
    interface = ("--webui-port", "0")
    running = [started("master.Master", "--port", str(port), *interface, folder=folder)]
    try:
        wait_for(port)
        for _ in range(WORKERS):
            size = ("--cores", "1", "--memory", "1g")
            running.append(started("worker.Worker", *size, *interface, master, folder=folder))
        settings = {
            "spark.executor.memory": "1g",
            "spark.cores.max": str(WORKERS),
            "spark.executor.cores": "1",
            "spark.sql.shuffle.partitions": "4",
        }
        made = session(master, settings)
        yield made
        made.stop()
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=PATIENCE_SECONDS)
