"""Collections: deleted with their waiting jobs, and made on a connector by the form's other tab."""

import pytest
from pages.collections import CollectionPage, CollectionsPage, NewCollectionPage
from playwright.sync_api import expect


@pytest.fixture
def window(shared_studio, browse):
    return browse(shared_studio).sign_in()


def test_a_local_collection_is_deleted(shared_studio, window, tmp_path):
    """The question names it and its folder; its waiting job is cancelled, its result and the other collection stay."""
    studio = shared_studio
    agent = studio.scripted_agent("deleting-nas")
    doomed = studio.collection(tmp_path / "doomed", agent.guid, "Harbour at night")
    spared = studio.collection(tmp_path / "spared", agent.guid, "Harbour at noon")
    studio.run(doomed)
    result = agent.complete(agent.claim()).json["result_guid"]
    waiting = studio.run(doomed)
    page = CollectionPage(window.page, studio.address).open(f"/collections/{doomed['guid']}")
    question = page.ask("Delete")
    expect(question).to_have_accessible_name("Delete Harbour at night?")
    expect(question).to_contain_text(str(tmp_path / "doomed"))
    question.get_by_role("link", name="Back").click()
    expect(question).to_have_count(0)
    assert studio.api.get(f"/api/collections/{doomed['guid']}")["name"] == "Harbour at night"
    page.delete()
    listed = CollectionsPage(window.page, studio.address)
    expect(listed.heading).to_have_text("Collections")
    expect(listed.flash).to_contain_text("Harbour at night")
    expect(listed.rows.filter(has_text="Harbour at night")).to_have_count(0)
    expect(listed.rows.filter(has_text="Harbour at noon")).to_have_count(1)
    assert studio.job(waiting["guid"])["status"] == "cancelled"
    assert studio.api.get(f"/api/results/{result}")["guid"] == result
    assert studio.api.get(f"/api/collections/{spared['guid']}")["name"] == "Harbour at noon"
    window.expect_refusal(404, f"/collections/{doomed['guid']}")
    expect(page.open(f"/collections/{doomed['guid']}").heading).to_have_text("Not found")


def test_a_collection_on_a_connector_by_the_other_tab(shared_studio, window):
    """Of two connectors none is chosen beforehand; what is refused keeps what was typed, and the tab."""
    studio = shared_studio
    for name, bucket in (("Archive", "archive"), ("Delivery", "delivery")):
        studio.api.post("/api/connectors", {"name": name, "type": "S3", "configuration": {"bucket": bucket}})
    form = NewCollectionPage(window.page, studio.address).open()
    form.choose_connector_tab()
    expect(form.page.get_by_role("link", name="On a connector")).to_have_attribute("aria-current", "page")
    expect(form.connector_choice).to_have_value("")
    form.field("Name").fill("Album prints")
    form.connector_choice.select_option(label="Delivery (S3, no working credentials)")
    form.field("Folder").fill("../elsewhere")
    window.expect_refusal(400, "/collections")
    form.submit()
    expect(form.field("Folder")).to_have_attribute("aria-invalid", "true")
    expect(form.field("Name")).to_have_value("Album prints")
    expect(form.connector_choice.locator("option:checked")).to_contain_text("Delivery")
    form.field("Folder").fill("prints/2026")
    form.submit()
    made = CollectionPage(window.page, studio.address)
    expect(made.heading).to_have_text("Album prints")
    expect(made.page.get_by_role("definition").filter(has_text="Delivery")).to_be_visible()
    kept = next(one for one in studio.api.items("/api/collections") if one["name"] == "Album prints")
    assert (kept["type"], kept["location"], kept["connector_name"]) == ("S3", "prints/2026", "Delivery")
