"""One module for each command: its docstring is its help, `arguments` declares, `run` does."""
