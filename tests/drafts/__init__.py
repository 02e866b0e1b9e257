"""Drafts: what the model is asked, and what of its answer may be said."""
