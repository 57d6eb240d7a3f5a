"""Tags of templates (模板标签)."""
