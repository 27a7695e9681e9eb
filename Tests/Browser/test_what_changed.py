"""What a result says of the one before it."""

from pages.frame import Frame
from playwright.sync_api import expect


def run_and_wait(studio, collection, **parameters):
    job = studio.api.post(f"/api/collections/{collection['guid']}/runs", {"tool": "photostats", "parameters": parameters})
    return studio.wait_until_ended(job["guid"])["result_guid"]


def test_new_and_gone_findings(studio, browse, tmp_path):
    """An image that lost its sidecar is new, one that got one is gone; runs with other options are not held together."""
    for name in ("a.cr3", "a.xmp", "b.cr3", "c<b>.cr3"):
        (tmp_path / name).write_bytes(b"x")
    agent = studio.agent(tmp_path).start()
    studio.wait_until_online()
    collection = studio.collection(tmp_path, agent.guid)
    run_and_wait(studio, collection)
    (tmp_path / "a.xmp").rename(tmp_path / "b.xmp")
    second = run_and_wait(studio, collection)
    window = browse(studio).sign_in()
    page = Frame(window.page, studio.address).open(f"/results/{second}")
    page.page.get_by_role("link", name="What changed since then").click()
    new = page.page.get_by_role("region", name="New: 1 finding")
    expect(new.get_by_role("row").filter(has_text="a.cr3")).to_contain_text("orphaned image")
    gone = page.page.get_by_role("region", name="Gone: 1 finding")
    expect(gone.get_by_role("row").filter(has_text="b.cr3")).to_have_count(1)
    expect(page.page.get_by_text("c<b>.cr3")).to_have_count(0)
    third = run_and_wait(studio, collection, pair_across_directories=True)
    page.open(f"/results/{third}")
    expect(page.page.get_by_text("The run before followed another pipeline or had other options")).to_be_visible()
    expect(page.page.get_by_text("paired across folders", exact=False).first).to_be_visible()
    expect(page.page.get_by_text("since last time")).to_have_count(0)
