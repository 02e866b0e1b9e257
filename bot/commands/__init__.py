"""The command line's subcommands, a file for each noun."""
