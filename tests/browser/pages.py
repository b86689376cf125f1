"""What every test asks of a page."""

from playwright.sync_api import Page

PATIENCE = 60_000.0  # milliseconds: a machine that others keep busy is slow, and that is no fault of a page


def breadth(page: Page) -> int:
    """How wide its content is, in pixels, once its styles are there: text is found before."""
    page.wait_for_load_state()
    return int(page.evaluate("document.documentElement.scrollWidth"))
