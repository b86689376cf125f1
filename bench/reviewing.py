"""How quickly a moderator goes on, in a real browser, where thousands wait.

    ./dev check  # makes .venv with the tests' libraries; Chromium has to be there
    .venv/bin/python -m bench.reviewing --pending 10000

A decision is made by its key. Until the next comment is painted and has the focus is one figure; until the service has confirmed
the decision, as the page sees it, the other. Every fourth decision is a rejection, of two keys.
"""

import argparse
import shutil
from statistics import quantiles

from playwright.sync_api import Page, sync_playwright

from bench import store
from bench.furnish import LOGIN, PASSWORD
from bench.ours import SHAPES, Ours

WATCH = """
window.confirmed = [];
const ask = window.fetch;
window.fetch = async (to, how) => {
  const began = performance.now(), answer = await ask(to, how);
  if (`${to}`.endsWith("/console/decisions")) confirmed.push([performance.now() - began, answer.status]);
  return answer;
};
"""
STRIKE = """
(keys) => new Promise((done) => {
  const id = () => document.activeElement.closest(".card.open")?.dataset.id;
  const before = id(), began = performance.now();
  for (const key of keys) {
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }
  const look = () => (id() && id() !== before ? requestAnimationFrame(() => done(performance.now() - began)) : requestAnimationFrame(look));
  requestAnimationFrame(look);
})
"""
OK = 200
KEYS = ("a", "s", "a", "r1")


def main() -> None:
    """Print both figures, for each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pending", type=int, default=10_000)
    parser.add_argument("--decisions", type=int, default=200)
    wanted = parser.parse_args()
    for shape in (SHAPES[0], SHAPES[-1]):
        with Ours(shape) as system:
            store.fill(system.context, store.pages(wanted.pending), wanted.pending, wanted.pending)
            store.explain(system.context)
            store.analyse(system.context)
            system.start()
            shown, confirmed = review(f"http://127.0.0.1:{system.port}", wanted.decisions)
        print(f"{shape.name}: {wanted.pending:,} waiting, {len(shown)} decisions; milliseconds, p50 and p95")
        for name, times in (("until the next comment is painted and has the focus", shown), ("confirmed", confirmed)):
            cuts = quantiles(times, n=20)
            print(f"  {name}: {cuts[9]:.0f}, {cuts[18]:.0f}")


def review(url: str, count: int) -> tuple[list[float], list[float]]:
    """Decide so often; milliseconds until the next comment was there, and until each decision was confirmed."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(locale="ar", viewport={"width": 1280, "height": 900})
        _enter(page, url)
        shown = []
        for number in range(count):
            shown.append(page.evaluate(STRIKE, list(KEYS[number % len(KEYS)])))
            while page.evaluate("confirmed.length") <= number:  # the page's policy allows no waiting by a script
                page.wait_for_timeout(5)
        confirmed = page.evaluate("confirmed")
        chromium.close()
    if any(status != OK for _, status in confirmed):
        raise SystemExit(f"Some decisions were refused: {sorted({status for _, status in confirmed})}.")
    return shown, [milliseconds for milliseconds, _ in confirmed]


def _enter(page: Page, url: str) -> None:
    page.goto(f"{url}/console/")
    page.locator("[name=email]").fill(LOGIN)
    page.locator("[name=password]").fill(PASSWORD.strip())
    page.locator("main button[type=submit]").click()
    page.locator("html.scripted").wait_for()
    page.evaluate(WATCH)
    page.evaluate("document.querySelector('.card.open h2').focus()")


if __name__ == "__main__":
    main()
