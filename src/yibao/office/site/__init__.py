"""The site (站点): settings, addresses, and what it finds in every office."""
