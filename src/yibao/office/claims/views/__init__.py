"""The pages of the claims' office that are no register (页面)."""
