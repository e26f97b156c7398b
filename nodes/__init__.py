"""Who says it: the systems of the network, and what carries them. A node decides; its host performs."""
