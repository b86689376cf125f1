// The reader's own comments on a page: kept with their tokens in this browser, so that it can say what became of them.
import { keep, kept } from "./keep";
import type { Answered, Ask, Comment, Refusal } from "./service";

export interface Own extends Comment {
  token: string;
  status: string;
  body: string;
  until?: number; // milliseconds; may be changed before
  wait?: number | undefined; // seconds
  status_url?: string;
}

export interface OwnComments {
  all(): Own[];
  find(id: string | null): Own | undefined;
  /** Keep one as it is now, or no longer. */
  put(one: Own, forget?: boolean): void;
  ask<T>(one: Own, method?: string, body?: object): Promise<T>;
  /** Ask what became of those that wait, and again after a while, each time after a longer one; not from a hidden page. */
  watch(): Promise<void>;
}

const MOST = 20; // of one page; older ones are forgotten
const FIRST = 10_000;
const LONGEST = 300_000; // milliseconds between two questions

export function ownComments(name: string, request: Ask, stopped: AbortSignal, isPublished: (id: string) => boolean, changed: () => void): OwnComments {
  let all = kept<Own[]>(name) ?? [];
  let pause = FIRST;
  let timer = 0;
  const own: OwnComments = {
    all: () => all,
    find: (id) => all.find((one) => one.id === id),
    put(one, forget) {
      all = [...all.filter(({ id }) => id !== one.id), ...(forget ? [] : [one])].slice(-MOST);
      keep(name, !!all[0] && all);
      pause = FIRST;
    },
    ask: (one, method, body) => request(`/v1/comments/${one.id}`, method, body, { Authorization: `Bearer ${one.token}` }),
    async watch() {
      if (!document.hidden) for (const one of all) if (!isPublished(one.id)) await look(one);
      if (stopped.aborted || all.every(({ status }) => status !== "pending")) return;
      clearTimeout(timer);
      timer = setTimeout(own.watch, pause);
      pause = Math.min(pause * 1.5, LONGEST);
    },
  };
  const look = async (one: Own): Promise<void> => {
    const { status } = one;
    try {
      Object.assign(one, await own.ask<Answered>(one));
    } catch (refusal) {
      if ((refusal as Refusal).status !== 404) return;
      own.put(one, true);
      changed();
    }
    if (one.status === status || stopped.aborted) return;
    own.put(one);
    changed();
  };
  return own;
}
