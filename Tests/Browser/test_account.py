"""One's own password: changed by who knows the old one, and nothing else."""

import secrets

import pytest
from pages.settings import PasswordPage
from pages.sign_in import SignInPage
from playwright.sync_api import expect

OLD, NEW = "a long first password", "quite another password"


@pytest.fixture
def person(shared_studio):
    """The email of somebody with the old password, who belongs to this test alone."""
    email = f"{secrets.token_hex(4)}@example.org"
    shared_studio.member(email, OLD, "Max")
    return email


@pytest.fixture
def password(shared_studio, browse, person):
    return PasswordPage(browse(shared_studio).sign_in(person, OLD).page, shared_studio.address).open()


def test_a_password_is_changed(shared_studio, browse, person, password):
    """It stays signed in here and nowhere else; the old one opens nothing any more, the new one does."""
    elsewhere = browse(shared_studio).sign_in(person, OLD)
    password.change(OLD, NEW)
    expect(password.flash).to_have_text("Your password was changed. You are signed out everywhere else.")
    expect(password.open().heading).to_have_text("Password")
    elsewhere.page.goto(shared_studio.address + "/jobs")
    expect(elsewhere.page).to_have_url(f"{shared_studio.address}/sign-in?next=%2Fjobs")
    sign_in = SignInPage(elsewhere.page, shared_studio.address)
    elsewhere.expect_refusal(401, "/sign-in")
    sign_in.sign_in(person, OLD)
    expect(sign_in.complaint).to_be_visible()
    sign_in.sign_in(person, NEW)
    expect(elsewhere.frame().heading).to_have_text("Jobs")


@pytest.mark.parametrize("current, wanted, label, complaint", [
    ("not my password", NEW, "Password until now", "Is not your password."),
    (OLD, "too short", "New password", "Must have at least 10 characters."),
], ids=["wrong-old-one", "too-short"])
def test_a_password_is_not_changed(shared_studio, browse, person, current, wanted, label, complaint):
    """What is wrong stands beside its field, nothing typed is sent back, and the old password still opens."""
    window = browse(shared_studio).sign_in(person, OLD)
    window.expect_refusal(400, "/settings/password")
    page = PasswordPage(window.page, shared_studio.address).open()
    page.change(current, wanted)
    field = page.page.get_by_label(label, exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(complaint)
    expect(field).to_be_focused()
    for one in (page.current, page.wanted):
        expect(one).to_have_value("")
    browse(shared_studio).sign_in(person, OLD)
