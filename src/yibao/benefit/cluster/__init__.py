"""The same run on a Spark cluster: the same statements, the same kernel (集群结算)."""
