"""What pytest leaves out: without PySpark there is nothing to test of the cluster."""

from importlib.util import find_spec

# `make test-spark` runs these in an environment of their own.
collect_ignore_glob = (
    [] if find_spec("pyspark") else ["src/yibao/benefit/cluster/*", "tests/spark/*"]
)
