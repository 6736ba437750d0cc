// A few questions, each of which may be left out. An age is never guessed: without one, help is for anyone.
import type { components } from "../generated/api.ts";
import type { Question } from "./copy.ts";
import { classed, element, withAttributes } from "./elements.ts";
import { say, toSay } from "./words.ts";

type Schemas = components["schemas"];

const AUDIENCES: Record<Schemas["Audience"], string> = {
  victim: toSay("Me"),
  "parent-carer": toSay("My child"),
  friend: toSay("A friend or somebody I know"),
  professional: toSay("Somebody I work with"),
};
const REGIONS = {
  england: toSay("England"),
  "northern-ireland": toSay("Northern Ireland"),
  scotland: toSay("Scotland"),
  wales: toSay("Wales"),
};
const SITUATIONS: Partial<Record<Schemas["Situation"], string>> = {
  shared: toSay("Images were shared"),
  paid: toSay("Money was paid"),
  faked: toSay("The images are fake"),
  "account-taken": toSay("An account was taken over"),
  "told-police": toSay("The police know"),
};

export class Questions {
  readonly form = withAttributes(element("form") as HTMLFormElement, { id: "question", autocomplete: "off", novalidate: "" });
  private readonly audience = choice("audience", AUDIENCES);
  private readonly age = withAttributes(element("input") as HTMLInputElement, {
    id: "age",
    inputmode: "numeric",
    maxlength: "3",
    "aria-describedby": "age-hint age-fault",
  });
  private readonly fault = withAttributes(classed("span", "fault"), { id: "age-fault" });
  private readonly region = choice("region", REGIONS);
  private readonly situations = Object.entries(SITUATIONS).map(([value, words]) => ({ value, ...box(say(words)) }));
  private readonly signs = box(say("I use British Sign Language"));

  constructor() {
    const hint = classed("span", "hint", say("In years, for example 15. Leave it empty if you’d rather not say."));
    hint.id = "age-hint";
    this.form.append(
      element("p", label("audience", say("Whom is it happening to?")), this.audience),
      element("p", label("age", say("How old is the person it is happening to?")), hint, this.fault, this.age),
      element("p", label("region", say("Where do they live?")), this.region),
      element("fieldset", element("legend", say("What has happened?")), ...this.situations.map((one) => one.label)),
      element("p", this.signs.label),
      classed("button", "button", say("Show help")),
    );
  }

  /** What was answered, or nothing when the age is not an age: then it says so, at the question. */
  asked(): Question | undefined {
    const age = this.age.value.trim();
    const isAge = /^\d*$/.test(age) && Number(age) <= 120;
    this.fault.textContent = isAge ? "" : say("Write the age in years, for example 15, or leave it empty.");
    this.age.setAttribute("aria-invalid", String(!isAge));
    if (!isAge) return undefined;
    const asked: Question = {};
    const situation = this.situations.filter((one) => one.input.checked).map((one) => one.value as Schemas["Situation"]);
    if (age) asked.age = Number(age);
    if (this.audience.value) asked.audience = this.audience.value as Schemas["Audience"];
    if (this.region.value) asked.region = this.region.value;
    if (situation.length) asked.situation = situation;
    if (this.signs.input.checked) asked.language = ["bfi"];
    return asked;
  }

  focusFault(): void {
    this.age.focus();
  }

  forget(): void {
    this.form.reset();
    this.fault.textContent = "";
  }
}

function label(id: string, words: string): HTMLElement {
  return withAttributes(element("label", words), { for: id });
}

function choice(id: string, options: Record<string, string>): HTMLSelectElement {
  const all = Object.entries({ "": toSay("I’d rather not say"), ...options });
  const made = element("select", ...all.map(([value, words]) => withAttributes(element("option", say(words)), { value })));
  made.id = id;
  return made as HTMLSelectElement;
}

function box(words: string): { label: HTMLElement; input: HTMLInputElement } {
  const input = withAttributes(element("input") as HTMLInputElement, { type: "checkbox" });
  return { label: classed("label", "box", input, words), input };
}
