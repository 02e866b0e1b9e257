"""What viewers ask about products: which one they mean, what they want to know, what they wish for."""
