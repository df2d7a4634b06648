import os
import re
from pathlib import Path

import pytest
from quart_trio import QuartTrio

from web.app import make_app
from web.errors import Refused
from web.origins import Origins
from web.pages import CLIENT, Pages, add_routes, policy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    client = tmp_path / "client"
    client.mkdir()
    (client / "index.html").write_text("<!doctype html>landing")
    (client / "webinar.html").write_text("<!doctype html>webinar")
    (client / "ops.html").write_text("<!doctype html>ops")
    (client / "main.js").write_text("export {};")
    (client / "deep").mkdir()
    (client / "deep" / "style.css").write_text("a {}")
    (tmp_path / "secret").write_text("secret")
    (client / "way-out").symlink_to(tmp_path / "secret")
    return client


@pytest.fixture
def app(folder: Path) -> QuartTrio:
    app = make_app(Origins([]), lambda: "r1")
    add_routes(app, Pages(folder))
    return app


@pytest.mark.parametrize(("path", "text"), [("/", "landing"), ("/w/abc", "webinar"), ("/ops", "ops")])
async def test_each_page_is_served(app: QuartTrio, path: str, text: str) -> None:
    response = await app.test_client().get(path)
    assert response.status_code == 200
    assert response.content_type == "text/html; charset=utf-8"
    assert text in await response.get_data(as_text=True)


@pytest.mark.parametrize(
    ("path", "kind"), [("main.js", "text/javascript; charset=utf-8"), ("deep/style.css", "text/css; charset=utf-8")]
)
async def test_files_have_their_type_and_cannot_be_sniffed(app: QuartTrio, path: str, kind: str) -> None:
    response = await app.test_client().get(f"/client/{path}")
    assert response.content_type == kind
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize(
    "name",
    ["../secret", "deep/../../secret", "way-out", "/etc/passwd", "", "deep", "nothing.js", "a\0b", ".", "x" * 5000],
)
def test_nothing_outside_the_folder_is_found(folder: Path, name: str) -> None:
    with pytest.raises(Refused) as refused:
        Pages(folder).find(name)
    assert refused.value.code == "not_found"


async def test_an_unchanged_file_is_not_sent_twice(app: QuartTrio, folder: Path) -> None:
    client = app.test_client()
    first = await client.get("/client/main.js")
    assert first.headers["Cache-Control"] == "no-cache"
    again = await client.get("/client/main.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, await again.get_data()) == (304, b"")
    (folder / "main.js").write_text("export const changed = 1;")
    os.utime(folder / "main.js", ns=(1, 1))
    changed = await client.get("/client/main.js", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"changed" in await changed.get_data()


async def test_a_page_may_load_nothing_but_ours(app: QuartTrio) -> None:
    response = await app.test_client().get("/", headers={"Host": "hall.example:3000"})
    rules = dict(rule.split(" ", 1) for rule in response.headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert rules["connect-src"] == "'self' ws://hall.example:3000 wss://hall.example:3000"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "camera=(self)" in response.headers["Permissions-Policy"]


def test_the_policy_has_no_loophole() -> None:
    assert not re.search(r"unsafe|\*|https?:", policy("x"))


async def test_a_page_cannot_be_posted_to(app: QuartTrio) -> None:
    response = await app.test_client().post("/")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("name", ["index.html", "webinar.html", "ops.html"])
def test_the_real_pages_are_there(name: str) -> None:
    assert Pages().find(name).body.startswith(b"<!doctype html>")
    assert CLIENT.is_dir()
