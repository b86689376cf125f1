// A thread on a page: its comments as a tree, page by page, with the reader's own among them; below it the form.
import { article } from "./article";
import { button, h, place } from "./dom";
import { type Form, makeForm, type Typed } from "./form";
import { type Own, type OwnComments, ownComments } from "./own";
import { type Answered, type Ask, asker, type Comment, type Page, type Refusal } from "./service";
import { type Speech, Word } from "./words";

export interface Wanted {
  base: string;
  site: string;
  page: string;
  newest: boolean;
}

/** What the parts of a thread know of it. */
export interface Thread {
  root: ShadowRoot;
  box: HTMLElement;
  speech: Speech;
  stopped: AbortSignal;
  wanted: Wanted;
  own: OwnComments;
  request: Ask;
  /** Ask something of the site, about this page. */
  about<T>(what: string, query?: Record<string, string>): Promise<T>;
  closed(): boolean;
  find(id: string): Comment | undefined;
  /** Where a comment stands, with what answers it. */
  item(id: string | undefined): HTMLElement | undefined;
  reply(id: string): void;
  /** Read the first page, or the one that follows what is shown. */
  load(cursor?: string): Promise<void>;
  render(): void;
  /** Draw it without a comment that is published no more. */
  without(id: string): void;
  /** Say something, also to who does not see the page. */
  tell(word?: Word): void;
  /** Why something was refused, in words of the service where there are such. */
  reason(refusal: unknown): string;
  typed(): Typed;
}

const DEEP = 3; // from here on, whom it answers is said in words, for nothing is indented any further

interface Item {
  item: HTMLElement;
  below: HTMLElement;
  drawn?: string;
}

export function openThread(root: ShadowRoot, wanted: Wanted, speech: Speech, stopped: AbortSignal, typed?: Typed): Thread {
  const { say, locale, direction } = speech;
  const items = new Map<string, Item>();
  const heading = h("h2", { id: "comments", part: "title", tabindex: -1 });
  const turn = button("", () => ((newest = !newest), thread.load()));
  const note = h("div");
  const list = h("ol.list");
  const more = button(say(Word.more), () => thread.load(page!.next!), "");
  const status = h("p.status", { role: "status" });
  const published = (id: string | null): Comment | undefined => comments.find((one) => one.id === id);
  const find = (id: string | null): Comment | undefined => published(id) ?? thread.own.find(id);
  let comments: Comment[] = [];
  let page: Page | undefined;
  let { newest } = wanted;
  let form: Form;

  const thread: Thread = {
    root,
    speech,
    stopped,
    wanted,
    box: h("div.box", { part: "box", lang: locale, dir: direction }),
    request: asker(wanted.base, locale, stopped),
    about: (what, query) => thread.request(`/v1/sites/${wanted.site}/${what}?${new URLSearchParams({ thread: wanted.page, ...query })}`),
    own: undefined!,
    closed: () => !!page?.closed,
    find,
    item: (id) => items.get(id!)?.item,
    reply: (id) => form.answer(id),
    typed: () => form.typed(),
    async load(cursor) {
      if (!page) note.replaceChildren(say(Word.loading));
      try {
        page = await thread.about<Page>("comments", { order: newest ? "newest" : "oldest", ...(cursor && { cursor }) });
        if (!cursor) comments = [];
        comments.push(...page.comments.filter(({ id }) => !published(id)));
        note.replaceChildren();
        thread.render();
        jump();
        void thread.own.watch();
      } catch {
        note.replaceChildren(h("p.fault", { role: "alert" }, say(Word.failed)), button(say(Word.retry), () => thread.load(cursor), ""));
      }
    },
    render() {
      const mine = thread.own.all().filter(({ id }) => !published(id));
      const shown: Comment[] = newest ? [...mine.reverse(), ...comments] : [...comments, ...mine];
      const answering = (id: string): Comment[] => {
        const answers = shown.filter(({ parent }) => parent === id);
        return newest ? answers.reverse() : answers;
      };
      const draw = (some: Comment[], depth: number): Node[] =>
        some.map((one) => {
          const { item, below } = itemOf(one, depth);
          place(below, draw(answering(one.id), depth + 1));
          return item;
        });
      const first = shown.filter(({ parent }) => !find(parent)).sort((one, other) => +!!other.pinned - +!!one.pinned);
      place(list, draw(first, 0));
      heading.textContent = speech.count(page?.count ?? 0);
      turn.textContent = say(newest ? Word.oldest : Word.newest);
      turn.hidden = !comments[1];
      more.hidden = !page?.next;
      form.settle();
    },
    without(id) {
      if (published(id)) page!.count--;
      comments = comments.filter((one) => one.id !== id);
      thread.render();
      void thread.own.watch();
      heading.focus();
    },
    tell(word) {
      status.textContent = word === undefined ? "" : say(word);
    },
    reason(refusal) {
      const { errors, title } = refusal as Refusal;
      return errors?.[0]?.message ?? title ?? say(Word.unsent);
    },
  };

  const itemOf = (comment: Comment, depth: number): Item => {
    const { id, parent } = comment;
    const own = thread.own.find(id);
    if (own && published(id)) own.status = "approved";
    const answered = (depth > DEEP || !find(parent)) && parent;
    const drawn = JSON.stringify([comment, own, answered, thread.closed()]);
    let found = items.get(id);
    if (!found) {
      const below = h("ol.list");
      items.set(id, (found = { item: h("li", h("i"), below), below }));
    }
    if (found.drawn !== drawn) found.item.firstChild!.replaceWith(article(thread, comment, own, answered) as Node as ChildNode);
    found.drawn = drawn;
    return found;
  };
  /** To the comment that the address names. */
  const jump = (): void => root.getElementById(location.hash.slice(1))?.scrollIntoView();

  thread.own = ownComments(`own:${wanted.site} ${wanted.page}`, thread.request, stopped, (id) => !!published(id), () => thread.render());
  form = makeForm(thread, typed);
  turn.hidden = more.hidden = true;
  thread.box.append(
    h("section", { "aria-labelledby": "comments" }, h("header.head", heading, turn), note, list, more),
    form.box,
    status,
  );
  addEventListener("hashchange", jump, { signal: stopped });
  void thread.load();
  return thread;
}

export type { Answered, Own };
