"""THE table: every message, who may say it to whom, on which article. A section a procedure; nothing else decides."""

from juki.protocol.catalogue.table import CATALOGUE, Entry, Relation, Route, authorise, entry_of, message_types

__all__ = ["CATALOGUE", "Entry", "Relation", "Route", "authorise", "entry_of", "message_types"]
