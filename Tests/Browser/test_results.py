"""What changed since last time, the way from result to result, and the findings as a file."""

import csv

from pages.result import ResultPage, ResultsPage
from playwright.sync_api import expect


def results(files, orphans):
    return {"total_files": files, "total_size": files * 1000, "orphaned_images_count": len(orphans),
            "orphaned_images": orphans}


def test_a_result_says_what_changed_since_last_time(studio, browse, tmp_path):
    """Three runs: the figures of the second stand against the first, and lead to the third; their course shows."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    collection = studio.collection(tmp_path, agent.guid)
    guids = []
    for files, orphans in ((1000, ["a.dng"]), (1200, ["a.dng", "=b.dng"]), (1150, [])):
        studio.run(collection)
        answer = agent.complete(agent.claim(), results=results(files, orphans))
        guids.append(answer.json["result_guid"])
    window = browse(studio).sign_in()
    page = ResultPage(window.page, studio.address).open(f"/results/{guids[1]}")
    expect(page.figure("Files")).to_have_text("1,200")
    expect(page.change("Files")).to_have_text("+200 since last time")
    expect(page.change("Orphaned images")).to_have_text("+1 since last time")
    with window.page.expect_download() as download:
        page.findings_link.click()
    with open(download.value.path(), newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [row["file"] for row in rows] == ["a.dng", "'=b.dng"]
    assert {row["finding"] for row in rows} == {"orphaned image"}
    page.later_link.click()
    window.page.wait_for_url(f"**/results/{guids[2]}")
    expect(page.change("Orphaned images")).to_have_text("−2 since last time")
    expect(page.later_link).to_have_count(0)
    page.earlier_link.click()
    window.page.wait_for_url(f"**/results/{guids[1]}")
    page.earlier_link.click()
    window.page.wait_for_url(f"**/results/{guids[0]}")
    expect(page.change("Files")).to_have_count(0)
    page.open(f"/collections/{collection['guid']}")
    expect(window.page.get_by_role("img", name="Files: from 1,000 to 1,150 over 3 results")).to_be_visible()
    expect(page.change("Files")).to_have_text("−50 since last time")


def test_results_are_filtered_by_tool_and_collection(studio, browse, tmp_path):
    """Filters act at once, stay in the address, and say what to do where nothing fits."""
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    for name in ("Weddings", "Landscapes"):
        folder = tmp_path / name
        folder.mkdir()
        studio.run(studio.collection(folder, agent.guid, name))
        assert agent.complete(agent.claim(), results=results(10, [])).status == 200
    window = browse(studio).sign_in()
    page = ResultsPage(window.page, studio.address).open("/results")
    expect(page.rows).to_have_count(2)
    page.choose("Collection", "Weddings")
    expect(page.rows).to_have_count(1)
    expect(page.rows).to_contain_text("Weddings")
    window.page.reload()
    expect(page.rows).to_have_count(1)
    page.choose("Tool", "Photo Pairing")
    expect(window.page.get_by_role("heading", name="No result fits this filter")).to_be_visible()
    window.page.get_by_role("link", name="Clear the filter").click()
    expect(page.rows).to_have_count(2)
