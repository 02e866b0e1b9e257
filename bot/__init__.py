"""Roomhand: answers viewers in live shopping rooms."""
