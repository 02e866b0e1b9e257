"""What every store promises, tested through the `Store` protocol only."""
