// The whole script: defines <comment-thread> and fills in [data-comment-count]. Its own address says where the service is.
import { watchCounts } from "./counts";
import { elementOf } from "./element";

const script = document.currentScript as HTMLScriptElement;
const base = new URL(".", script.src).href.slice(0, -1);

if (!customElements.get("comment-thread")) {
  customElements.define("comment-thread", elementOf(base));
  watchCounts(base);
}
