// <help-now api="https://help.example.org">: the same help on any site. It asks nobody anything before it is opened.
import { MemoryStorage } from "@helpapi/matcher/mirror";
import { Copy } from "./copy.ts";
import { classed, element, leave, link } from "./elements.ts";
import looks from "./help.css";
import own from "./help-now.css";
import { Panel } from "./panel.ts";
import { emergency } from "./show.ts";

const EMERGENCY = {
  text: "If you are in severe distress and thinking about harming yourself, please call 999 immediately.",
  covers: "999 is for the United Kingdom. Anywhere else, call the emergency number of the country you are in.",
  ways: [
    { label: "Call 999", uri: "tel:999" },
    { label: "Call 999 in British Sign Language", uri: "https://999bsl.co.uk" },
  ],
};

class HelpNow extends HTMLElement {
  private copy: Copy | undefined;
  private panel: Panel | undefined;
  private readonly above = classed("div", "emergency", ...emergency(EMERGENCY, false));
  private readonly body = classed("div", "body");
  private readonly folded = classed("details", "panel", classed("summary", "opener", "Help with a private image"), this.body);

  connectedCallback(): void {
    if (!this.shadowRoot) this.build(this.attachShadow({ mode: "open" }));
    document.addEventListener("visibilitychange", this.follow);
    addEventListener("online", this.follow);
    addEventListener("pagehide", this.forget);
    this.follow();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.follow);
    removeEventListener("online", this.follow);
    removeEventListener("pagehide", this.forget);
    this.forget();
    this.copy?.rest();
  }

  /** With a sheet that is made, not written into the page: a strict content policy lets it pass. */
  private build(root: ShadowRoot): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(looks + own);
    root.adoptedStyleSheets = [sheet];
    const exit = this.getAttribute("exit");
    root.append(classed("div", "whole", ...(exit ? [this.leaving(exit)] : []), this.above, this.folded));
    this.folded.addEventListener("toggle", this.follow);
  }

  private leaving(elsewhere: string): HTMLElement {
    const made = link(elsewhere, "Exit this page", "exit");
    made.addEventListener("click", (event) => {
      event.preventDefault();
      this.forget();
      leave(elsewhere);
    });
    return element("p", made);
  }

  private readonly follow = (): void => {
    const isLookedAt = (this.folded as HTMLDetailsElement).open && document.visibilityState === "visible";
    if (!isLookedAt) return this.copy?.rest();
    if (!this.copy) {
      this.copy = new Copy(this.getAttribute("api") ?? "", new MemoryStorage());
      this.panel = new Panel(this.body, this.copy, this.above);
    }
    this.copy.follow();
  };

  private readonly forget = (): void => this.panel?.forget();
}

if (!customElements.get("help-now")) customElements.define("help-now", HelpNow);
