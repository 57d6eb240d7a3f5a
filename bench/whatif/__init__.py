"""Two laws over the same claims, from files to a report."""
