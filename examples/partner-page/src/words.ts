// Words of our own in the reader's language. `python3 -m helpapi words` takes them from here and from fixtures/words, and
// writes words.json. What an answer says is in the language of the answer, and what stands round it in that of the page.
import catalogues from "./words.json";

interface Catalogue {
  direction: "ltr" | "rtl";
  words: Record<string, string>;
  counted: Record<string, Partial<Record<Intl.LDMLPluralRule, string>>>;
}
type Values = Record<string, string | number>;

const ENGLISH = "en";
const ALL: Record<string, Catalogue> = catalogues as Record<string, Catalogue>;
let spoken = ENGLISH;

/** The tag of the language that is spoken now, as `lang` has it. */
export const language = (): string => (spoken === ENGLISH ? "en-GB" : spoken);
export const direction = (): string => ALL[spoken]?.direction ?? "ltr";

/** The first of these tags that our words are in; English where there is none. */
export function known(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const parts = (tag ?? "").toLowerCase().split("-");
    for (let length = parts.length; length > 0; length--) {
      const found = parts.slice(0, length).join("-");
      if (found === ENGLISH || found in ALL) return found;
    }
  }
  return ENGLISH;
}

export function speak(tag: string): void {
  spoken = known([tag]);
}

/** What is made inside speaks this language. */
export function speaking<Made>(tag: string, make: () => Made): Made {
  const before = spoken;
  speak(tag);
  try {
    return make();
  } finally {
    spoken = before;
  }
}

export function say(text: string, values: Values = {}): string {
  return filled(ALL[spoken]?.words[text] ?? text, values);
}

/** The same of so many things, in the form that the language has for that number. */
export function sayCount(one: string, several: string, count: number): string {
  const forms = ALL[spoken]?.counted[one];
  const said = forms?.[new Intl.PluralRules(spoken).select(count)] ?? (count === 1 ? one : several);
  return filled(said, { count });
}

/** Marks words that stand in a table and are said later. */
export const toSay = (text: string): string => text;

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
