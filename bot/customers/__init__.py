"""Customers: who is which viewer, what they may always ask for, which tier they are in."""
