"""What axe-core finds wrong with a page, by the rules of WCAG 2.2 A and AA."""

from pathlib import Path

from playwright.sync_api import Page

SCRIPT = Path(__file__).parent / "axe.min.js"
RUN = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] });
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`));
}"""


def violations(page: Page) -> list[str]:
    """One line for each element that fails a rule; the script is put in by the debugger, so that no policy of the page forbids it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT.read_text())
    found: list[str] = page.evaluate(RUN)
    return found
