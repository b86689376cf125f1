// The form: what was typed is kept until it has been accepted, and every fault is said beside its field.
import { inReplyTo } from "./article";
import { button, h, whenNear } from "./dom";
import { keep, kept } from "./keep";
import type { Answered, Facts, Refusal } from "./service";
import type { Thread } from "./thread";
import { Word } from "./words";

const NAMES = ["body", "name", "email", "url"] as const; // as the words are: the script counts on from the first
type Name = (typeof NAMES)[number];
export type Typed = Partial<Record<Name, string>>;
type Faults = Partial<Record<Name | "", string>>;

interface Draft {
  body?: string | undefined;
  parent?: string | undefined;
  key?: string | undefined;
}

export interface Form {
  box: HTMLElement;
  typed(): Typed;
  /** Answer this comment from now on; or none. */
  answer(id?: string): void;
  /** Stand where it belongs: below the comment that is answered, as long as that is shown. */
  settle(): void;
}

const MOST = 10_000; // characters of a comment
const NEAR = 500; // before that, from where on they are counted
const WHO = "who";

export function makeForm(thread: Thread, carried?: Typed): Form {
  const { say } = thread.speech;
  const draftName = `draft:${thread.wanted.site} ${thread.wanted.page}`;
  const draft = kept<Draft>(draftName) ?? {};
  const saved = kept<Typed>(WHO);
  let facts: Facts = { required: ["name", "email"] };
  let asked: Promise<void> | undefined;
  let busy = false;
  let watched = false;

  const fields = NAMES.map((name, at) => {
    const values = { id: name, part: "field", dir: at < 2 ? "auto" : "ltr", rows: 6, autocomplete: !!at && name, type: at < 2 ? "text" : name, "aria-describedby": `${name}-fault` };
    const input = h((at ? "input" : "textarea") as "input", values);
    const need = h("span");
    const fault = h("p.fault", { id: `${name}-fault` });
    input.value = (at ? { ...saved, ...carried }[name] : draft.body) ?? "";
    return { name, at, input, need, fault, box: h("div.field", h("label", { for: name, part: "label" }, say(at), " ", need), input, fault) };
  });
  const [{ input: text, box: textBox }, ...others] = fields as [(typeof fields)[0], ...typeof fields];
  const heading = h("h2", { id: "write", part: "title" });
  const answered = h("p.quiet");
  const summary = h("div.summary", { tabindex: -1 });
  const trap = h("input", { tabindex: -1, autocomplete: "off" });
  const save = h("input", { type: "checkbox" });
  const left = h("span.quiet");
  const send = h("button.main", { part: "button" }, say(Word.send));
  const home = h("i");

  const needs = (name: Name): boolean => name === "body" || facts.required.includes(name);
  const typed = (): Record<Name, string> => Object.fromEntries(fields.map(({ name, input }) => [name, input.value])) as Record<Name, string>;
  const remember = (): void => {
    draft.body = text.value;
    keep(draftName, !!(draft.body || draft.parent) && draft);
  };
  const count = (): void => {
    const rest = (facts.limits?.["body"] ?? MOST) - [...text.value].length;
    left.textContent = rest < NEAR ? say(Word.left, `${rest}`) : "";
  };
  const changed = (): void => {
    draft.key = undefined; // another text is another comment
    remember();
    count();
  };
  const draw = (): void => {
    const { parent } = draft;
    heading.textContent = say(parent ? Word.write_reply : Word.write);
    answered.replaceChildren(...(parent ? h("p", ...inReplyTo(thread, parent), " · ", button(say(Word.cancel), () => form.answer())).childNodes : []));
    for (const { name, input, need } of fields) {
      input.required = needs(name);
      need.className = input.required ? "star" : "quiet";
      need.textContent = input.required ? "*" : say(Word.optional);
    }
  };
  /** What the form needs to know, asked once; without an answer it works all the same. */
  const ask = (): Promise<void> =>
    (asked ??= thread.about<Facts>("form").then(
      (found) => {
        facts = found;
        draw();
      },
      () => void (asked = undefined),
    ));
  /** What is wrong: a summary with a link to each field, and a word beside each of them. */
  const show = (faults: Faults): void => {
    const wrong = fields.filter(({ name, input, fault }) => {
      const why = faults[name];
      fault.textContent = why ?? "";
      input.ariaInvalid = why ? "true" : null;
      return why;
    });
    const links = wrong.map(({ name, at, input }) => h("li", h("a", { href: `#${name}`, onclick: (event) => (event.preventDefault(), input.focus()) }, `${say(at)}: ${faults[name]}`)));
    const { "": other } = faults;
    summary.replaceChildren(...h("p", (other || wrong[0]) && h("p", other ?? say(Word.faults)), wrong[0] && h("ul.list", ...links)).childNodes);
    if (summary.firstChild) summary.focus();
  };
  /** It is on disk: only now is nothing kept any more, but what the reader asked to be kept. */
  const accepted = ({ author_token, ...said }: Answered): void => {
    const { body, ...who } = typed();
    const { edit_minutes = 0, typical_wait_seconds } = facts.features ?? {};
    keep(WHO, save.checked && who);
    text.value = "";
    draft.parent = asked = undefined; // the next one needs a token of its own
    changed();
    show({});
    thread.own.put({ ...said, token: author_token!, body, until: Date.now() + edit_minutes * 60_000, wait: typical_wait_seconds ?? undefined });
    thread.render();
    thread.item(said.id)?.querySelector<HTMLElement>("article")!.focus();
    thread.tell(Word.received);
    void thread.own.watch();
  };
  /** Say why, in place. */
  const refused = ({ status, title, errors = [] }: Refusal): void => {
    const faults: Faults = {};
    for (const { field, message } of errors) {
      const name = field.split(".").pop() as Name;
      faults[NAMES.includes(name) ? name : ""] = message;
    }
    if (draft.parent && (status === 404 || errors.some(({ field }) => field === "parent"))) {
      form.answer();
      faults[""] = say(Word.gone);
    }
    show(errors[0] || faults[""] ? faults : { "": status && title ? title : say(Word.unsent) });
  };
  const submit = async (event?: Event): Promise<void> => {
    event?.preventDefault();
    if (busy) return;
    const { body, name, email, url } = typed();
    const missing = fields.filter(({ input }) => input.required && !input.value.trim()).map((one) => [one.name, say(Word.required)]);
    if (missing[0]) return show(Object.fromEntries(missing));
    busy = true;
    send.ariaDisabled = "true";
    thread.tell(Word.sending);
    await ask();
    draft.key ??= [...crypto.getRandomValues(new Uint32Array(4))].join("-");
    remember();
    const { form_token, honeypot } = facts;
    const comment = {
      thread: thread.wanted.page,
      title: [...document.title].slice(0, 300).join(""),
      parent: draft.parent ?? null,
      author: { name, email, url },
      body,
      form_token,
      ...(honeypot && { [honeypot]: trap.value }),
    };
    try {
      accepted(await thread.request<Answered>(`/v1/sites/${thread.wanted.site}/comments`, "POST", comment, { "Idempotency-Key": draft.key }));
    } catch (error) {
      const refusal = error as Refusal;
      if (refusal.errors?.[0]?.code === "key_reused") {
        draft.key = undefined; // it was for another name or address
        busy = false;
        return submit();
      }
      thread.tell();
      if (!thread.stopped.aborted) refused(refusal);
    }
    busy = false;
    send.ariaDisabled = "false";
  };

  const form: Form = {
    typed,
    box: h(
      "section.write",
      { "aria-labelledby": "write" },
      heading,
      answered,
      h("p.quiet", say(Word.rules)),
      summary,
      h(
        "form",
        { novalidate: true, part: "form", oninput: changed, onfocusin: ask, onsubmit: submit },
        textBox,
        h("div.who", ...others.map(({ box }) => box)),
        h("label.check", save, say(Word.save)),
        h("div.away", { "aria-hidden": "true" }, trap),
        h("p.row", send, left),
      ),
    ),
    answer(id) {
      draft.parent = id;
      remember();
      form.settle();
      text.focus();
    },
    settle() {
      const { box } = form;
      if (!watched) whenNear(box, "0px", ask, thread.stopped); // not before: while there are no comments yet, it is in view
      watched = true;
      const item = thread.item(draft.parent);
      if (thread.closed()) box.replaceChildren(say(Word.closed));
      else if (item && thread.box.contains(item)) {
        if (!home.parentNode) box.before(home);
        if (box.parentNode !== item) item.firstElementChild!.after(box);
      } else if (home.parentNode) home.replaceWith(box);
      draw();
    },
  };
  save.checked = !!saved;
  draw();
  count();
  return form;
}
