// Asks a few questions, each of which may be left out, and shows what the API answers. Keeps nothing.
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/api.ts";
import { element, emergency, shown } from "./show.ts";

type Question = components["schemas"]["HelpQuestion"];

const PATIENCE = 10_000; // milliseconds: nobody in fear waits longer for words that say nothing
const find = <Part extends HTMLElement>(selector: string) => document.querySelector<Part>(selector)!;
const api = createClient<paths, `application/${string}`>({ baseUrl: document.body.dataset.api ?? "", cache: "no-store", credentials: "omit" });
const [form, questions, age, status, place] = [
  find<HTMLFormElement>("form"),
  find<HTMLDetailsElement>("#questions"),
  find<HTMLInputElement>("#age"),
  find("[role=status]"),
  find("#answer"),
];
let asking: AbortController | undefined; // the last question; an answer to any other is not shown

/** What was answered, or nothing when the age is not an age. An age is never guessed: without one, help is for anyone. */
function question(): Question | undefined {
  const isAge = /^\d*$/.test(age.value.trim()) && Number(age.value) <= 120;
  find("#age-fault").textContent = isAge ? "" : "Write the age in years, for example 15, or leave it empty.";
  age.setAttribute("aria-invalid", String(!isAge));
  if (!isAge) return undefined;
  const asked: Question = {};
  const audience = find<HTMLSelectElement>("#audience").value as components["schemas"]["Audience"] | "";
  const region = find<HTMLSelectElement>("#region").value;
  if (age.value.trim()) asked.age = Number(age.value);
  if (audience) asked.audience = audience;
  if (region) asked.region = region;
  const ticked = [...form.querySelectorAll<HTMLInputElement>(":checked[name=situation]")].map(({ value }) => value);
  if (ticked.length) asked.situation = ticked as components["schemas"]["Situation"][];
  if (find<HTMLInputElement>("#signs").checked) asked.language = ["bfi"];
  return asked;
}

async function ask(): Promise<void> {
  forget(); // first, so that no answer ever stands under a question that it was not given to
  const body = question();
  if (!body) return age.focus();
  questions.open = false; // at once, and not under the hands of who asks again; the questions are a tap away
  const mine = (asking = new AbortController());
  const late = setTimeout(() => mine.abort(), PATIENCE);
  status.textContent = "Looking for help…";
  try {
    // In a body, so that nothing of it is left in an address, a history or a log on the way.
    const { data, error } = await api.POST("/api/v1/help", { body, signal: mine.signal });
    if (mine !== asking) return;
    find(".emergency").replaceChildren(...emergency((data ?? error).emergency, !!data?.reader.place?.choices.length));
    status.textContent = data ? "" : error.detail;
    place.replaceChildren(...(data ? shown(data) : [...error.errors.map(({ detail }) => element("p", detail)), again()]));
    if (error) questions.open = true;
    const heading = find("#answer h2");
    heading?.focus();
    heading?.scrollIntoView();
  } catch {
    if (mine !== asking) return;
    status.textContent = "The help can’t be reached at the moment. In an emergency call 999.";
    place.replaceChildren(again());
  } finally {
    clearTimeout(late);
  }
}

function again(): HTMLElement {
  const button = element("button", "Try again");
  button.setAttribute("form", form.id);
  return button;
}

function forget(): void {
  asking?.abort();
  asking = undefined;
  status.textContent = "";
  place.replaceChildren();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void ask();
});

// A browser may keep the whole page for Back: it must find nothing to keep.
addEventListener("pagehide", () => {
  forget();
  form.reset();
  questions.open = true;
});

// Without this it is a link, which leads away as well but can be gone back on.
find<HTMLAnchorElement>("#exit").addEventListener("click", (event) => {
  event.preventDefault();
  const elsewhere = (event.currentTarget as HTMLAnchorElement).href;
  forget();
  document.title = "";
  document.body.replaceChildren(); // at once, however slow the next page is
  location.replace(elsewhere); // so that Back does not lead here
});
