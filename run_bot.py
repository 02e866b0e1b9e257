"""Starts Roomhand from a checkout: `python run_bot.py`, the same program as `roomhand`."""

from bot.cli import main

if __name__ == "__main__":
    main()
