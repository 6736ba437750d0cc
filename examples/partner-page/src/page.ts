// The page: works without the network, keeps its copy right while it is looked at, and forgets what was asked.
import { IndexedDbStorage } from "@helpapi/matcher/mirror";
import { Copy } from "./copy.ts";
import { leave } from "./elements.ts";
import { Panel } from "./panel.ts";
import { direction, known, language, say, speak } from "./words.ts";

const find = <Part extends HTMLElement>(selector: string) => document.querySelector<Part>(selector)!;

// What stands in the page is English until here, so that there is something without this script.
speak(known(navigator.languages));
document.documentElement.lang = language();
document.documentElement.dir = direction();
for (const part of document.querySelectorAll<HTMLElement>("[data-say]")) part.textContent = say(part.textContent ?? "");

const copy = new Copy(document.body.dataset.api ?? "", new IndexedDbStorage(), navigator.languages);
const panel = new Panel(find("#help"), copy, find(".emergency"));

function follow(): void {
  if (document.visibilityState === "visible") copy.follow();
  else copy.rest();
}

follow();
document.addEventListener("visibilitychange", follow);
addEventListener("online", follow);

// Without https there are none, and the page needs the network.
navigator.serviceWorker?.register("worker.js").catch(() => {});

// A browser may keep the whole page for Back: it must find nothing to keep.
addEventListener("pagehide", () => {
  panel.forget();
  copy.rest();
});

// Without this it is a link, which leads away as well but can be gone back on.
find<HTMLAnchorElement>("#exit").addEventListener("click", (event) => {
  event.preventDefault();
  panel.forget();
  leave((event.currentTarget as HTMLAnchorElement).href);
});
