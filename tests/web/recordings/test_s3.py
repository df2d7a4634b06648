"""Films in S3-compatible storage, before moto's server."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import httpx
import pytest

from tests.web.recordings.moto import storage
from web.recordings.s3 import S3Store, type_of
from web.recordings.signing import Bucket
from web.recordings.store import StoreFailed

PART_BYTES = 5 * 1024 * 1024  # moto refuses smaller ones, as S3 does


@pytest.fixture(scope="module")
def bucket() -> Iterator[Bucket]:
    with storage() as made:
        yield made


@asynccontextmanager
async def opened(bucket: Bucket, prefix: str = "hall/") -> AsyncIterator[S3Store]:
    async with httpx.AsyncClient(trust_env=False) as client:
        yield S3Store(client, bucket, prefix, PART_BYTES)


async def whole(store: S3Store, key: str, first: int, count: int) -> bytes:
    async with aclosing(store.read(key, first, count)) as pieces:  # type: ignore[type-var]
        return b"".join([piece async for piece in pieces])


def file(folder: Path, body: bytes) -> Path:
    path = folder / "film.mp4"
    path.write_bytes(body)
    return path


async def test_a_film_is_kept_read_in_parts_and_deleted(bucket: Bucket, tmp_path: Path) -> None:
    async with opened(bucket) as store:
        path = file(tmp_path, b"0123456789")
        await store.keep("rec/films/a/film.mp4", path)
        assert not path.exists()
        assert await store.size("rec/films/a/film.mp4") == 10
        assert await whole(store, "rec/films/a/film.mp4", 3, 4) == b"3456"
        await store.delete("rec")
        assert await store.size("rec/films/a/film.mp4") is None
        await store.delete("rec")


async def test_a_large_film_goes_in_parts(bucket: Bucket, tmp_path: Path) -> None:
    body = bytes(range(256)) * 4096 * 11  # 11 MiB: two whole parts and a rest
    async with opened(bucket) as store:
        await store.keep("large/film.mp4", file(tmp_path, body))
        assert await store.size("large/film.mp4") == len(body)
        assert await whole(store, "large/film.mp4", PART_BYTES - 2, 4) == body[PART_BYTES - 2 : PART_BYTES + 2]


async def test_deleting_takes_uploads_that_never_ended_and_nothing_beside(bucket: Bucket, tmp_path: Path) -> None:
    async with opened(bucket) as store:
        await store.keep("gone2/film.mp4", file(tmp_path, b"stays"))
        url = bucket.url("hall/gone/film.mp4", uploads="")
        await store.client.post(url, headers=bucket.signed("POST", url))
        assert len(await store._uploads("hall/gone/")) == 1
        await store.delete("gone")
        assert await store._uploads("hall/gone/") == []
        assert await store.size("gone2/film.mp4") == 5


async def test_an_upload_that_breaks_off_is_aborted(bucket: Bucket, tmp_path: Path) -> None:
    def breaks(request: httpx.Request) -> httpx.Response:
        if "partNumber=2" in str(request.url):
            raise httpx.ConnectError("gone")
        with httpx.Client(trust_env=False) as client:
            return client.send(
                httpx.Request(request.method, request.url, headers=request.headers, content=request.read())
            )

    class Breaking(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await request.aread()
            answer = breaks(request)
            return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    path = file(tmp_path, bytes(2 * PART_BYTES))
    async with httpx.AsyncClient(transport=Breaking()) as client:
        broken = S3Store(client, bucket, "hall/", PART_BYTES)
        with pytest.raises(StoreFailed):
            await broken.keep("broken/film.mp4", path)
    async with opened(bucket) as store:
        assert await store._uploads("hall/broken/") == []
        assert await store.size("broken/film.mp4") is None
    assert path.exists()


async def test_a_store_that_does_not_know_us_or_is_not_there_has_failed(bucket: Bucket, tmp_path: Path) -> None:
    elsewhere = Bucket(bucket.endpoint, "nobody-s", bucket.region, bucket.access_key, bucket.secret_key)
    nowhere = Bucket("http://127.0.0.1:9", "films", bucket.region, "key", "secret")
    for other in (elsewhere, nowhere):
        async with opened(other) as store:
            with pytest.raises(StoreFailed):
                await store.keep("a/film.mp4", file(tmp_path, b"x"))
            with pytest.raises(StoreFailed):
                await whole(store, "a/film.mp4", 0, 1)


def test_a_film_s_type_is_told_by_its_name() -> None:
    assert [type_of(name) for name in ("a.mp4", "a.webm", "a")] == [
        "video/mp4",
        "video/webm",
        "application/octet-stream",
    ]
