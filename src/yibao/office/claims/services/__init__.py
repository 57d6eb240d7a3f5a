"""The only writers of the claims' office (就诊与结算服务)."""
