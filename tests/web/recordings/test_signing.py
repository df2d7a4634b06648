"""What a signed request to S3 holds."""

from web.recordings.signing import Bucket

BUCKET = Bucket("https://store.example", "films", "eu-central-1", "ours", "hidden-hidden")


def test_addresses_are_by_path_and_escaped() -> None:
    assert BUCKET.url("a b/c", uploadId="x/y") == "https://store.example/films/a%20b/c?uploadId=x%2Fy"
    assert BUCKET.url() == "https://store.example/films"


def test_body_date_and_key_are_signed_and_the_secret_is_nowhere() -> None:
    headers = BUCKET.signed("PUT", BUCKET.url("a"), b"body", {"Content-Type": "video/mp4"})
    assert headers["Authorization"].startswith("AWS4-HMAC-SHA256 Credential=ours/")
    assert "x-amz-content-sha256" in headers["Authorization"]
    assert headers["X-Amz-Content-SHA256"] == "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"
    assert "hidden-hidden" not in f"{headers}{BUCKET}"
