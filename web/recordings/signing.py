"""Requests to S3-compatible storage, signed (AWS signature, version 4) by botocore, which sends nothing itself."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from attrs import field, frozen
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


@frozen
class Bucket:
    """`endpoint`: scheme, host and port. Addressed by path, which every server understands, also one without names."""

    endpoint: str
    name: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)

    def url(self, key: str = "", **query: str) -> str:
        asked = f"?{urlencode(query, quote_via=quote)}" if query else ""
        return f"{self.endpoint}/{quote(self.name)}{'/' if key else ''}{quote(key)}{asked}"

    def signed(
        self, method: str, url: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """All headers to send."""
        request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
        request.context["payload_signing_enabled"] = True  # also over TLS: what arrives is what we sent
        S3SigV4Auth(Credentials(self.access_key, self.secret_key), "s3", self.region).add_auth(request)
        return dict(request.headers.items())
