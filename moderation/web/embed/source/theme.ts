// Light or dark, as the page around is: what the reader's system prefers says nothing about that.

const DARK = 0.18; // luminance below which white text has more contrast than black
const SYSTEM = matchMedia("(prefers-color-scheme: dark)");

/** Whether what is painted behind an element is dark. */
export function onDark(element: Element): boolean {
  for (let at: Element | undefined = element; at; at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host) {
    const [red, green, blue, alpha] = painted(getComputedStyle(at).backgroundColor);
    if (alpha! > 127) return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! < DARK;
  }
  const { colorScheme } = getComputedStyle(element); // nothing is painted: then it is the browser's own canvas
  return colorScheme === "dark" || (/dark/.test(colorScheme) && SYSTEM.matches);
}

/** Call when that may have changed, until the signal says so. */
export function watchTheme(change: () => void, signal: AbortSignal): void {
  SYSTEM.addEventListener("change", change, { signal });
  const observer = new MutationObserver(change);
  for (const root of [document.documentElement, document.body]) observer.observe(root, { attributes: true });
  signal.addEventListener("abort", () => observer.disconnect());
}

/** A colour in whatever notation: its channels as light, and how opaque it is (0..255). */
function painted(colour: string): number[] {
  const brush = document.createElement("canvas").getContext("2d")!;
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data].map((value, at) => (at < 3 ? (value / 255) ** 2.2 : value));
}
