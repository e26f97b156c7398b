"""Japan's resident-registry network on your laptop: every system an actor, real encryption, one seed one history."""

__version__ = "0.1.0"
