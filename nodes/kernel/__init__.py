"""The simulated world: one heap of virtual time, one tape of choices, links with faults. Nodes may not import it."""
