"""Live settlement: hospitals' messages over HTTP, against the same statements without us."""
