"""The claims' office (待遇结算科): visits, their bills, settlements, reversals."""
