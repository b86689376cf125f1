// One comment as it stands in the thread, and what can be done about it.
import { button, type Child, h, link, prose } from "./dom";
import type { Own } from "./own";
import type { Answered, Comment } from "./service";
import type { Thread } from "./thread";
import { Word } from "./words";

const REASONS = "insult hate threat sexual defamation privacy off_topic advertising duplicate other".split(" "); // as the words are

/** A published comment; or one of the reader's own, whatever its state. */
export function article(thread: Thread, comment: Comment, own: Own | undefined, answered: string | false | null): HTMLElement {
  const { say, ago, moment } = thread.speech;
  const { id, submitted_at } = comment;
  const at = new Date(submitted_at);
  const name = nameOf(thread, comment);
  const named = h("bdi", name);
  const badge = (word: Word): Node => h("span.badge", { part: "badge" }, say(word));
  const published = !own || own.status === "approved";
  const made: HTMLElement = h(
    "article",
    { id: `comment-${id}`, class: !published && "waits", part: "comment", tabindex: -1, "aria-label": name },
    h(
      "header",
      h("h3", { part: "name" }, comment.author.url ? link(comment.author.url, named) : named),
      ...[comment.pinned, comment.picked, comment.staff, own].map((is, mark) => is && badge(mark < 3 ? Word.pinned + mark : Word.own)),
      h("a.quiet", { href: `#comment-${id}` }, h("time", { datetime: submitted_at, title: moment(at) }, ago(at))),
      comment.edited_at && h("span.quiet", say(Word.edited)),
    ),
    own && state(thread, own),
    answered && h("p.quiet", ...inReplyTo(thread, answered)),
    prose(comment.body_html, comment.language),
    h(
      "p.row",
      published && !thread.closed() && button(say(Word.reply), () => thread.reply(id), "plain", name),
      !own && button(say(Word.report), () => report(thread, id, made), "plain", name),
      own && Date.now() < own.until! && button(say(Word.edit), () => edit(thread, own, made)),
      own && button(say(Word.withdraw), () => withdraw(thread, own, made)),
    ),
  );
  return made;
}

const nameOf = (thread: Thread, comment: Comment): string => comment.author.name || thread.speech.say(Word.anonymous);

/** Whom a comment answers. */
export function inReplyTo(thread: Thread, id: string): Child[] {
  const { say } = thread.speech;
  const other = thread.find(id);
  return other ? [say(Word.in_reply), " ", h("a", { href: `#comment-${id}` }, h("bdi", nameOf(thread, other)))] : [say(Word.in_reply_other)];
}

/** Honestly, what has become of one's own comment. */
function state({ speech: { say, lasting } }: Thread, { status, wait, status_url }: Own): Node {
  const waits = status === "pending";
  const known = waits || status === "approved";
  return h(
    "p.state",
    h("strong", say(waits ? Word.pending : known ? Word.approved : Word.refused)),
    waits && ` · ${say(Word.only_you)} `,
    waits && !!wait && say(Word.usually, lasting(Math.ceil(wait / 60))),
    " ",
    !known && !!status_url && link(status_url, say(Word.why)),
  );
}

/** A small form below a comment. Done or not, the focus goes back to where it was. */
function ask(thread: Thread, made: HTMLElement, control: HTMLElement, text: Word, send: () => Promise<unknown>, done: Word): void {
  const { say } = thread.speech;
  const opener = thread.root.activeElement as HTMLElement;
  const fault = h("p.fault", { role: "alert" });
  const close = (): void => {
    panel.remove();
    (opener.isConnected ? opener : made).focus();
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    try {
      await send();
      close();
      thread.tell(done);
    } catch (refusal) {
      fault.textContent = thread.reason(refusal);
    }
  };
  const panel: HTMLElement = h("form", { onsubmit: submit }, control, fault, h("p.row", h("button.main", say(text)), button(say(Word.cancel), close)));
  made.querySelector("form")?.remove();
  made.append(panel);
  panel.querySelector<HTMLElement>("textarea,select,button")!.focus();
}

function edit(thread: Thread, own: Own, made: HTMLElement): void {
  const text = h("textarea", { rows: 6, dir: "auto", "aria-label": thread.speech.say(Word.body) }, own.body);
  const send = async (): Promise<void> => {
    const body = text.value;
    thread.own.put({ ...own, ...(await thread.own.ask<Answered>(own, "PATCH", { body })), body, status: "pending" });
    thread.without(own.id);
  };
  ask(thread, made, text, Word.send, send, Word.received);
}

function withdraw(thread: Thread, own: Own, made: HTMLElement): void {
  const send = async (): Promise<void> => {
    await thread.own.ask(own, "DELETE");
    thread.own.put(own, true);
    thread.without(own.id);
  };
  ask(thread, made, h("p", thread.speech.say(Word.withdraw_sure)), Word.withdraw, send, Word.withdrawn);
}

function report(thread: Thread, id: string, made: HTMLElement): void {
  const { say } = thread.speech;
  const choice = h("select", ...REASONS.map((value, at) => h("option", { value }, say(Word.insult + at))));
  const send = (): Promise<unknown> => thread.request(`/v1/comments/${id}/reports`, "POST", { reason: choice.value });
  ask(thread, made, h("label", say(Word.report), choice), Word.report, send, Word.reported);
}
