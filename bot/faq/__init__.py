"""The shop's FAQ: read from Markdown files (`files`), matched against chat (`match`)."""
