"""What Roomhand promises, as tests."""
