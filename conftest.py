"""What pytest leaves out: without PySpark there is nothing to test of the cluster."""

from importlib.util import find_spec

# `make test-spark` runs these in an environment of their own.
collect_ignore = [] if find_spec("pyspark") else ["tests/spark", "src/yibao/benefit/cluster"]
