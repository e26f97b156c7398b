"""The dashboard: a Textual application over the event log of a sitting. Nothing but this package loads Textual."""
