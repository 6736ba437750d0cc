// Buttons that move one of several pieces up or down. Without this script one types the position numbers.
"use strict";

function pieces(group) {
    return [...group.querySelectorAll(":scope .inline-related:not(.empty-form)")];
}

function position(piece) {
    return piece.querySelector("input[name$='-position']");
}

function news(group) {
    let place = group.querySelector(":scope > .order-news");
    if (!place) {
        place = document.createElement("p");
        place.className = "order-news";
        place.setAttribute("role", "status");
        place.setAttribute("aria-live", "polite");
        group.append(place);
    }
    return place;
}

function number(group) {
    pieces(group).forEach((piece, place) => {
        position(piece).value = place + 1;
    });
}

function move(piece, step) {
    const group = piece.closest(".inline-group");
    const all = pieces(group);
    const place = all.indexOf(piece);
    const other = all[place + step];
    const name = piece.querySelector(".inline_label").textContent.trim();
    if (!other) {
        news(group).textContent = `${name} is ${step < 0 ? "first" : "last"} already.`;
        return;
    }
    // The other one is moved, because a button loses the focus when it is taken out of the page.
    if (step < 0) {
        piece.after(other);
    } else {
        piece.before(other);
    }
    number(group);
    news(group).textContent = `${name} is now ${place + step + 1} of ${all.length}.`;
}

function button(piece, words, step) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button order-button";
    made.textContent = words;
    made.addEventListener("click", () => move(piece, step));
    return made;
}

function furnish(piece) {
    if (!position(piece) || piece.querySelector(".order-button")) {
        return;
    }
    const place = document.createElement("span");
    place.className = "order-buttons";
    place.append(button(piece, "Move up", -1), button(piece, "Move down", 1));
    piece.querySelector("h3").append(place);
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
