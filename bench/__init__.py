"""Measurements: how fast the service is beside its peers and the machine's limits (``./dev bench``), and how well it judges."""
