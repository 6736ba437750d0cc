// <help-now api="https://help.example.org">: the same help on any site. It asks nobody anything before it is opened.
import { MemoryStorage } from "@helpapi/matcher/mirror";
import { Copy } from "./copy.ts";
import { classed, element, leave, link, withAttributes } from "./elements.ts";
import looks from "./help.css";
import own from "./help-now.css";
import { Panel } from "./panel.ts";
import { emergency } from "./show.ts";
import { direction, known, language, say, speak, toSay } from "./words.ts";

const EMERGENCY = {
  text: "If you are in severe distress and thinking about harming yourself, please call 999 immediately.",
  covers: toSay("999 is for the United Kingdom. Anywhere else, call the emergency number of the country you are in."),
  ways: [
    { label: toSay("Call 999"), uri: "tel:999" },
    { label: toSay("Call 999 in British Sign Language"), uri: "https://999bsl.co.uk" },
  ],
};

class HelpNow extends HTMLElement {
  private copy: Copy | undefined;
  private panel: Panel | undefined;
  private readonly above = classed("div", "emergency");
  private readonly body = classed("div", "body");
  private readonly opener = classed("summary", "opener");
  private readonly folded = classed("details", "panel", this.opener, this.body);

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

  /** The language that the element or the site round it says it is in. */
  private get its(): string {
    return this.closest("[lang]")?.getAttribute("lang") ?? "";
  }

  /** In that language, where our words are in it. */
  private say(whole: HTMLElement): void {
    speak(known([this.its]));
    withAttributes(whole, { lang: language(), dir: direction() });
    const ways = EMERGENCY.ways.map(({ label, uri }) => ({ label: say(label), uri }));
    this.above.append(...emergency({ ...EMERGENCY, covers: say(EMERGENCY.covers), ways }, false));
    this.opener.append(say("Help with a private image"));
  }

  /** With a sheet that is made, not written into the page: a strict content policy lets it pass. */
  private build(root: ShadowRoot): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(looks + own);
    root.adoptedStyleSheets = [sheet];
    const exit = this.getAttribute("exit");
    const whole = classed("div", "whole");
    this.say(whole);
    whole.append(...(exit ? [this.leaving(exit)] : []), this.above, this.folded);
    root.append(whole);
    this.folded.addEventListener("toggle", this.follow);
  }

  private leaving(elsewhere: string): HTMLElement {
    const made = link(elsewhere, say("Exit this page"), "exit");
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
      this.copy = new Copy(this.getAttribute("api") ?? "", new MemoryStorage(), [this.its]);
      this.panel = new Panel(this.body, this.copy, this.above);
    }
    this.copy.follow();
  };

  private readonly forget = (): void => this.panel?.forget();
}

if (!customElements.get("help-now")) customElements.define("help-now", HelpNow);
