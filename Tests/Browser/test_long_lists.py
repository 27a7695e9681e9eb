"""Lists of more rows than a page holds: each row is seen once on the way through, in order, and none is lost."""

import pytest
from pages.agents import AgentsPage
from pages.jobs import JobsPage
from pages.notifications import NotificationsPage
from pages.result import ResultsPage
from playwright.sync_api import expect

COUNT = 55


@pytest.fixture(scope="module")
def busy_studio(shared_studio, tmp_path_factory):
    """A team whose agent has done well COUNT times on one collection, has failed COUNT times on another, and has yet
    COUNT collections with a waiting job."""
    studio = shared_studio
    agent = studio.scripted_agent("studio-nas")
    agent.heartbeat()
    folder = tmp_path_factory.mktemp("photos")
    good, bad = (studio.collection(folder / name, agent.guid, name) for name in ("Weddings", "Harbour"))
    for number in range(COUNT):
        studio.run(good)
        results = {"total_files": number, "total_size": 1}
        assert agent.complete(agent.claim(), results=results).status == 200
        studio.run(bad)
        assert agent.fail(agent.claim(), "permission_denied", f"Trouble number {number}.").status == 200
    for number in range(COUNT):
        studio.run(studio.collection(folder / str(number), agent.guid, f"Waiting {number}"))
    return studio


def walk(page, rows, read):
    """What `read` gives of each row, page by page to the last; the address of each page can be loaded again."""
    pages = []
    while True:
        expect(rows).not_to_have_count(0)
        seen = [read(row) for row in rows.all()]
        page.page.reload()
        expect(rows).to_have_count(len(seen))
        assert [read(row) for row in rows.all()] == seen
        pages.append(seen)
        if page.next_page.count() == 0:
            return pages
        page.next_page.click()
        page.page.wait_for_load_state()


def expect_each_once(pages, wanted):
    """More than one page, all but the last of them full, and all that is wanted, in this order."""
    assert len(pages) > 2 and len({len(one) for one in pages[:-1]}) == 1
    assert [row for one in pages for row in one] == wanted


def first_link(row):
    return row.get_by_role("link").first.get_attribute("href")


def every(studio, path, **query):
    """All items of a list of the API, from its own pages."""
    items, cursor = [], {}
    while True:
        part = studio.api.get(path, limit=20, **query, **cursor)
        items += part["items"]
        if not part.get("next_cursor"):
            return items
        cursor = {"cursor": part["next_cursor"]}


@pytest.fixture
def signed_in(browse, busy_studio):
    return browse(busy_studio).sign_in().page


def test_done_jobs(busy_studio, signed_in):
    """Both kinds of end, the newest first; the filter stays on while one pages."""
    jobs = JobsPage(signed_in, busy_studio.address).open_done()
    wanted = [f"/jobs/{one['guid']}" for one in every(busy_studio, "/api/jobs") if one["status"] in ("completed", "failed")]
    assert len(wanted) == 2 * COUNT
    expect_each_once(walk(jobs, jobs.rows, first_link), wanted)
    jobs.first_page.click()
    expect(jobs.first_page).to_have_count(0)
    jobs.page.get_by_label("Status", exact=True).select_option(label="Failed")
    expect(jobs.status("Completed")).to_have_count(0)
    failed = [f"/jobs/{one['guid']}" for one in every(busy_studio, "/api/jobs", status="failed")]
    expect_each_once(walk(jobs, jobs.rows, first_link), failed)


def test_waiting_jobs(busy_studio, signed_in):
    jobs = JobsPage(signed_in, busy_studio.address).open()
    wanted = [f"/jobs/{one['guid']}" for one in every(busy_studio, "/api/jobs", status="pending")]
    assert len(wanted) == COUNT
    expect_each_once(walk(jobs, jobs.rows, first_link), wanted)


def test_results(busy_studio, signed_in):
    results = ResultsPage(signed_in, busy_studio.address).open("/results")
    wanted = [f"/results/{one['guid']}" for one in every(busy_studio, "/api/results")]
    assert len(wanted) == COUNT
    expect_each_once(walk(results, results.rows, first_link), wanted)


def test_the_jobs_of_one_agent(busy_studio, signed_in):
    """On its own page, all that it was given."""
    agent = busy_studio.api.items("/api/agents")[0]["guid"]
    page = AgentsPage(signed_in, busy_studio.address).open(f"/agents/{agent}")
    pages = walk(page, page.page.locator("li.job"), first_link)
    assert len({row for one in pages for row in one}) == sum(len(one) for one in pages) == 2 * COUNT


def test_notifications(busy_studio, signed_in):
    """The newest first; all can be marked as read from the last page, and stay so on the first."""
    page = NotificationsPage(signed_in, busy_studio.address).open()
    expect(page.unread_count).to_have_text(str(COUNT))
    pages = walk(page, page.items, lambda row: row.locator("p").inner_text().partition(" See")[0])
    assert len(pages) > 2
    assert [f"number {number}." in text for number, text in zip(reversed(range(COUNT)), sum(pages, []))] == [True] * COUNT
    page.read_all()
    expect(page.read_buttons).to_have_count(0)
    expect(page.open().read_buttons).to_have_count(0)
    expect(page.unread_count).to_be_hidden()
