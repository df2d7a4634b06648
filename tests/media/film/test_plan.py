"""A plan: decided from the order, the log and what there is, before anything is drawn."""

from pathlib import Path

import cattrs

from actors.timeline.values import Chapter as Told
from actors.timeline.values import OnStage as Staged
from actors.timeline.values import Recorded, Timeline
from actors.timeline.values import Span as Ran
from actors.timeline.values import Spotlit as Lit
from media.film import files
from media.film.cuts import Cut
from media.film.edit_list import Chapter, EditList, OnStage, Spotlit
from media.film.order import FilmOrder
from media.film.plan import chapters, on_stage, plan_of, spotlit
from tests.media.film.made_segments import BEGAN_S, Studio


def test_what_actors_tell_is_what_media_reads(tmp_path: Path) -> None:
    told = Timeline(
        title="Bees",
        names=(("a", "Ada"),),
        stage=(Staged("a", 1, 2),),
        spotlit=(Lit("a", 1),),
        recordings=(Recorded("r", "main", (Ran(1, None),)),),
        chapters=(Told(5, "poll", "Poll: Honey?"),),
    )
    path = tmp_path / "timeline.json"
    path.write_bytes(files.CONVERTER.dumps(cattrs.unstructure(told)))
    read = files.read(path, EditList)
    assert read.names == told.names
    assert read.stage == (OnStage("a", 1, 2),)
    assert read.spotlit == (Spotlit("a", 1, None),)
    assert read.recordings[0].spans[0].until_ms is None
    assert read.chapters == (Chapter(5, "Poll: Honey?"),)


def test_on_stage_is_whom_the_log_or_their_sound_puts_there() -> None:
    told = EditList(stage=(OnStage("a", 1000, 2000), OnStage("nothing sent", 0), OnStage("hidden", 0)))
    pieces = {("a", "microphone"): [(1.5, 3.0)], ("b", "camera"): [(7.0, 8.0)], ("a", "screen"): [(20.0, 30.0)]}
    assert on_stage(told, pieces, {"hidden"}) == {"a": [(1, 3)], "b": [(7, 8)]}


def test_the_spotlight_is_the_logs() -> None:
    told = EditList(spotlit=(Spotlit("a", 1000, 2000), Spotlit("b", 2000, 3000), Spotlit("a", 4000)))
    assert spotlit(told) == {"a": [(1, 2), (4, float("inf"))], "b": [(2, 3)]}


def test_a_clock_that_was_set_back_hides_no_spotlight() -> None:
    told = EditList(spotlit=(Spotlit("a", 9000, 20_000), Spotlit("a", 5000, 8000), Spotlit("a", 7000, 10_000)))
    assert spotlit(told) == {"a": [(5, 20)]}


def test_what_is_not_in_the_film_or_names_somebody_hidden_has_no_chapter() -> None:
    told = EditList(chapters=(Chapter(10_000, "early"), Chapter(25_000, "in"), Chapter(26_000, "Eve", "e")))
    assert [(each.at_s, each.title) for each in chapters(told, [Cut(3.0, 20.0, 10.0)], {"e"})] == [
        (0, "Beginning"),
        (8, "in"),
    ]


def test_another_order_has_another_digest_and_the_same_one_the_same(tmp_path: Path) -> None:
    studio = Studio(tmp_path)
    studio.audio("a", 0, 1)
    one, same, other = (
        plan_of(studio.order(FilmOrder(layout), EditList("Bees"), name))
        for layout, name in [("speaker", "1"), ("speaker", "2"), ("gallery", "3")]
    )
    assert one.digest == same.digest != other.digest
    assert one.started_s == BEGAN_S
    assert one.frames == (3 + 1) * 30
