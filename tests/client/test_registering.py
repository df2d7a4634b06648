"""Registration: the desk before the door, and the list where hosts say who may come."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.client.conftest import wait_until
from tests.client.fake_server import FakeServer
from tests.client.fake_tokens import invite, personal_invite
from tests.client.test_schedule import chosen

Open = Callable[..., Page]
Person = Callable[..., Page]
IDA = {"name": "Ida", "email": "ida@example.org"}


def registers(page: Page, name: str = "Ida", email: str = IDA["email"]) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Register").click()


def test_whoever_registers_waits_for_a_host_and_then_comes_in(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar |= {"registration": "approval", "description": "Bring questions."}
    page = open_page("/w/w1town")
    expect(page.get_by_text("Bring questions.")).to_be_visible()
    registers(page)
    expect(page.get_by_role("heading", name="You are registered")).to_be_visible()
    page.reload()
    expect(page.get_by_text("With ida@example.org.")).to_be_visible()
    fake.do(lambda: fake.world.decide("g1", "approved"))
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_label("Your name, as others see it")).to_have_value("Ida")
    page.get_by_role("button", name="Join now").click()
    page.wait_for_selector("th-stage")
    assert [person["name"] for person in fake.world.people.values()] == ["Ida"]


def test_where_everybody_may_come_the_door_opens_at_once(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar["registration"] = "open"
    page = open_page(f"/w/w1town#invite={invite('attendee')}")
    registers(page)
    expect(page.get_by_role("button", name="Join now")).to_be_visible()


def test_an_invitation_of_ones_own_or_to_the_stage_needs_no_desk(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar["registration"] = "approval"
    for token in (personal_invite("g9"), invite("presenter")):
        page = open_page(f"/w/w1town#invite={token}")
        expect(page.get_by_role("button", name="Join now")).to_be_visible()
        expect(page.get_by_role("button", name="Register")).to_have_count(0)


def test_what_cannot_be_taken_is_named_at_its_field(fake: FakeServer, open_page: Open) -> None:
    fake.world.webinar["registration"] = "approval"
    page = open_page("/w/w1town")
    registers(page, name=" ")
    expect(page.get_by_label("Your name")).to_be_focused()
    registers(page, email="nowhere")
    expect(page.get_by_role("alert")).to_have_text("Please check the e-mail address.")
    expect(page.get_by_label("Your e-mail address")).to_be_focused()
    fake.world.registrations["g1"] = {"id": "g1", "status": "pending", "has_come": False, **IDA}
    registers(page)
    expect(page.get_by_role("alert")).to_contain_text("This address is registered already.")


def test_the_link_of_a_registration_opens_it_in_another_browser_until_it_is_taken_back(
    fake: FakeServer, open_page: Open
) -> None:
    fake.world.webinar["registration"] = "approval"
    fake.world.registrations["g1"] = {"id": "g1", "status": "declined", "has_come": False, **IDA}
    page = open_page("/w/w1town#registration=registration-g1")
    expect(page.get_by_role("heading", name="Not this time")).to_be_visible()
    assert page.url == f"{fake.url}/w/w1town"
    page.get_by_role("button", name="Take my registration back").click()
    expect(page.get_by_text("Your name and address are gone.")).to_be_visible()
    expect(page.get_by_label("Your name")).to_be_focused()
    assert fake.world.registrations == {}
    assert page.evaluate("() => localStorage.length + sessionStorage.length") == 0


def test_hosts_hear_of_registrations_and_say_who_may_come(fake: FakeServer, person: Person) -> None:
    fake.world.webinar["registration"] = "approval"
    page = person("Ada", "host")
    chosen(page, "Registrations")
    dialog = page.get_by_role("dialog", name="Registrations")
    expect(dialog.get_by_text("Nobody has registered yet.")).to_be_visible()
    for number, name in enumerate(("Ida", "Paul"), 1):
        given = {"name": name, "email": f"{name}@example.org"}
        fake.world.registrations[f"g{number}"] = {"id": f"g{number}", "status": "pending", "has_come": False, **given}
        fake.fact("registration_received", registration=f"g{number}", **given)
    expect(page.get_by_text("Paul has registered.")).to_be_visible()
    dialog.get_by_role("button", name="Approve Ida").click()
    dialog.get_by_role("button", name="Decline Paul").click()
    wait_until(page, lambda: fake.commands("decline_registration") != [])
    expect(dialog.get_by_text("Approved", exact=True)).to_be_visible()
    expect(dialog.get_by_text("Declined", exact=True)).to_be_visible()
    expect(dialog.get_by_role("button", name="Approve Paul")).to_be_visible()


def test_without_registration_there_is_no_list(person: Person) -> None:
    page = person("Ada", "host")
    page.locator(".controls").get_by_role("button", name="People").click()
    page.get_by_role("button", name="For everyone").click()
    expect(page.get_by_role("menuitem", name="Registrations")).to_have_count(0)
