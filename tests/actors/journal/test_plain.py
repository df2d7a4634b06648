import pytest

from actors.journal.plain import CONVERTER, FACTS, RESULTS, UNREADABLE, snake
from actors.ports import Done
from actors.webinar.results import Issued, Joined
from actors.words import Role
from tests.actors.journal.facts import EVERY_FACT


def test_every_fact_has_a_name_and_a_sample() -> None:
    assert {snake(type(fact)): type(fact) for fact in EVERY_FACT} == FACTS


@pytest.mark.parametrize(
    "done", [Done(None), Done(3), Done(3, Joined("ann", admitted=True)), Done(3, Issued("i", Role.PRESENTER))]
)
def test_an_answer_comes_back_as_it_was(done: Done) -> None:
    assert CONVERTER.structure(CONVERTER.unstructure(done), Done) == done


def test_every_result_can_be_kept() -> None:
    assert {"joined", "issued", "rotated"} <= RESULTS.keys()


def test_a_result_nobody_knows_is_not_kept() -> None:
    with pytest.raises(UNREADABLE):
        CONVERTER.structure({"seq": 1, "type": "unheard_of", "result": {}}, Done)
