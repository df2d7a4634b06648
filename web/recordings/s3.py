"""Films in S3-compatible storage: sent with httpx on Trio, a large one in parts, of which a few bytes are in memory.

An upload that breaks off is aborted; what a crash left of one goes with the film, or when the film is sent again.
"""

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import httpx
import trio
from attrs import frozen

from web.recordings.signing import Bucket
from web.recordings.store import CHUNK_BYTES, StoreFailed, checked

PART_BYTES: Final = 8 * 1024 * 1024  # S3 takes no smaller one than 5 MiB but the last, and 10,000: films up to 80 GB
TIMEOUT_S: Final = 60  # for one request: a part over 1 Mbit/s
ABORT_S: Final = 5
MISSING: Final = 404
TYPES: Final = {".mp4": "video/mp4", ".webm": "video/webm"}


@frozen
class S3Store:
    """`prefix`: what keys begin with in the bucket; empty, or it ends with a slash."""

    client: httpx.AsyncClient
    bucket: Bucket
    prefix: str = ""
    part_bytes: int = PART_BYTES

    async def keep(self, key: str, path: Path) -> None:
        size = (await trio.Path(path).stat()).st_size
        if size > self.part_bytes:
            await self._keep_in_parts(self._key(key), path)
        else:
            body = await trio.Path(path).read_bytes()
            await self._ask("PUT", self.bucket.url(self._key(key)), body, {"Content-Type": type_of(key)})
        await trio.Path(path).unlink()

    async def size(self, key: str) -> int | None:
        answer = await self._ask("HEAD", self.bucket.url(self._key(key)), is_missing_fine=True)
        return None if answer.status_code == MISSING else int(answer.headers["Content-Length"])

    async def read(self, key: str, first: int, count: int) -> AsyncIterator[bytes]:
        url, wanted = self.bucket.url(self._key(key)), {"Range": f"bytes={first}-{first + count - 1}"}
        headers = self.bucket.signed("GET", url, headers=wanted)
        try:
            async with self.client.stream("GET", url, headers=headers, timeout=TIMEOUT_S) as answer:
                if answer.status_code != 206:  # noqa: PLR2004 - a part was asked for
                    raise StoreFailed(f"the store answered {answer.status_code}")
                async for piece in answer.aiter_bytes(CHUNK_BYTES):
                    count -= len(piece)
                    yield piece
        except httpx.HTTPError as error:
            raise StoreFailed(type(error).__name__) from error
        if count:
            raise StoreFailed("the store broke off")

    async def delete(self, prefix: str) -> None:
        below = f"{self._key(prefix)}/"
        for key, upload in await self._uploads(below):
            await self._ask("DELETE", self.bucket.url(key, uploadId=upload), is_missing_fine=True)
        while keys := await self._keys(below):  # a page; what is deleted is not in the next
            for key in keys:
                await self._ask("DELETE", self.bucket.url(key), is_missing_fine=True)

    async def _keys(self, below: str) -> list[str]:
        listed = await self._ask("GET", self.bucket.url("", **{"list-type": "2", "prefix": below}))
        return [key for (key,) in _texts(listed.content, "Contents", "Key")]

    async def _uploads(self, below: str) -> list[tuple[str, str]]:
        listed = await self._ask("GET", self.bucket.url("", uploads="", prefix=below))
        found = _texts(listed.content, "Upload", "Key", "UploadId")
        return [(key, upload) for key, upload in found if key.startswith(below)]  # not all servers filter

    async def _keep_in_parts(self, key: str, path: Path) -> None:
        url = self.bucket.url(key, uploads="")
        begun = await self._ask("POST", url, headers={"Content-Type": type_of(key)})
        upload = _upload_in(begun.content)
        try:
            tags = await self._send_parts(key, upload, path)
            done = await self._ask("POST", self.bucket.url(key, uploadId=upload), _completion(tags))
            _expect_no_error(done.content)
        except BaseException:
            with trio.move_on_after(ABORT_S, shield=True):
                await self._ask("DELETE", self.bucket.url(key, uploadId=upload), is_missing_fine=True)
            raise

    async def _send_parts(self, key: str, upload: str, path: Path) -> list[str]:
        tags: list[str] = []
        async with await trio.open_file(path, "rb") as file:
            while part := await file.read(self.part_bytes):
                url = self.bucket.url(key, partNumber=str(len(tags) + 1), uploadId=upload)
                tags.append((await self._ask("PUT", url, part)).headers["ETag"])
        return tags

    async def _ask(
        self,
        method: str,
        url: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        is_missing_fine: bool = False,
    ) -> httpx.Response:
        signed = self.bucket.signed(method, url, body, headers)
        try:
            answer = await self.client.request(method, url, content=body, headers=signed, timeout=TIMEOUT_S)
        except httpx.HTTPError as error:
            raise StoreFailed(type(error).__name__) from error
        if answer.is_success or (is_missing_fine and answer.status_code == MISSING):
            return answer
        raise StoreFailed(f"the store answered {answer.status_code} to {method}")

    def _key(self, key: str) -> str:
        return self.prefix + checked(key)


def type_of(name: str) -> str:
    return TYPES.get(Path(name).suffix, "application/octet-stream")


def _root(xml: bytes) -> ET.Element:
    """The store is ours and its answers are bounded by its pages; expat loads nothing from elsewhere."""
    try:
        return ET.fromstring(xml)  # noqa: S314 - as above
    except ET.ParseError as error:
        raise StoreFailed("the store's answer is no XML") from error


def _texts(xml: bytes, row: str, *names: str) -> list[tuple[str, ...]]:
    return [tuple(found.findtext(f"{{*}}{name}", "") for name in names) for found in _root(xml).findall(f"{{*}}{row}")]


def _expect_no_error(xml: bytes) -> None:
    """S3 may tell of one in an answer that began well."""
    if _root(xml).tag == "Error":
        raise StoreFailed("the store could not put the parts together")


def _upload_in(xml: bytes) -> str:
    upload = _root(xml).findtext("{*}UploadId")
    if not upload:
        raise StoreFailed("the store began no upload")
    return upload


def _completion(tags: list[str]) -> bytes:
    root = ET.Element("CompleteMultipartUpload")
    for number, tag in enumerate(tags, 1):
        part = ET.SubElement(root, "Part")
        ET.SubElement(part, "PartNumber").text = str(number)
        ET.SubElement(part, "ETag").text = tag
    return ET.tostring(root)
