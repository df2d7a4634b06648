"""FFmpeg as WHIP sender: its own muxer with H.264 and Opus, as `ffmpeg -f whip` or OBS would use it.

A program: `python -m tests.peers.whip_ffmpeg URL TOKEN SECONDS [--dtls active|passive] [--certificate own|ffmpeg]`.
FFmpeg before 9 with GnuTLS makes a certificate on the curve secp224r1, which OpenSSL refuses ("illegal_parameter"), so
by default it is given one on P-256, as RFC 8827 6.5 asks.
"""

import datetime as dt
import tempfile
import time
from itertools import islice
from pathlib import Path

import av
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.peers.media_source import pictures, tone
from tests.peers.signalling import Seen, arguments

FPS = 30
WIDTH, HEIGHT = 640, 360
ENCODER = {"profile": "baseline", "preset": "ultrafast", "tune": "zerolatency", "g": str(FPS), "bf": "0"}


def certificate_files(folder: Path) -> dict[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "encoder")])
    now = dt.datetime.now(dt.UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=1))
    certificate = builder.sign(key, hashes.SHA256())
    key_form = (serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, *key_form))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return {"cert_file": str(folder / "certificate.pem"), "key_file": str(folder / "key.pem")}


def send(url: str, options: dict[str, str], seconds: float) -> int:
    """Encodes and sends in real time; gives the number of pictures sent."""
    with av.open(url, "w", format="whip", options=options) as output:
        video = output.add_stream("libx264", rate=FPS, options=ENCODER)
        video.width, video.height, video.pix_fmt, video.bit_rate = WIDTH, HEIGHT, "yuv420p", 600_000
        audio = output.add_stream("libopus", rate=48000, layout="stereo")
        sounds = tone()
        began = time.monotonic()
        sound_s = 0.0
        for number, picture in enumerate(islice(pictures(WIDTH, HEIGHT, FPS), int(seconds * FPS))):
            output.mux(video.encode(picture))
            while sound_s <= number / FPS:
                output.mux(audio.encode(next(sounds)))
                sound_s += 0.020
            time.sleep(max(0.0, began + (number + 1) / FPS - time.monotonic()))
    return int(seconds * FPS)


def main() -> None:
    args = arguments(__doc__, dtls="passive", certificate="own")
    seen = Seen()
    with tempfile.TemporaryDirectory() as folder:
        options = {"authorization": args.token, "handshake_timeout": "5000"}
        options |= {"whip_flags": "dtls_active"} if args.dtls == "active" else {}
        options |= certificate_files(Path(folder)) if args.certificate == "own" else {}
        try:
            seen.frames = send(args.url, options, args.seconds)
            seen.connected = True
        except (av.error.HTTPClientError, av.error.HTTPError) as error:
            seen.refused = {
                av.error.HTTPUnauthorizedError: 401,
                av.error.HTTPForbiddenError: 403,
                av.error.HTTPNotFoundError: 404,
            }.get(type(error), 400)
    seen.layers_sent = [HEIGHT] if seen.connected else []
    seen.report()


if __name__ == "__main__":
    main()
