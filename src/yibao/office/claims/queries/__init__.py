"""What other offices ask of the claims' office (查询)."""
