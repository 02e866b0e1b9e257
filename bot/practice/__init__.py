"""The practice room: a live shopping room on this machine, for trying things out before a real show."""
