"""Importers of orders."""
