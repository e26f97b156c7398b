"""How people see it: the `juki` command, its words in two languages, pictures of a run. Decides nothing that happens."""
