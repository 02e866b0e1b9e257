"""Order files: one importer for each shape a shop's system exports."""
