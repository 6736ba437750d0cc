// Shows the answer for a reader beside the form, from what stands in it now. Without this the button opens a page.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const pane = document.getElementById("as-reader");
  if (!pane) return;
  const button = pane.querySelector("[formaction]"), answer = document.getElementById("as-reader-answer");
  const closing = pane.querySelector(".reader-close"), leading = document.querySelectorAll('a[href="#as-reader"]');
  const form = button.form, isWide = window.matchMedia("(min-width: 1024px)");
  let asked = 0, waiting = null;

  async function show() {
    const number = ++asked;
    answer.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(button.formAction, { method: "POST", body: new FormData(form), redirect: "error" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const found = page.getElementById("as-reader-result");
      if (number !== asked) return;
      answer.replaceChildren(...(found ? found.childNodes : [said("The answer could not be shown. Are you still signed in?")]));
    } catch {
      if (number === asked) answer.replaceChildren(said("The answer could not be shown. What you typed is still in the form."));
    }
    answer.hidden = false;
    answer.removeAttribute("aria-busy");
    answer.classList.remove("reader-old");
  }

  function said(words) {
    const line = document.createElement("p");
    line.className = "caution";
    line.textContent = words;
    return line;
  }

  function open(event) {
    if (!isWide.matches) return;
    event.preventDefault();
    document.body.classList.add("has-reader-pane");
    closing.hidden = false;
    show();
  }

  button.addEventListener("click", open);
  leading.forEach((link) => link.addEventListener("click", (event) => {
    open(event);
    if (isWide.matches) pane.querySelector("input").focus();
  }));
  closing.addEventListener("click", () => {
    document.body.classList.remove("has-reader-pane");
    closing.hidden = answer.hidden = true;
    (leading[0] || button).focus();
  });
  form.addEventListener("change", (event) => {
    if (answer.hidden) return;
    answer.classList.add("reader-old");
    clearTimeout(waiting);
    waiting = setTimeout(show, pane.contains(event.target) ? 0 : 800);
  });
});
