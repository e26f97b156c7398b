"""What is said on the network: terms, messages, procedures, cryptography. Pure: no await, no clock, no randomness, no I/O, no SQL."""
