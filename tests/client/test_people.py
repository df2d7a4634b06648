"""The people panel, its menus by keyboard, and the host's dialogs."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.client.conftest import wait_until
from tests.client.fake_server import FakeServer

Person = Callable[..., Page]


@pytest.fixture
def host(fake: FakeServer, person: Person) -> Page:
    """Ada's page with the panel open: Ben on stage, Cem in the audience, Dee and Eve waiting."""
    fake.world.add("Ben", "presenter", on=("microphone", "camera"))
    fake.world.add("Cem", "attendee")
    for name in ("Dee", "Eve"):
        fake.world.add(name, "attendee", place="waiting")
    page = person("Ada", "host")
    page.get_by_role("button", name="People, 2 people wait").click()
    return page


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary", name="People")


def menu_of(page: Page, name: str) -> None:
    panel(page).get_by_role("button", name=f"Options for {name}").click()


def names(page: Page, group: str) -> list[str]:
    return panel(page).get_by_role("region", name=group).locator(".person-name").all_inner_texts()


def test_people_are_grouped_by_where_they_are(host: Page) -> None:
    assert names(host, "Waiting (2)") == ["Dee", "Eve"]
    assert names(host, "On stage (2)") == ["Ada (you)", "Ben"]
    assert names(host, "Audience (1)") == ["Cem"]


def test_one_person_is_let_in_another_turned_away(fake: FakeServer, host: Page) -> None:
    host.get_by_role("button", name="Admit Dee").click()
    expect(panel(host).get_by_role("heading", name="Waiting (1)")).to_be_visible()
    assert names(host, "Audience (2)") == ["Cem", "Dee"]
    host.get_by_role("button", name="Deny Eve").click()
    expect(panel(host).get_by_role("heading", name="Waiting")).to_have_count(0)


def test_everybody_is_let_in_at_once_but_turned_away_only_after_a_question(fake: FakeServer, host: Page) -> None:
    host.get_by_role("button", name="Deny all").click()
    host.get_by_role("dialog", name="Turn everybody away?").get_by_role("button", name="Cancel").click()
    host.get_by_role("button", name="Admit all").click()
    wait_until(host, lambda: len(fake.commands("admit_all")) == 1)
    assert fake.commands("deny_all") == []


def test_people_are_found_by_name(host: Page) -> None:
    host.get_by_label("Search by name").fill("be")
    assert panel(host).locator(".person-name").all_inner_texts() == ["Ben"]
    host.get_by_label("Search by name").fill("zzz")
    expect(panel(host).get_by_text("Nobody here is called “zzz”.")).to_be_visible()


def test_a_long_audience_is_shown_in_parts(fake: FakeServer, person: Person) -> None:
    for n in range(150):
        fake.world.add(f"Guest {n:03}", "attendee")
    page = person("Ada", "host")
    page.get_by_role("button", name="People", exact=True).click()
    assert len(names(page, "Audience (150)")) == 60
    page.get_by_role("button", name="Show 60 more").click()
    assert len(names(page, "Audience (150)")) == 120
    page.get_by_label("Search by name").fill("149")
    assert names(page, "Audience (1)") == ["Guest 149"]


def test_where_names_are_not_told_the_audience_is_a_number(fake: FakeServer, person: Person) -> None:
    fake.world.audience = 811
    page = person("Cem")
    page.get_by_role("button", name="People", exact=True).click()
    expect(panel(page).get_by_text("812 people are in the audience.")).to_be_visible()


def test_a_menu_is_worked_by_arrows_letters_and_escape(host: Page) -> None:
    button = panel(host).get_by_role("button", name="Options for Ben")
    button.focus()
    host.keyboard.press("ArrowDown")
    expect(host.get_by_role("menuitem", name="Mute", exact=True)).to_be_focused()
    host.keyboard.press("ArrowDown")
    expect(host.get_by_role("menuitem", name="Mute and keep muted")).to_be_focused()
    host.keyboard.press("End")
    expect(host.get_by_role("menuitem", name="Ban")).to_be_focused()
    host.keyboard.press("ArrowDown")
    expect(host.get_by_role("menuitem", name="Mute", exact=True)).to_be_focused()
    host.keyboard.press("r")
    expect(host.get_by_role("menuitem", name="Remove")).to_be_focused()
    host.keyboard.press("Escape")
    expect(host.get_by_role("menu")).to_have_count(0)
    expect(button).to_be_focused()
    expect(panel(host)).to_be_visible()


def test_a_menu_closes_when_something_else_is_pressed(host: Page) -> None:
    menu_of(host, "Ben")
    host.locator("th-topbar").click()
    expect(host.get_by_role("menu")).to_have_count(0)


def test_a_power_is_used_by_keyboard_alone(fake: FakeServer, host: Page) -> None:
    panel(host).get_by_role("button", name="Options for Ben").focus()
    host.keyboard.press("Enter")
    host.keyboard.press("Enter")
    host.wait_for_function("() => !townhall.store.state.people.get('p1').on.includes('microphone')")
    assert fake.command("mute")["participant"] == "p1"
    assert "hard" not in fake.command("mute")


@pytest.mark.parametrize(
    ("who", "item", "expected"),
    [
        ("Ben", "Mute and keep muted", {"type": "mute", "participant": "p1", "hard": True}),
        ("Ben", "Stop camera", {"type": "stop_video", "participant": "p1"}),
        ("Ben", "Make co-host", {"type": "invite", "participant": "p1", "role": "co_host"}),
        ("Ben", "Move to the audience", {"type": "demote", "participant": "p1", "role": "attendee"}),
        ("Cem", "Invite to the stage", {"type": "invite", "participant": "p2", "role": "presenter"}),
    ],
)
def test_a_power_becomes_one_command(
    fake: FakeServer, host: Page, who: str, item: str, expected: dict[str, object]
) -> None:
    menu_of(host, who)
    host.get_by_role("menuitem", name=item, exact=True).click()
    wait_until(host, lambda: fake.commands(str(expected["type"])) != [])
    (sent,) = fake.commands(str(expected["type"]))
    assert sent == {"id": sent["id"], **expected}


@pytest.mark.parametrize(("item", "command"), [("Remove", "kick"), ("Ban", "ban")])
def test_putting_somebody_out_is_asked_first(fake: FakeServer, host: Page, item: str, command: str) -> None:
    menu_of(host, "Cem")
    host.get_by_role("menuitem", name=item).click()
    dialog = host.get_by_role("dialog", name=f"{item} Cem?")
    host.keyboard.press("Enter")  # the title has focus: nobody is put out by a stray key
    assert fake.commands(command) == []
    dialog.get_by_role("button", name=item).click()
    expect(dialog).to_have_count(0)
    assert fake.command(command)["participant"] == "p2"


def test_a_refused_power_is_explained(fake: FakeServer, host: Page) -> None:
    fake.refuse["stop_video"] = {"code": "not_inside", "message": "", "retry_after_ms": None}
    menu_of(host, "Ben")
    host.get_by_role("menuitem", name="Stop camera", exact=True).click()
    expect(host.get_by_text("This person is not in the webinar.")).to_be_visible()


def test_everybody_is_muted_and_the_webinar_locked_from_one_menu(fake: FakeServer, host: Page) -> None:
    for item in ("Mute all", "Lock webinar"):
        panel(host).get_by_role("button", name="For everyone").click()
        host.get_by_role("menuitem", name=item, exact=True).click()
    expect(host.locator("th-topbar").get_by_text("The webinar is locked")).to_be_attached()
    assert len(fake.commands("mute_all")) == 1
    panel(host).get_by_role("button", name="For everyone").click()
    expect(host.get_by_role("menuitem", name="Unlock webinar")).to_be_visible()


def test_a_setting_is_sent_when_it_is_chosen_and_shown_as_the_server_has_it(fake: FakeServer, host: Page) -> None:
    panel(host).get_by_role("button", name="For everyone").click()
    host.get_by_role("menuitem", name="Webinar settings").click()
    host.get_by_label("Who may unmute").select_option("hosts")
    host.get_by_label("Joining needs an invitation link").check()
    host.wait_for_function("() => townhall.store.state.webinar.settings.invite_required")
    assert host.get_by_label("Who may unmute").input_value() == "hosts"
    fake.do(lambda: fake.world.do_change_settings("p1", unmute="stage"))
    expect(host.get_by_label("Who may unmute")).to_have_value("stage")


def test_links_are_copied_and_made_anew(fake: FakeServer, host: Page) -> None:
    host.get_by_role("button", name="Invite", exact=True).click()
    link = host.get_by_role("textbox", name="Presenters link")
    expect(link).to_have_value(f"{fake.url}/w/w1town#invite={link.input_value().split('invite=')[-1]}")
    host.get_by_role("button", name="Copy presenters link").click()
    expect(host.get_by_text("Link copied")).to_be_visible()
    host.get_by_role("button", name="Make new link: Presenters").click()
    host.get_by_role("dialog", name="Make a new presenters link?").get_by_role("button", name="Make new link").click()
    expect(host.get_by_text("New link made.")).to_be_visible()
    assert fake.command("rotate_links")["role"] == "presenter"


def test_a_personal_link_is_made_for_one_person(fake: FakeServer, host: Page) -> None:
    host.get_by_role("button", name="Invite", exact=True).click()
    host.get_by_label("For whom? (your note)").fill("Fay")
    host.get_by_label("They come as").select_option("attendee")
    host.get_by_role("button", name="Make personal link").click()
    expect(host.get_by_role("textbox", name="One person link")).to_have_value("http://localhost/w/w1town#invite=own")
    sent = fake.command("issue_invite")
    assert (sent["role"], sent["label"]) == ("attendee", "Fay")


def test_guests_have_no_powers_and_no_links(fake: FakeServer, person: Person) -> None:
    fake.world.add("Ada", "host")
    fake.world.add("Ben", "presenter")
    page = person("Cem")
    page.get_by_role("button", name="People", exact=True).click()
    expect(panel(page).get_by_role("button", name="Options for Ben")).to_have_count(0)
    menu_of(page, "Ada")
    assert page.get_by_role("menuitem").all_inner_texts() == ["Write to this person"]
    expect(panel(page).get_by_role("button", name="Invite")).to_have_count(0)


def test_a_name_that_looks_like_markup_is_only_a_name(fake: FakeServer, person: Person) -> None:
    evil = "<img src=x onerror=document.title='owned'>"
    fake.world.add(evil, "presenter")
    page = person("Ada", "host")
    page.get_by_role("button", name="People", exact=True).click()
    assert evil in names(page, "On stage (2)")
    assert page.title() != "owned"
