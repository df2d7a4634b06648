"""Counters that wrap: sequence numbers (16 bits), timestamps (32), picture ids (7 or 15). Numbers in, numbers out."""


def unwrap(value: int, near: int, bits: int) -> int:
    """The integer congruent to `value` modulo 2**bits that lies nearest to `near`; half a turn away counts as behind.

    >>> unwrap(2, 65535, 16), unwrap(65535, 65538, 16)
    (65538, 65535)
    """
    half = 1 << (bits - 1)
    return near + ((value - near + half) & ((1 << bits) - 1)) - half
