"""The sample shop and its crowd, which the practice room runs on."""
