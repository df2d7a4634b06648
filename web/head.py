"""One HTTP/1.x request head, judged byte by byte before any library sees it (RFC 9112 sections 2 to 7).

Pure: bytes in, a `Head` or a `BadRequest` out. Everything two parsers could read differently is refused, so that no
proxy in front of us can be talked into seeing another request than we do: both body lengths, folded lines, bare CR or
LF, two hosts, unknown transfer codings. Everything that affects what a head may look like lives in this file.
"""

import re

from attrs import frozen

HEADER_LIMIT = 100
END = b"\r\n\r\n"

# Origin form only; "//host" would read as another host in a redirect.
REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) (/(?!/)[!-~]*|\*) HTTP/(1\.[01])")
HEADER_LINE = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*)")
HOST = re.compile(rb"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
LENGTH = re.compile(rb"[0-9]{1,10}")

# Headers that may stand once at most: two of them are two opinions.
SINGLE = frozenset({b"host", b"content-length", b"transfer-encoding", b"content-type", b"authorization", b"origin"})


class BadRequest(Exception):
    """The answer is `status` and a closed connection. `code` is stable snake_case."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message


@frozen
class Head:
    """A vetted request head; `headers` have lower-case names and stripped values, at most one of each in `SINGLE`."""

    method: str
    target: str
    version: str
    headers: tuple[tuple[bytes, bytes], ...]
    raw: bytes

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def wants_websocket(self) -> bool:
        return self.method == "GET" and b"websocket" in tokens(self.header(b"upgrade"))


def tokens(value: bytes) -> list[bytes]:
    return [part.strip().lower() for part in value.split(b",")]


def find_end(data: bytes, limit_bytes: int) -> int:
    """Where the head ends, or 0 while more must be read. Raises `BadRequest` as soon as nothing can mend it."""
    end = data.find(END, 0, limit_bytes)
    if end >= 0:
        return end + len(END)
    if len(data) >= limit_bytes:
        raise BadRequest(431, "head_too_large", f"The request head is larger than {limit_bytes} bytes.")
    if data and not data[:1].isupper():  # a TLS hello on the plain port, an empty line, anything but a method
        raise malformed("That is not an HTTP request.")
    return 0


def malformed(message: str) -> BadRequest:
    return BadRequest(400, "bad_request", message)


def parse(raw: bytes) -> Head:
    """`raw` ends with the empty line. Raises `BadRequest`."""
    first, *lines = raw[: -len(END)].split(b"\r\n")
    request = REQUEST_LINE.fullmatch(first)
    if request is None:
        raise malformed("The request line is malformed.")
    if len(lines) > HEADER_LIMIT:
        raise BadRequest(431, "head_too_large", f"The request has more than {HEADER_LIMIT} headers.")
    head = Head(
        method=request[1].decode(),
        target=request[2].decode(),
        version=request[3].decode(),
        headers=tuple(header(line) for line in lines),
        raw=raw,
    )
    check(head)
    return head


def header(line: bytes) -> tuple[bytes, bytes]:
    match = HEADER_LINE.fullmatch(line)
    if match is None:  # folded, no colon, space before the colon, a bare CR or LF, a control character
        raise malformed("A header line is malformed.")
    return match[1].lower(), match[2].rstrip(b" \t")


def check(head: Head) -> None:
    names = [name for name, _ in head.headers if name in SINGLE]
    if len(names) != len(set(names)):
        raise malformed("A header that may stand once stands twice.")
    check_host(head, names)
    check_length(head, names)
    if head.target == "*" and head.method != "OPTIONS":
        raise malformed("The request line is malformed.")


def check_host(head: Head, names: list[bytes]) -> None:
    if b"host" not in names and head.version == "1.0":
        return
    if HOST.fullmatch(head.header(b"host")) is None:
        raise malformed("The Host header is missing or malformed.")


def check_length(head: Head, names: list[bytes]) -> None:
    if b"transfer-encoding" in names:
        if b"content-length" in names:
            raise malformed("Content-Length and Transfer-Encoding exclude each other.")
        if head.version == "1.0" or head.header(b"transfer-encoding").lower() != b"chunked":
            raise malformed("The only transfer coding is chunked.")
    if b"content-length" in names and LENGTH.fullmatch(head.header(b"content-length")) is None:
        raise malformed("The Content-Length is not a number.")
