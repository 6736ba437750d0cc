// "Add another" above the parts as well as below them; what is added has the focus, and its line says what was typed.
"use strict";

function focusOn(piece) {
    const fold = piece.querySelector(".part-fold");
    fold.open = true;
    const first = [...fold.querySelectorAll("input, select, textarea")].find((one) => one.checkVisibility());
    if (first) {
        first.focus();
    }
}

function add(group) {
    const blank = pieces(group).find((piece) => isBlank(piece));
    if (blank) {
        focusOn(blank);
    } else {
        group.querySelector(".add-row a").click();
    }
}

document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".parts .part-add").forEach((place) => {
        place.hidden = false;
        place.querySelector("button").addEventListener("click", () => add(place.closest(".parts")));
    });
});

document.addEventListener("formset:added", (event) => {
    if (event.target.matches(".part")) {
        focusOn(event.target);
    }
});

// The line of a new part is its first words.
document.addEventListener("focusout", (event) => {
    const piece = event.target.closest(".part:not(.has_original)");
    const words = piece && [...piece.querySelectorAll("input[type=text], textarea")].map((one) => one.value.trim()).find(Boolean);
    if (words) {
        piece.querySelector(".part-line").textContent = words.slice(0, 160);
    }
});
