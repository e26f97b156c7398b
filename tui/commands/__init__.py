"""One command of the command line a module, each with its `COMMAND`. Heavy things are loaded when a command runs."""
