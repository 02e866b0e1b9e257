"""FAQ files and matching."""
