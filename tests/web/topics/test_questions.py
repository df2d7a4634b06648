from tests.web.hall import opened


async def test_a_question_is_asked_upvoted_answered_and_listed_by_votes() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        paul, token = await webinar.join("Paul", "attendee")
        _, ida = await webinar.join("Ida", "attendee")
        path = f"{webinar.path}/questions"
        first = await hall.post(path, {"userId": "x", "name": "CEO", "content": "When?"}, token)
        assert first.status_code == 201
        asked = first.json()
        assert (asked["authorId"], asked["authorName"], asked["votes"], asked["isAnswered"]) == (paul, "Paul", 1, False)
        second = (await hall.post(path, {"content": "Where?"}, ida)).json()
        assert (await hall.post(f"{path}/{second['id']}/upvote", {"userId": paul}, token)).json() == {"upvoted": True}
        listed = (await hall.get(path, token)).json()["questions"]
        assert [(each["content"], each["votes"], each["mine"], each["upvoted"]) for each in listed] == [
            ("Where?", 2, False, True),
            ("When?", 1, True, True),
        ]
        newest = (await hall.get(f"{path}?sort=newest", token)).json()["questions"]
        assert [each["content"] for each in newest] == ["Where?", "When?"]
        taken_back = await hall.call("DELETE", f"{path}/{second['id']}/upvote", None, token)
        assert taken_back.json() == {"upvoted": False}
        answered = (await hall.post(f"{path}/{asked['id']}/answer", {"text": "In May."}, webinar.host)).json()
        assert (answered["isAnswered"], answered["answer"]) == (True, "In May.")


async def test_whose_an_anonymous_question_is_stays_unsaid() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        asked = (await hall.post(f"{webinar.path}/questions", {"content": "Why?", "anonymous": True}, token)).json()
        assert (asked["authorId"], asked["authorName"], asked["mine"]) == (None, "", True)
        (seen,) = (await hall.get(f"{webinar.path}/questions", webinar.host)).json()["questions"]
        assert (seen["authorId"], seen["authorName"], seen["mine"]) == (None, "", False)


async def test_what_hosts_do_with_questions_is_not_for_others() -> None:
    async with opened() as hall:
        webinar = await hall.webinar()
        _, token = await webinar.join("Paul", "attendee")
        asked = (await hall.post(f"{webinar.path}/questions", {"content": "Why?"}, token)).json()
        one = f"{webinar.path}/questions/{asked['id']}"
        for verb in ("publish", "dismiss", "restore", "take", "answer", "assign", "show"):
            response = await hall.post(f"{one}/{verb}", {}, token)
            assert response.json()["code"] == "not_allowed", verb
        edited = await hall.call("PATCH", one, {"content": "Why not?"}, token)
        assert edited.json()["content"] == "Why not?"
        assert (await hall.post(f"{one}/take", {}, webinar.host)).json()["status"] == "taken"
        assert (await hall.post(f"{one}/show", {}, webinar.host)).status_code == 200
        assert (await hall.post(f"{one}/dismiss", {}, webinar.host)).json()["status"] == "dismissed"
        assert (await hall.call("DELETE", one, None, webinar.host)).json()["code"] == "not_allowed"
        assert (await hall.get(f"{webinar.path}/questions?sort=x", token)).json()["code"] == "bad_request"
