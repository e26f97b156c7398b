"""One file per procedure: its state machines, `step(case, event) -> (case, orders)`. Pure; who stores a case is elsewhere."""
