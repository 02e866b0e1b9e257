"""Connectors, against servers on loopback."""
