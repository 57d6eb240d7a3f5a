"""Management of the demo region."""
