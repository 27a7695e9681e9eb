"""Settings that are there already: cameras and methods changed and taken away, and file types back to the defaults."""

import pytest
from pages.settings import FileTypesPage, SettingsPage
from playwright.sync_api import expect

CAMERAS = {"AB3D": {"name": "Canon EOS R5", "serial_number": "0042"}, "ZZ09": {"name": "Leica M11", "serial_number": None}}


@pytest.fixture
def window(shared_studio, browse):
    return browse(shared_studio).sign_in()


@pytest.fixture
def settings(shared_studio, window):
    return SettingsPage(window.page, shared_studio.address)


def test_a_camera_is_changed(shared_studio, settings):
    """Its dialog holds what is known; what is left alone stays, and so does the other camera."""
    shared_studio.api.put("/api/config/camera-mappings", CAMERAS)
    settings.open("/settings/cameras").ask("Edit AB3D")
    expect(settings.dialog.get_by_label("Name", exact=True)).to_have_value("Canon EOS R5")
    expect(settings.dialog.get_by_label("Serial number", exact=True)).to_have_value("0042")
    settings.dialog.get_by_label("Name", exact=True).fill("Canon EOS R5 Mark II")
    settings.answer("Save")
    expect(settings.flash).to_have_text("AB3D was saved.")
    expect(settings.row("AB3D")).to_contain_text("Canon EOS R5 Mark II")
    expect(settings.row("AB3D")).to_contain_text("0042")
    assert shared_studio.api.get("/api/config/camera-mappings") == {
        **CAMERAS, "AB3D": {"name": "Canon EOS R5 Mark II", "serial_number": "0042"}}


def test_a_camera_is_taken_away(shared_studio, settings):
    """Only after the question has been answered; the other one stays."""
    shared_studio.api.put("/api/config/camera-mappings", CAMERAS)
    settings.open("/settings/cameras").ask("Delete ZZ09")
    expect(settings.dialog).to_have_accessible_name("Delete ZZ09?")
    settings.dialog.get_by_role("link", name="Back").click()
    expect(settings.dialog).to_have_count(0)
    assert shared_studio.api.get("/api/config/camera-mappings") == CAMERAS
    settings.ask("Delete ZZ09").answer("Delete")
    expect(settings.flash).to_have_text("ZZ09 was deleted.")
    expect(settings.row("ZZ09")).to_have_count(0)
    assert shared_studio.api.get("/api/config/camera-mappings") == {"AB3D": CAMERAS["AB3D"]}


def test_a_camera_is_not_named_twice(shared_studio, window, settings):
    """An id that is taken is refused beside its field; so is one that no file name can have. The first stays as it was."""
    shared_studio.api.put("/api/config/camera-mappings", CAMERAS)
    window.expect_refusal(409, "/settings/cameras")
    window.expect_refusal(400, "/settings/cameras")
    settings.open("/settings/cameras").ask("Add a camera", id="AB3D", name="Another").answer("Add")
    field = settings.dialog.get_by_label("Id", exact=True)
    expect(field).to_have_accessible_description("There is an entry for AB3D already; edit that one.")
    expect(settings.dialog.get_by_label("Name", exact=True)).to_have_value("Another")
    field.fill("no")
    settings.answer("Add")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert shared_studio.api.get("/api/config/camera-mappings") == CAMERAS


def test_a_method_is_changed(shared_studio, settings):
    """Its meaning is another one then, under the same name."""
    shared_studio.api.put("/api/config/processing-methods", {"HDR": "High dynamic range", "BW": "Black and white"})
    settings.open("/settings/methods").ask("Edit HDR")
    meaning = settings.dialog.get_by_label("Meaning", exact=True)
    expect(meaning).to_have_value("High dynamic range")
    meaning.fill("Bracket of three")
    settings.answer("Save")
    expect(settings.flash).to_have_text("HDR was saved.")
    expect(settings.row("HDR")).to_contain_text("Bracket of three")
    assert shared_studio.api.get("/api/config/processing-methods") == {"HDR": "Bracket of three", "BW": "Black and white"}


def test_file_types_go_back_to_the_defaults(shared_studio, window):
    """Whatever was typed is dropped, even what could not be saved; all three lists are as they come."""
    names = ("photo-extensions", "metadata-extensions", "require-sidecar")
    page = FileTypesPage(window.page, shared_studio.address).open()
    page.go_back_to_the_defaults()
    defaults = {name: shared_studio.api.get(f"/api/config/{name}") for name in names}
    shown = {label: page.field(label).input_value() for label in ("Photos", "Metadata", "Photos that need a sidecar")}
    assert ".dng" in defaults["photo-extensions"] and ".xmp" in defaults["metadata-extensions"]
    for name in names:
        shared_studio.api.put(f"/api/config/{name}", [".tif"] if name != "metadata-extensions" else [".pp3"])
    page.open()
    expect(page.field("Photos")).to_have_value(".tif")
    expect(page.field("Metadata")).to_have_value(".pp3")
    page.field("Photos").fill(".c/r3")
    page.go_back_to_the_defaults()
    expect(page.flash).to_have_text("The file types are the defaults again.")
    for label, value in shown.items():
        expect(page.field(label)).to_have_value(value)
    assert {name: shared_studio.api.get(f"/api/config/{name}") for name in names} == defaults
