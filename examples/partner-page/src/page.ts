// Asks three questions, each of which may be left out, and shows what the API answers. Keeps nothing.
import createClient from "openapi-fetch";
import type { components, paths } from "../generated/api.ts";
import { element, emergency, shown } from "./show.ts";

type Question = components["schemas"]["HelpQuestion"];

const find = <Part extends HTMLElement>(selector: string) => document.querySelector<Part>(selector)!;
const api = createClient<paths>({ baseUrl: document.body.dataset.api ?? "", cache: "no-store", credentials: "omit" });
const age = find<HTMLInputElement>("#age");

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
  if (audience) asked.audience = [audience];
  if (region) asked.region = region;
  return asked;
}

async function ask(): Promise<void> {
  const body = question();
  if (!body) return age.focus();
  const [status, place] = [find("[role=status]"), find("#answer")];
  status.textContent = "Looking for help…";
  place.replaceChildren();
  try {
    // In a body, so that nothing of it is left in an address, a history or a log on the way.
    const { data, error } = await api.POST("/api/v1/help", { body });
    find(".emergency").replaceChildren(...emergency((data ?? error).emergency));
    status.textContent = data ? "" : error.detail;
    place.replaceChildren(...(data ? shown(data) : error.errors.map(({ detail }) => element("p", detail))));
    find("#answer h2")?.focus();
  } catch {
    status.textContent = "The help can’t be reached at the moment. Try again shortly. In an emergency call 999.";
  }
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  void ask();
});

find("#exit").addEventListener("click", () => {
  document.title = "";
  document.body.replaceChildren(); // at once, however slow the next page is
  location.replace(document.body.dataset.exit ?? "about:blank"); // so that Back does not lead here
});
