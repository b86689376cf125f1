// <comment-thread>: nothing before it comes near the reader's eyes; then one thread, until it is taken away.
import { h, whenNear } from "./dom";
import css from "./style.css";
import { onDark, watchTheme } from "./theme";
import { openThread, type Thread } from "./thread";
import { speak } from "./words";

const NEAR = "600px 0px"; // before it can be seen
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** The element, for the service at an address. */
export const elementOf = (base: string): CustomElementConstructor =>
  class extends HTMLElement {
    static observedAttributes = ["site", "thread", "lang", "theme", "order"];
    #root = this.attachShadow({ mode: "open" });
    #connected: AbortController | undefined;
    #shown: AbortController | undefined;
    #thread: Thread | undefined;
    #stale = false;

    constructor() {
      super();
      this.#root.adoptedStyleSheets = [sheet];
      this.#root.append(h("slot")); // until the thread takes over, the page's own form is seen
    }

    connectedCallback(): void {
      this.#tint();
      if (this.#connected) return; // it was only moved
      this.#connected = new AbortController();
      const { signal } = this.#connected;
      whenNear(this, NEAR, () => this.#show(), signal);
      watchTheme(() => this.#tint(), signal);
    }

    disconnectedCallback(): void {
      queueMicrotask(() => {
        if (this.isConnected) return;
        this.#connected?.abort();
        this.#shown?.abort();
        this.#connected = undefined;
      });
    }

    attributeChangedCallback(name: string): void {
      if (name === "theme") this.#tint();
      else if (this.#thread && !this.#stale) {
        this.#stale = true; // several attributes may change at once
        queueMicrotask(() => {
          this.#stale = false;
          if (this.#connected) this.#show();
        });
      }
    }

    #show(): void {
      this.#shown?.abort();
      this.#shown = new AbortController();
      const asked = (name: string): string => this.getAttribute(name) ?? "";
      const canonical = document.querySelector<HTMLLinkElement>("link[rel=canonical]");
      const page = new URL(asked("thread") || canonical?.href || location.href, document.baseURI).href.split("#")[0]!;
      const language = asked("lang") || this.closest<HTMLElement>("[lang]")?.lang || "en";
      const wanted = { base, site: asked("site"), page, newest: asked("order") === "newest" };
      this.#thread = openThread(this.#root, wanted, speak(language), this.#shown.signal, this.#thread?.typed());
      this.#root.replaceChildren(this.#thread.box);
      this.#tint();
    }

    #tint(): void {
      const theme = this.getAttribute("theme");
      const fixed = theme === "light" || theme === "dark";
      const classes = this.#thread?.box.classList;
      classes?.toggle("fixed", fixed);
      classes?.toggle("dark", fixed ? theme === "dark" : onDark(this));
    }
  };
