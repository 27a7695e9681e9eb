"""What holds a window's faults against its test, held to its own word: nothing is forgiven that was not asked for."""

import pytest
from pages.every_page import Address
from pages.markup import MARKUP, expect_nothing_ran
from pages.window import Window


@pytest.fixture
def window(shared_studio, chromium):
    """One whose faults are for the test to look at."""
    made = Window(chromium, shared_studio.address).sign_in()
    yield made
    made.close()


def test_a_refusal_is_forgiven_by_its_status_and_its_path_alone(window):
    window.page.goto(window.address + "/nowhere?at=all")
    assert window.unexpected() == ["refused: 404 /nowhere"]
    window.expect_refusal(403, "/nowhere")
    window.expect_refusal(404, "/elsewhere")
    assert window.unexpected() == [
        "refused: 404 /nowhere", "expected in vain: refused: 403 /nowhere", "expected in vain: refused: 404 /elsewhere"]


def test_a_refusal_that_is_asked_for(window):
    window.page.goto(window.address + "/jobs/nothing")
    window.expect_refusal(404, "/jobs/*")
    assert window.unexpected() == []


def test_a_lost_connection_forgives_no_refusal(window):
    window.tolerate_lost_connection()
    window.page.goto(window.address + "/nowhere")
    window.page.route("**/jobs", lambda route: route.abort("connectionrefused"))
    window.page.evaluate("path => fetch(path).catch(() => {})", window.address + "/jobs")
    assert window.unexpected() == ["refused: 404 /nowhere"]


def test_script_errors_and_requests_to_elsewhere(window):
    window.page.route("https://example.org/*", lambda route: route.fulfill(body=""))
    with window.page.expect_event("pageerror"):
        window.page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")
    window.page.evaluate("() => fetch('https://example.org/x', { mode: 'no-cors' }).catch(() => {})")
    faults = window.unexpected()
    assert "script error: broken" in faults
    assert any("Content Security Policy" in fault or "leaves the server" in fault for fault in faults)


def test_an_error_page_does_not_pass_as_a_page(shared_studio, window):
    # A wrong status, a wrong heading, and a question that was not asked for.
    for address in (Address("/nowhere", "Not found"), Address("/jobs", "Results"), Address("/keys?", "Keyboard")):
        with pytest.raises(AssertionError):
            address.visit(window.frame())


def test_markup_is_seen(window):
    """The look for scripts and images would find both."""
    window.page.goto(window.address + "/jobs")
    expect_nothing_ran(window.page, "/jobs")
    window.page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", MARKUP)
    with pytest.raises(AssertionError):
        expect_nothing_ran(window.page, "/jobs")
