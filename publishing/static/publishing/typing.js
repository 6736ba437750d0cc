// While one types: opening hours are read back, and what nobody sees is taken out of what is pasted, with a note.
// Without this script both are said after saving.
"use strict";

const facts = JSON.parse(document.getElementById("form-facts").dataset.facts);
const PAUSE = 700; // milliseconds without a key before a text is read

// Of each text that is being read: what waits to be asked, and the question that is on its way.
const asking = new WeakMap();

async function readBack(box) {
    const place = box.closest(".hours").querySelector(".in-words");
    const before = asking.get(box);
    if (before && before.text === box.value) {
        return;
    }
    if (before) {
        before.stop.abort();
    }
    const stop = new AbortController();
    asking.set(box, { text: box.value, stop });
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", box.form.elements.csrfmiddlewaretoken.value);
    sent.set("name", box.name);
    sent.set("text", box.value);
    try {
        const answer = await fetch(facts.readBack, { method: "POST", body: sent, signal: stop.signal, redirect: "error" });
        const read = await answer.json();
        place.classList.toggle("is-fault", Boolean(read.fault));
        place.textContent = read.fault || (read.reading && `In words: ${read.reading}`);
    } catch {
        asking.delete(box); // without a connection, or signed out: it is read when it is saved
    }
}

const pauses = new WeakMap();
document.addEventListener("input", (event) => {
    const box = event.target;
    if (box.matches(".hours textarea")) {
        clearTimeout(pauses.get(box));
        pauses.set(box, setTimeout(() => readBack(box), PAUSE));
    }
});
document.addEventListener("focusout", (event) => {
    if (event.target.matches(".hours textarea") && pauses.has(event.target)) {
        clearTimeout(pauses.get(event.target));
        readBack(event.target);
    }
});

// What was taken out or made a space, each with the words that stand before it.
function cleaned(text) {
    const notes = [];
    let kept = "";
    for (const character of text) {
        const name = facts.takenOut[character] || facts.spaces[character];
        if (name) {
            const before = kept.trim().split(/\s+/).slice(-4).join(" ");
            notes.push(`${name} ${before ? `after “${before}”` : "at the beginning"}`);
        }
        kept += facts.takenOut[character] ? "" : facts.spaces[character] ? " " : character;
    }
    return [kept, notes];
}

function noteBelow(box, words) {
    let note = box.parentElement.querySelector(":scope > .paste-note");
    if (!note) {
        note = document.createElement("p");
        note.className = "paste-note";
        note.setAttribute("role", "status");
        box.after(note);
    }
    note.textContent = words;
}

document.addEventListener("paste", (event) => {
    const box = event.target;
    if (!box.matches("form[id$='_form'] :is(textarea, input[type=text])")) {
        return;
    }
    const [text, notes] = cleaned(event.clipboardData.getData("text/plain"));
    if (!notes.length) {
        return;
    }
    event.preventDefault();
    document.execCommand("insertText", false, text); // unlike setRangeText it can be undone
    const shown = notes.slice(0, 3).join("; ") + (notes.length > 3 ? `; and ${notes.length - 3} more` : "");
    noteBelow(box, `Taken out of what you pasted, or made a plain space: ${shown}.`);
});
