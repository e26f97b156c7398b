"""What the dashboard asks in a window of its own. Each dialog returns a value, or None; none knows a run."""
