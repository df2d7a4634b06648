"""HTTP, WebSockets and the client's pages. It knows bytes, JSON and tokens; it decides nothing.

A connection enters at `front`, where `head` judges every request. From there
a request goes through `exchange` (h11) to the application of `app`: `api`, `commands_api`, `whip`, `ops`, `pages`;
a WebSocket (`websocket`, trio-websocket) becomes a `session`: `wire` turns its messages into commands for the person's
participant; facts, snapshots and signals come back through its `outbox` and leave by its `stream`.
Who somebody is, `auth` reads from signed tokens. `site` puts it all together; run.py alone imports that.
"""
