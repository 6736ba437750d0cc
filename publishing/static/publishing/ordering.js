// Buttons that move one of several pieces up or down. Without this script one types the position numbers.
"use strict";

function pieces(group) {
    return [...group.querySelectorAll(":scope .inline-related:not(.empty-form)")];
}

function position(piece) {
    return piece.querySelector("input[name$='-position']");
}

function controls(piece) {
    return [...piece.querySelectorAll(":is(input, select, textarea)[name]")];
}

// A new piece that holds only what the empty form holds; its position is not counted.
function isBlank(piece) {
    const empty = piece.closest(".inline-group").querySelector(".inline-related.empty-form");
    const held = (one) => (["checkbox", "radio"].includes(one.type) ? one.checked : one.value);
    const asBegun = controls(empty).map(held);
    const place = controls(piece).indexOf(position(piece));
    return !piece.classList.contains("has_original")
        && controls(piece).every((one, number) => number === place || one.type === "hidden" || held(one) === asBegun[number]);
}

function say(piece, words) {
    for (const place of piece.closest(".inline-group").querySelectorAll(".order-news")) {
        place.textContent = "";
    }
    piece.querySelector(".order-news").textContent = words;
}

function number(group) {
    pieces(group).forEach((piece, place) => {
        position(piece).value = place + 1;
        piece.querySelector(".part-number").textContent = `${place + 1}.`;
    });
}

function move(button, step) {
    const piece = button.closest(".inline-related");
    const group = piece.closest(".inline-group");
    const all = pieces(group).filter((one) => one === piece || !isBlank(one));
    const place = all.indexOf(piece);
    const other = all[place + step];
    if (!other) {
        say(piece, `It is ${step < 0 ? "first" : "last"} already.`);
        return;
    }
    // The other one is moved, because a button loses the focus when it is taken out of the page.
    const before = button.getBoundingClientRect().top;
    if (step < 0) {
        piece.after(other);
    } else {
        piece.before(other);
    }
    number(group);
    say(piece, `Now ${place + step + 1} of ${all.length}.`);
    // The button stays under the pointer, so that a second press moves the same piece.
    window.scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
}

function button(piece, words, sign, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button order-button";
    made.innerHTML = `<span aria-hidden="true">${sign}</span> <span class="order-words">${words}</span>`;
    made.addEventListener("click", () => move(made, step));
    made.addEventListener("focus", () => {
        made.setAttribute("aria-label", `${words}: ${piece.querySelector(".part-line").textContent}`);
    });
    return made;
}

function furnish(piece) {
    if (!position(piece) || piece.querySelector(".order-button")) {
        return;
    }
    piece.querySelector(".part-tools").prepend(button(piece, "Move up", "↑", -1), button(piece, "Move down", "↓", 1));
}

document.addEventListener("DOMContentLoaded", () => {
    for (const group of document.querySelectorAll(".inline-group")) {
        pieces(group).forEach(furnish);
    }
});
document.addEventListener("formset:added", (event) => furnish(event.target));

// When a new piece is taken out, Django's own script numbers the controls of all pieces afresh, in the order of the page
// and by the end of this event; those that are saved have to come first in its count.
document.addEventListener("formset:removed", (event) => {
    const group = document.getElementById(`${event.detail.formsetName}-group`);
    const shown = pieces(group);
    if (!shown.some(position)) {
        return;
    }
    const end = group.querySelector(".inline-related.empty-form");
    const isSaved = (piece) => piece.classList.contains("has_original");
    [...shown.filter(isSaved), ...shown.filter((piece) => !isSaved(piece))].forEach((piece) => end.before(piece));
    setTimeout(() => {
        shown.forEach((piece) => end.before(piece));
        number(group);
    });
});
