// Making elements. Nothing here has the browser parse HTML: Trusted Types of the host have nothing to object to.

export type Child = Node | string | false | 0 | null | undefined;
type Values = Record<string, Value>;
type Value = string | number | boolean | null | undefined | ((event: Event) => unknown);

/** An element (`p.quiet`: with a class) with its attributes, listeners (`onclick`: a function) and children; what is false is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K | `${K}.${string}`, ...parts: (Child | Values)[]): HTMLElementTagNameMap[K] {
  const [named, kind] = tag.split(".") as [K, string?];
  const element = document.createElement(named);
  if (kind) element.className = kind;
  for (const part of parts) {
    if (!part) continue;
    if (typeof part === "string" || part instanceof Node) element.append(part);
    else for (const name in part) {
      const value = part[name];
      if (typeof value === "function") element.addEventListener(name.slice(2), value);
      else if (value) element.setAttribute(name, `${value}`);
    }
  }
  return element;
}

/** A button with a text; about whose comment, is then a part of its name. */
export const button = (text: string, act: () => unknown, kind = "plain", about?: string): HTMLElement =>
  h("button", { type: "button", class: kind, part: "button", "aria-label": about && `${text}: ${about}`, onclick: act }, text);

/** Make a list hold these, in this order; what stands right already is not touched, so that focus stays. */
export function place(list: Element, wanted: Node[]): void {
  wanted.forEach((node, at) => {
    if (list.childNodes[at] !== node) list.insertBefore(node, list.childNodes[at] ?? null);
  });
  while (list.childNodes[wanted.length]) list.lastChild!.remove();
}

const PIECES = /<(\/?)(p|br|em|strong|code|pre|blockquote|ul|ol|li|a)\b((?:"[^"]*"|[^">])*)>|<[^>]*>?|[^<]+/g;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\u00a0" };

const plain = (text: string): string =>
  text.replace(/&(#x?)?(\w+);/g, (whole, number, name) => (number ? String.fromCodePoint(parseInt(name, number === "#" ? 10 : 16)) : (NAMED[name] ?? whole)));

/** The `body_html` of a comment, rebuilt element by element from the dozen tags there are; others are left out. */
export function prose(html: string, language: string | undefined): HTMLElement {
  const open: HTMLElement[] = [h("div.said", { part: "body", dir: "auto", lang: language !== "und" && language })];
  for (const [piece, closing, tag, attributes] of html.matchAll(PIECES)) {
    const within = open[0]!;
    if (!tag) within.append(piece[0] === "<" ? "" : plain(piece));
    else if (!closing) {
      const made = tag === "a" ? link(plain(/href="([^"]*)"/.exec(attributes!)?.[1] ?? "")) : h(tag as "p");
      within.append(made);
      if (tag !== "br") open.unshift(made);
    } else if (within.localName === tag && open[1]) open.shift();
  }
  return open.at(-1)!;
}

/** A link to somewhere else, if it is one to the web. */
export const link = (href: string, ...children: Child[]): HTMLElement =>
  h("a", { href: /^https?:\/\//i.test(href) && href, rel: "nofollow ugc noopener noreferrer" }, ...children);

/** Once an element comes near the window, act. */
export function whenNear(element: Element, rootMargin: string, act: () => void, stopped: AbortSignal): void {
  const observer = new IntersectionObserver(
    (seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      act();
    },
    { rootMargin },
  );
  observer.observe(element);
  stopped.addEventListener("abort", () => observer.disconnect());
}
