"""What would like to be markup, and whether it has become any."""

import html5lib
from playwright.sync_api import expect

MARKUP = "</title><script>hacked=1</script><img src=x onerror=hacked=1>\"'&amp;"
# The same where no space may stand.
WORD = "</p><script>hacked=1</script><img/src=x/onerror=hacked=1>\"'&amp;"
RIGHT_TO_LEFT = "\u202egnp.exe \u0627\u0644\u0639\u0631\u0628\u064a\u0629 東京 Ö\u0308"


def expect_nothing_ran(page, where):
    """Nothing on the page as it is now was taken for a script or an image."""
    assert page.evaluate("() => typeof window.hacked") == "undefined", where
    expect(page.locator("img, script:not([src])")).to_have_count(0)


def expect_text_only(window, path, *shown):
    """Opens a page, on which nothing ran, which a strict parser of HTML takes, and which shows these texts as they are."""
    window.page.goto(window.address + path)
    expect_nothing_ran(window.page, path)
    # The card of the reader stands on every page: a name there says nothing of this one.
    own = window.page.locator(".heading, main, dialog")
    for text in shown:
        expect(own.get_by_text(text).first, path).to_be_attached()
    answer = window.context.request.get(window.address + path)
    html5lib.HTMLParser(strict=True).parse(answer.text())
