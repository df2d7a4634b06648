from actors.tally import Tally


def test_it_counts_and_adds_up() -> None:
    tally = Tally()
    for took_s in (0.5, 0.25):
        tally.add("message", took_s)
    assert (tally.handled, tally.busy_s) == (2, 0.75)


def test_it_keeps_the_slowest_and_says_when_there_is_a_new_one() -> None:
    tally = Tally()
    assert [tally.add("text", 0.1), tally.add(7, 0.3), tally.add("text", 0.3)] == [True, True, False]
    assert (tally.slowest_s, tally.slowest_message) == (0.3, "int")
