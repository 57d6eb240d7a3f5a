"""Start Spark (Spark 会话)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from pyspark.sql import SparkSession

LOOPBACK = "127.0.0.1"


def session(master: str, settings: Mapping[str, str]) -> SparkSession:
    """Start Spark, or return the session that is running.

    A master on this machine is talked to over the loopback address only; for any other one
    `spark.driver.host` and `spark.driver.bindAddress` have to be among the settings.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    defaults = {
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "50000",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": str(sys.stderr.isatty()).lower(),
    }
    if master.startswith("local") or LOOPBACK in master:
        os.environ.setdefault("SPARK_LOCAL_IP", LOOPBACK)
        defaults["spark.driver.host"] = LOOPBACK
        defaults["spark.driver.bindAddress"] = LOOPBACK
    builder = SparkSession.Builder().master(master).appName("yibao")
    for name, value in {**defaults, **settings}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
