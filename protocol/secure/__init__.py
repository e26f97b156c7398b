"""Cryptography of the network, pure: keys, links, certificates, seals, message logs. Secrets and time are always given."""
