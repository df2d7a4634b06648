"""What a depacketiser makes: a frame as Matroska holds it."""

from attrs import frozen


@frozen
class Frame:
    """Size in pixels and `private` (what decoders need beforehand) are those of key frames; others have none."""

    data: bytes
    is_key: bool
    width_px: int = 0
    height_px: int = 0
    private: bytes = b""
