// What a script adds for who reads: it counts the minutes at work, and those with a harsh text uncovered, and says when a break
// would be good. The figures stay in this browser, and are forgotten with the day: nothing is sent, nobody else sees them.
"use strict";

(() => {
  const place = document.getElementById("care");
  if (!place) return;

  const TICK = 5, IDLE = 120, BREAK = 300; // seconds: between two looks; without a hand on anything; and what is a break
  const NAME = `care ${place.dataset.of}`;
  const LIMITS = { harm: 60 * place.dataset.harm, work: 60 * place.dataset.work };
  const numbers = new Intl.NumberFormat(place.dataset.locale);
  const plural = new Intl.PluralRules(place.dataset.locale);
  const now = () => Date.now() / 1000;
  let touched = now();
  let kept = {};

  function read() {
    try {
      kept = JSON.parse(localStorage.getItem(NAME)) ?? kept;
    } catch {} // storage is switched off, or holds nonsense: then this page counts alone
    const day = new Date().toDateString();
    const fresh = { harm: 0, work: 0, last: 0 }; // seconds since the last break; and when somebody was last at work
    if (!Number.isFinite(kept.last) || now() - kept.last >= BREAK) kept = { ...kept, ...fresh };
    if (kept.day !== day) kept = { ...kept, day, today: 0 };
  }

  function keep() {
    try {
      localStorage.setItem(NAME, JSON.stringify(kept));
    } catch {}
  }

  const reads = (card) => card.getClientRects().length && !card.querySelector(".cover:not([open])");
  const isHarsh = () => [...document.querySelectorAll(".card[data-harsh]")].some(reads);

  function tick() {
    read();
    const works = !document.hidden && now() - touched < IDLE;
    if (works) {
      const harm = isHarsh() ? TICK : 0;
      kept = { ...kept, work: kept.work + TICK, harm: kept.harm + harm, today: kept.today + harm, last: now() };
      keep();
    }
    show();
  }

  function show() {
    const due = Object.keys(LIMITS).find((what) => LIMITS[what] && kept[what] >= LIMITS[what]);
    if (place.hidden !== !due) place.hidden = !due;
    const words = place.querySelector("p");
    const sentence = due ? say(place.dataset[`${due}Said`], LIMITS[due]) : "";
    if (words.textContent !== sentence) words.textContent = sentence; // else it would be read out again and again
    const today = document.getElementById("care-today");
    if (!today) return;
    today.hidden = kept.today < 60;
    today.textContent = say(today.dataset.said, kept.today);
  }

  function say(forms, seconds) {
    const number = Math.floor(seconds / 60);
    const sentences = JSON.parse(forms);
    return (sentences[plural.select(number)] ?? sentences.other).replace("{n}", numbers.format(number));
  }

  for (const event of ["keydown", "pointerdown", "pointermove", "scroll"]) {
    addEventListener(event, () => (touched = now()), { capture: true, passive: true });
  }
  place.querySelector("button").addEventListener("click", () => {
    read();
    kept = { ...kept, harm: 0, work: 0 };
    keep();
    show();
  });
  read();
  show();
  setInterval(tick, TICK * 1000);
})();
