"""Whole numbers of any width from bytes, most significant bit first: f(n), ns(n), ue(v), se(v) of video standards."""

MOST_GOLOMB_BITS = 16  # nothing that we ask for is larger


class Exhausted(ValueError):
    """Read beyond the end, or a number that nothing sane has."""


class Bits:
    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = self.size = len(data) * 8

    @property
    def at(self) -> int:
        """How many were taken."""
        return self.size - self._left

    def take(self, count: int) -> int:
        if count > self._left:
            raise Exhausted("ends inside a field")
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def below(self, limit: int) -> int:
        """ns(n) of the AV1 specification (4.10.7): numbers below `limit`, the first of them a bit shorter."""
        width = limit.bit_length()
        short = (1 << width) - limit
        value = self.take(width - 1)
        return value if value < short else (value << 1) - short + self.take(1)

    def golomb(self) -> int:
        """ue(v) of H.264 (9.1)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > MOST_GOLOMB_BITS:
                raise Exhausted("too large a number")
        return (1 << zeros) - 1 + self.take(zeros)

    def signed_golomb(self) -> int:
        """se(v) of H.264 (9.1.1)."""
        coded = self.golomb()
        return (coded + 1) // 2 if coded & 1 else -(coded // 2)
