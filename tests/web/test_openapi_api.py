from tests.web.hall import opened


async def test_both_documents_are_there_for_anybody() -> None:
    async with opened() as hall:
        assert "/api/webinars" in (await hall.get("/openapi.json")).json()["paths"]
        assert "FromClient" in (await hall.get("/protocol.json")).json()["$defs"]
