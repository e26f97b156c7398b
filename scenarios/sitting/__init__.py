"""A sitting: one story driven by hand, at any of its moments, with the branches that left it. Knows no screen."""
