"""The catalogue (医保目录): items, diagnoses, operations by version and date, and local codes."""
