"""Protocol versions and profiles: what a run pins. Data; no rule is applied here."""

from juki.protocol.versions.profiles import PROFILES, Profile, profile

__all__ = ["PROFILES", "Profile", "profile"]
