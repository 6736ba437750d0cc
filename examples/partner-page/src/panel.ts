// Questions and their answer, in any place: the page's own, or an element on somebody else's.
import type { Answer, Copy, Question } from "./copy.ts";
import { classed, element, renew, withAttributes } from "./elements.ts";
import { Questions } from "./questions.ts";
import { emergency, shown } from "./show.ts";
import { direction, known, language, say, speaking } from "./words.ts";

const PATIENCE = 10_000; // milliseconds

export class Panel {
  private readonly questions = new Questions();
  private readonly age = classed("p", "more");
  private readonly folded = withAttributes(element("details", element("summary", say("Your answers"))) as HTMLDetailsElement, {
    id: "questions",
    open: "",
  });
  private readonly status = withAttributes(element("p"), { role: "status" });
  private readonly place = withAttributes(element("div"), { id: "answer" });
  private asked: Question | undefined; // the last question; an answer to any other is not shown
  private isUnanswered = false;
  private said = ""; // the answer that is shown

  /** `above`: where the emergency notice stands. */
  constructor(place: ParentNode, private readonly copy: Copy, private readonly above: HTMLElement) {
    this.folded.append(
      element(
        "p",
        say("Is somebody threatening to share a private image? It happens to many people, and there is help. You need not answer any of these questions. Your answers stay on this device: they are sent to nobody and kept nowhere."),
      ),
      this.questions.form,
    );
    place.append(this.age, this.folded, this.status, this.place);
    this.questions.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.ask();
    });
    copy.told = (isOther) => void this.hear(isOther);
    this.showAge();
  }

  /** Neither question nor answer is left. */
  forget(): void {
    this.clear();
    this.questions.forget();
    this.folded.open = true;
  }

  private async ask(): Promise<void> {
    this.clear(); // first, so that no answer ever stands under a question that it was not given to
    const mine = this.questions.asked();
    if (!mine) return this.questions.focusFault();
    this.folded.open = false; // at once, and not under the hands of who asks again; the questions are a tap away
    this.asked = mine;
    this.showAge();
    this.status.textContent = say("Looking for help…");
    const answer = await Promise.race([this.copy.answer(mine).catch(() => null), late()]);
    if (mine !== this.asked) return;
    if (!answer) return this.showNone();
    this.status.textContent = "";
    this.show(answer);
    const heading = this.place.querySelector("h2");
    heading?.focus();
    heading?.scrollIntoView();
  }

  /** The copy may be another, or older: what is on the screen must not say what it no longer says. */
  private async hear(isOther: boolean): Promise<void> {
    this.showAge();
    const mine = this.asked;
    if (!mine || !(this.said || (this.isUnanswered && this.copy.isThere))) return;
    const answer = await this.copy.answer(mine).catch(() => null);
    if (!answer || mine !== this.asked || JSON.stringify(answer) === this.said) return;
    const wasAnswered = !this.isUnanswered;
    if (!wasAnswered) this.status.textContent = "";
    const root = this.place.getRootNode() as Document | ShadowRoot;
    const hadFocus = this.place.contains(root.activeElement);
    this.show(answer);
    if (isOther && wasAnswered) this.status.textContent = say("This has just been brought up to date.");
    if (hadFocus && !this.place.contains(root.activeElement)) this.place.querySelector("h2")?.focus({ preventScroll: true });
  }

  private show(answer: Answer): void {
    const { help } = answer;
    const its = known([(help as { language?: string }).language]); // an answer is in one language, whatever the page is in
    speaking(its, () => {
      renew(this.above, emergency(help.emergency, !!help.reader.place?.choices.length));
      renew(this.place, shown(answer, this.copy.words()));
      for (const part of [this.above, this.place]) withAttributes(part, { lang: language(), dir: direction() });
    });
    this.said = JSON.stringify(answer);
    this.isUnanswered = false;
  }

  /** It is shown as soon as there is a copy. */
  private showNone(): void {
    const { text, isWarning } = this.copy.words();
    this.status.textContent = isWarning ? text : say("The help can’t be reached at the moment. In an emergency call 999.");
    this.place.replaceChildren(this.again());
    this.isUnanswered = true;
  }

  /** Above the questions, until one is asked: then it stands with the answer. */
  private showAge(): void {
    const { text, isWarning } = this.copy.words();
    const words = this.asked ? "" : text;
    this.age.className = isWarning && words ? "condition" : "more";
    if (this.age.textContent !== words) this.age.textContent = words;
  }

  private again(): HTMLElement {
    return withAttributes(classed("button", "button", say("Try again")), { form: this.questions.form.id });
  }

  private clear(): void {
    this.asked = undefined;
    this.said = "";
    this.isUnanswered = false;
    this.showAge();
    this.status.textContent = "";
    this.place.replaceChildren();
  }
}

function late(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE));
}
