// What is kept in the reader's own browser: their drafts, their own comments, and their name if they asked for it.

const NAME = "comment-thread:";

/** What was kept under a name; nothing where there is nothing, or where the browser keeps nothing. */
export function kept<T>(name: string): T | null {
  try {
    return JSON.parse(localStorage.getItem(NAME + name)!);
  } catch {
    return null;
  }
}

/** Keep something; nothing is no longer kept. */
export function keep(name: string, value?: object | false): void {
  try {
    if (value) localStorage.setItem(NAME + name, JSON.stringify(value));
    else localStorage.removeItem(NAME + name);
  } catch {
    // a browser that keeps nothing: everything works, but for this visit only
  }
}
