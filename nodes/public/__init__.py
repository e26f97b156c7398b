"""What people carry: the card as an actor with keys, PIN and counters of its own."""
