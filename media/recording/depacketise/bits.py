"""Bits of a header, highest first. Reading beyond the end raises EndOfBits: a header that lies."""


class EndOfBits(ValueError):
    """There are not as many."""


class Bits:
    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        """An unsigned number of so many bits."""
        if count > self._left:
            raise EndOfBits
        self._left -= count
        return self._value >> self._left & (1 << count) - 1

    def golomb(self) -> int:
        """ue(v) of H.264 9.1, 32 bits at most."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise EndOfBits
        return (1 << zeros) - 1 + self.take(zeros)

    def signed_golomb(self) -> int:
        """se(v)."""
        number = self.golomb()
        return (number + 1) // 2 if number % 2 else -(number // 2)
