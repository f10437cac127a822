"""Lets `python -m parvis` do what the command `parvis` does."""

from parvis.cli import main

if __name__ == "__main__":
    main()
