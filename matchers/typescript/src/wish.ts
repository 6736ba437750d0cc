/** What is asked of one channel, all of which must hold of it. Empty and null ask nothing. */

export const FACTS = ["free", "anonymous", "no_account", "off_phone_bill"] as const;
export type Fact = (typeof FACTS)[number];

export interface Wish {
  kinds: readonly string[];
  languages: readonly string[];
  openAt: number | null;
  facts: Partial<Record<Fact, boolean>>;
}

export const ANY_WAY: Wish = { kinds: [], languages: [], openAt: null, facts: {} };
export const TEXT_LANGUAGE = "en"; // of our own words

export const asksNothing = (wish: Wish): boolean =>
  !wish.kinds.length && !wish.languages.length && wish.openAt === null && !Object.keys(wish.facts).length;

/** The facts that are asked, in the order of the parameters. */
export const factsOf = (wish: Wish): [Fact, boolean][] =>
  FACTS.flatMap((name) => (wish.facts[name] === undefined ? [] : [[name, wish.facts[name]]] as [Fact, boolean][]));

/** What a document says where a parameter's fact holds: two of them ask for the opposite of what it says. */
export const known = (fact: Fact, value: boolean): string =>
  value !== (fact === "no_account" || fact === "off_phone_bill") ? "yes" : "no";
