"""What the model is asked, who gets as far as asking it, and what of its answer may be used; all of it pure."""
