"""The catalogue of sentences, texts/<language>/, and the choice of a language."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

Open = Callable[..., Page]
Person = Callable[..., Page]

SHAPE = """async (m) => {
    const shape = (value) => {
        if (typeof value === "function") return `function of ${value.length}`;
        if (Array.isArray(value)) return value.map(shape);
        if (typeof value !== "object") return typeof value;
        return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
    };
    return shape(m);
}"""


def test_both_languages_say_the_same_things(js: Callable[..., Any]) -> None:
    english, german = (js(f"texts/{language}/index.js", SHAPE) for language in ("en", "de"))
    assert len(english) > 20
    assert german == english


@pytest.mark.parametrize(
    ("wanted", "best"), [(["de-AT", "en"], "de"), (["fr", "EN-gb"], "en"), (["constructor", "fr"], "en"), ([], "en")]
)
def test_the_first_language_of_the_browser_that_we_have_is_spoken(
    js: Callable[..., Any], wanted: list[str], best: str
) -> None:
    assert js("language.js", "(m, wanted) => m.bestOf(wanted)", wanted) == best


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["1 person", "12,345 people", "50%"]), ("de", ["1 Person", "12.345 Personen", "50 %"])],
)
def test_numbers_are_written_as_the_language_does(js: Callable[..., Any], language: str, words: list[str]) -> None:
    run = "(m) => [m.stage.inside(1), m.stage.inside(12345), m.percent(0.5)]"
    assert [word.replace("\xa0", " ") for word in js(f"texts/{language}/index.js", run)] == words


def test_a_german_browser_is_spoken_to_in_german_until_another_language_is_chosen(open_page: Open) -> None:
    page = open_page("/", locale="de-DE")
    expect(page.get_by_role("button", name="Webinar anlegen")).to_be_visible()
    assert page.get_attribute("html", "lang") == "de"
    page.get_by_label("Sprache").select_option("en")
    expect(page.get_by_role("button", name="Create webinar")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Language")).to_have_value("en")
    assert page.get_attribute("html", "lang") == "en"


def test_the_language_is_also_chosen_among_the_devices(person: Person) -> None:
    page = person("Cem")
    page.get_by_role("button", name="Devices").click()
    page.get_by_label("Language").select_option("de")
    expect(page.get_by_role("button", name="Jetzt teilnehmen")).to_be_visible()
