// What a script adds to the review queue. Every action here is a form or a link of the page, which works without it:
// this shows one comment at a time, presses buttons for keys, goes on before the answer is there, and keeps counts fresh.
"use strict";

(() => {
  const desk = document.getElementById("desk");
  if (!desk) return;

  const HOLD = 500; // milliseconds a comment is looked at before colleagues are told
  const POLL = 15_000; // milliseconds between two looks where events do not come through
  const FEW = 5; // comments left when the next page is fetched
  const one = (selector, within = desk) => within.querySelector(selector);
  const all = (selector, within = desk) => [...within.querySelectorAll(selector)];
  const rows = () => all(".row:not([hidden])");
  const card = (id) => document.getElementById(`c${id}`);
  const row = (id) => one(`.row[data-id="${id}"]`);
  const token = () => one("[name=csrf_token]", document).value;
  const numbers = new Intl.NumberFormat(desk.dataset.locale);
  let current = null;
  let claiming = 0;
  let anchor = null;

  // --- what htmx puts into the page comes from us alone, and no script in it is run
  if (window.htmx) {
    const policy = window.trustedTypes?.createPolicy("moderation", { createHTML: (html) => html, createScript: () => "" });
    htmx.registerExtension("trusted", { init: (api) => policy && api.initSecurity(policy) });
  }

  // --- one comment at a time

  function show(id, { focus = true } = {}) {
    const next = card(id);
    if (!next) return false;
    all(".card.open").forEach((shown) => shown.classList.remove("open"));
    all(".row a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    next.classList.add("open");
    const link = one("a", row(id));
    link.setAttribute("aria-current", "true");
    link.scrollIntoView({ block: "nearest" });
    current = id;
    if (focus) {
      one("h2", next).focus({ preventScroll: true });
      one("header", next).scrollIntoView({ block: "nearest" });
    }
    clearTimeout(claiming);
    claiming = setTimeout(() => claim(id), HOLD);
    if (rows().findIndex((item) => item.dataset.id === id) >= rows().length - FEW) setTimeout(more); // after htmx has begun
    return true;
  }

  function more() {
    const link = one("#more a:not([data-asked])"); // once by itself; if that fails, whoever likes may press it
    if (!link) return;
    link.dataset.asked = "";
    link.click();
  }

  function step(by) {
    const shown = rows();
    const at = shown.findIndex((item) => item.dataset.id === current);
    const next = shown[at + by];
    return next ? show(next.dataset.id) : false;
  }

  function leave(id) {
    const shown = rows();
    const at = shown.findIndex((item) => item.dataset.id === id);
    const next = shown[at + 1] ?? shown[at - 1];
    row(id).hidden = true;
    card(id).hidden = true;
    if (current === id) current = null;
    if (next) show(next.dataset.id);
    one("#empty").hidden = Boolean(next);
  }

  function bring(id, version) {
    const back = card(id);
    if (!back) return false;
    back.hidden = row(id).hidden = false;
    if (version) {
      all("[name=item]", back).concat(all("[name=item]", row(id))).forEach((field) => (field.value = `${id}:${version}`));
    }
    all("details.reject[open]", back).forEach((open) => (open.open = false));
    one("#empty").hidden = true;
    return true;
  }

  // --- decisions: gone on before the answer is there, brought back if it is no

  const decided = (form) => (form.id === "bulk" ? selected() : [form.closest(".card").dataset.id]);
  const isDecision = (form) => form?.matches?.(".decide, #bulk");

  document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!isDecision(form)) return;
    ctx.request.keepalive = true; // it arrives also when whoever decided has gone to another page meanwhile
    form.dataset.sent = decided(form).join(" ");
    if (form.id === "bulk" && one("[name=everything]", form)?.checked) return;
    decided(form).forEach(leave);
  });

  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!isDecision(form)) return;
    const status = ctx.response?.status ?? 0;
    if (status === 0 || (status >= 400 && status !== 409)) {
      form.dataset.sent.split(" ").filter(Boolean).forEach((id) => bring(id));
      show(form.dataset.sent.split(" ")[0]);
    }
    if (status === 0) tell(desk.dataset.failed);
    if (form.id === "bulk") {
      if (one("[name=everything]", form)?.checked && status === 200) location.reload();
      if (status === 200 || status === 409) form.reset(); // its boxes are those of the list; what was refused stays chosen
      count();
    }
  });

  document.addEventListener("desk:back", ({ detail }) => {
    const items = detail.items ?? [];
    if (!items.every(({ id, version }) => bring(id, version))) return location.reload();
    show(items[0].id);
  });

  function tell(sentence) {
    const notice = document.createElement("div");
    notice.id = "notice";
    notice.className = "notice bad";
    notice.setAttribute("role", "alert");
    notice.append(Object.assign(document.createElement("p"), { textContent: sentence }));
    one("#notice").replaceWith(notice);
  }

  // --- several at once

  const boxes = () => all(".row:not([hidden]) [type=checkbox]");
  const selected = () => boxes().filter((box) => box.checked).map((box) => box.closest(".row").dataset.id);

  function count() {
    const number = selected().length;
    const badge = one("[data-selected]");
    if (!badge) return;
    badge.hidden = number === 0;
    badge.textContent = numbers.format(number);
    if (number) badge.closest("details").open = true;
  }

  function pick(box, range) {
    const every = boxes();
    if (range && anchor && every.includes(anchor)) {
      const [from, to] = [every.indexOf(anchor), every.indexOf(box)].sort((a, b) => a - b);
      every.slice(from, to + 1).forEach((between) => (between.checked = true));
    }
    anchor = box;
    count();
  }

  // --- keys: the letter if it is a Latin one, else where it lies on the keyboard (Arabic layouts)

  const DIGITS = "٠١٢٣٤٥٦٧٨٩";

  function letter(event) {
    if (event.key === "?" || event.key === "؟") return "?";
    if (event.key === "ظ") return "/"; // there it lies on Arabic keyboards
    if (/^[a-z/]$/i.test(event.key)) return event.key.toLowerCase();
    return /^Key[A-Z]$/.test(event.code) ? event.code.slice(3).toLowerCase() : "";
  }

  function digit(event) {
    if (/^\d$/.test(event.key)) return event.key;
    if (DIGITS.includes(event.key)) return String(DIGITS.indexOf(event.key));
    return /^(Digit|Numpad)\d$/.test(event.code) ? event.code.slice(-1) : "";
  }

  function press(event) {
    const open = current && card(current);
    const reasons = open && one("details.reject[open]", open);
    if (reasons && digit(event)) return one(`[data-digit="${digit(event)}"]`, reasons)?.click() ?? true;
    if (reasons && event.key === "Escape") return (reasons.open = false) || true;
    const key = letter(event);
    if (key === "j" || key === "k") return step(key === "j" ? 1 : -1) || true;
    if (key === "x") {
      const box = open && one("[type=checkbox]", row(current));
      if (!box) return false;
      box.checked = event.shiftKey || !box.checked;
      pick(box, event.shiftKey);
      return true;
    }
    const here = open && one(`[data-key="${key}"]`, open);
    const button = key && (here ?? one(`[data-key="${key}"]:not(.card *)`, document)); // never what is another comment's
    if (!button) return false;
    if (button.matches("input")) one(".filters").open = true;
    if (button.matches("input")) button.focus();
    else button.click();
    if (button.matches("summary") && button.parentElement.open) {
      button.parentElement.querySelector("textarea, select, fieldset button")?.focus();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], dialog");
    if (desk.dataset.keys === "off" || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (press(event)) event.preventDefault();
  });

  // --- the mouse, and fingers

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".row a");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      show(link.closest(".row").dataset.id);
    }
    if (event.target.closest(".skip-it")) step(1);
    if (event.target.closest(".help")) document.getElementById("keys").showModal();
    const box = event.target.closest(".row [type=checkbox]");
    if (box) pick(box, event.shiftKey);
    if (event.target.matches("[data-all]")) {
      boxes().forEach((each) => (each.checked = event.target.checked));
      count();
    }
  });

  document.addEventListener("toggle", ({ target }) => {
    if (!target.matches(".reject[open]") || matchMedia("(min-width: 64rem)").matches) return;
    target.closest(".card")?.scrollIntoView({ block: "start" }); // what is rejected stands above its reasons
  }, true);

  // --- colleagues, and what has come since

  async function claim(id) {
    if (document.hidden || !one("form.decide", card(id) ?? desk)) return;
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": token() };
    const sent = fetch(desk.dataset.claims, { method: "POST", headers, body: JSON.stringify({ ids: [id] }) });
    const answer = await sent.catch(() => null);
    if (answer?.ok) claimed((await answer.json()).claims, false);
  }

  function claimed(names, everything = true) {
    for (const place of all("[data-claim]")) {
      const name = names[place.dataset.claim];
      if (name === undefined && !everything) continue;
      place.hidden = !name || name === desk.dataset.me;
      place.textContent = name ? desk.dataset.claimed.replace("{name}", name) : "";
    }
  }

  function heard(live) {
    for (const [pile, number] of Object.entries(live.counts)) {
      all(`[data-count="${pile}"]`).forEach((place) => (place.textContent = numbers.format(number)));
    }
    const waiting = live.counts[desk.dataset.pile];
    if (waiting !== undefined) document.title = document.title.replace(/\([^)]*\)/, `(${numbers.format(waiting)})`);
    const link = one(".fresh a");
    link.hidden = !live.new;
    if (live.new) link.textContent = fresh(live.new);
    claimed(live.claims);
  }

  function fresh(number) {
    const forms = JSON.parse(desk.dataset.fresh);
    const form = new Intl.PluralRules(desk.dataset.locale).select(number);
    return (forms[form] ?? forms.other).replace("{n}", numbers.format(number));
  }

  function listen() {
    const poll = async () => {
      const answer = document.hidden ? null : await fetch(desk.dataset.live, { headers: { Accept: "application/json" } }).catch(() => null);
      if (answer?.ok) heard(await answer.json());
      setTimeout(poll, POLL);
    };
    if (!window.EventSource) return poll();
    const source = new EventSource(desk.dataset.live);
    source.addEventListener("message", (event) => heard(JSON.parse(event.data)));
    source.addEventListener("error", () => source.readyState === EventSource.CLOSED && poll());
  }

  // --- at the beginning

  document.documentElement.classList.add("scripted");
  if (matchMedia("(max-width: 36rem)").matches && rows().length) one(".all").open = one(".filters").open = false; // one comment a screen
  all("[hidden]:is(.skip-it, [data-all], [data-all-label])").forEach((shown) => (shown.hidden = false));
  one(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const help = one(".help", document);
  if (help) help.hidden = false;
  document.addEventListener("htmx:after:swap", () => all(".skip-it[hidden]").forEach((shown) => (shown.hidden = false)));
  const wanted = desk.dataset.opened || location.hash.slice(2) || rows()[0]?.dataset.id;
  if (rows().length) show(wanted, { focus: Boolean(desk.dataset.opened) }) || show(rows()[0].dataset.id, { focus: false });
  listen();
})();
