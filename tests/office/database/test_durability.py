"""A server that could lose a commit is refused, whatever switched its promise off."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yibao.office.database.clones import make_database
from yibao.office.database.durability import NotDurable, must_be_durable
from yibao.office.database.embedded import DURABLE, Cluster
from yibao.office.database.programs import embedded_programs, hand_over, must
from yibao.office.database.url import DatabaseUrl


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="yibao-t-"))
    folder.chmod(0o711)  # the server runs as somebody else
    made = Cluster(folder)
    made.make()
    made.start()
    yield made
    made.remove()
    shutil.rmtree(folder)


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Cluster]:
    yield cluster
    cluster.stop()
    cluster.start()


def refusal(url: DatabaseUrl) -> NotDurable:
    with pytest.raises(NotDurable) as refused:
        must_be_durable(url)
    return refused.value


def execute(url: DatabaseUrl, *statements: str) -> None:
    with psycopg.connect(str(url), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_durable_server_is_taken(cluster: Cluster) -> None:
    make_database(cluster.url("postgres"), "durable")
    must_be_durable(cluster.url("durable"))


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("synchronous_commit", "remote_write"),
    ],
)
def test_a_server_started_without_a_promise_is_refused(
    server: Cluster, setting: str, value: str
) -> None:
    server.stop()
    server.start({**DURABLE, setting: value})
    refused = refusal(server.url("postgres"))
    assert refused.code == "database_not_durable"
    assert refused.field == setting
    assert f"{setting}={value}" in refused.reason.en
    assert setting in refused.remedy.zh


def test_all_broken_promises_are_told_at_once(server: Cluster) -> None:
    server.stop()
    server.start({"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
    refused = refusal(server.url("postgres"))
    assert refused.field == "fsync, synchronous_commit, full_page_writes"


def test_a_promise_switched_off_for_one_database_or_role_is_seen(cluster: Cluster) -> None:
    url = make_database(cluster.url("postgres"), "weakened")
    execute(url, "ALTER DATABASE weakened SET synchronous_commit = off")
    assert refusal(url).field == "synchronous_commit"
    execute(url, "ALTER DATABASE weakened RESET synchronous_commit")
    must_be_durable(url)
    execute(url, "CREATE ROLE hasty LOGIN", "ALTER ROLE hasty SET synchronous_commit = off")
    assert refusal(DatabaseUrl(url.host, url.port, url.name, "hasty")).field == "synchronous_commit"


def test_stricter_than_on_is_taken(cluster: Cluster) -> None:
    url = make_database(cluster.url("postgres"), "stricter")
    execute(url, "ALTER DATABASE stricter SET synchronous_commit = remote_apply")
    must_be_durable(url)


def test_another_encoding_is_refused(cluster: Cluster) -> None:
    execute(
        cluster.url("postgres"),
        "CREATE DATABASE bytes TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'",
    )
    assert refusal(cluster.url("bytes")).field == "server_encoding"


def test_a_database_that_can_only_be_read_is_refused(cluster: Cluster) -> None:
    url = make_database(cluster.url("postgres"), "readonly")
    execute(url, "ALTER DATABASE readonly SET default_transaction_read_only = on")
    assert refusal(url).field == "transaction_read_only"


def test_a_cluster_without_checksums_is_refused(folder: Path, cluster: Cluster) -> None:
    bare = Cluster(folder)
    hand_over(bare.data)
    programs = embedded_programs()
    must(
        programs, "initdb", "-D", str(bare.data), "-U", "yibao", "--auth=trust", "--encoding=UTF8",
        "--no-data-checksums", "--locale=C",
    )  # fmt: skip
    bare.start()
    try:
        assert refusal(bare.url("postgres")).field == "data_checksums"
    finally:
        bare.remove()


def test_nobody_there_is_told_with_the_address(cluster: Cluster) -> None:
    refused = refusal(DatabaseUrl("127.0.0.1", 1, "nothing", "x", "secret"))
    assert refused.code == "database_unreachable"
    assert "127.0.0.1:1/nothing" in refused.reason.en
    assert "secret" not in refused.message("zh") + refused.message("en")
