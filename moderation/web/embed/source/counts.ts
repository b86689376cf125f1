// Numbers of comments beside links to articles: <a href="/story" data-comment-count="site"></a>; one question for all of a page.
import { speak } from "./words";

const MOST = 100; // pages in one question

/** Fill in the counts of a page, also of what is added to it later. */
export function watchCounts(base: string): void {
  const done = new WeakSet<Element>();
  let planned = 0;
  const look = (): void => {
    planned = 0;
    const found: Record<string, HTMLElement[]> = {};
    for (const one of document.querySelectorAll<HTMLElement>("[data-comment-count]")) {
      if (done.has(one)) continue;
      done.add(one);
      (found[one.dataset["commentCount"]!] ??= []).push(one);
    }
    for (const site in found) while (found[site]![0]) void count(`${base}/v1/sites/${site}/counts`, found[site]!.splice(0, MOST));
  };
  const plan = (): void => void (planned ||= setTimeout(look, 50));
  new MutationObserver(plan).observe(document, { childList: true, subtree: true });
  plan();
}

async function count(url: string, links: HTMLElement[]): Promise<void> {
  const pages = links.map((one) => new URL(one.dataset["thread"] || one.getAttribute("href") || "", document.baseURI).href.split("#")[0]!);
  try {
    const body = new URLSearchParams([...new Set(pages)].map((page) => ["thread", page]));
    const { counts } = await (await fetch(url, { method: "POST", credentials: "omit", body })).json();
    links.forEach((one, at) => {
      const number = counts[pages[at]!];
      if (number >= 0) one.textContent = speak(one.closest<HTMLElement>("[lang]")?.lang || "en").count(number);
    });
  } catch {
    // the link says what it said before
  }
}
