"""One widget a module. Each knows the ledger and the looks it is given, and tells the screen what was chosen; none knows a run."""
