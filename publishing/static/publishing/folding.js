// Folded sections: a link into one opens it, one button opens all, and a folded list says what is ticked in it.
// Without this script each is opened by a press on its line, and nothing of it is lost when the form is sent.
"use strict";

function openAround(place) {
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) {
        fold.open = true;
    }
}

// The place that a link inside the page leads to, opened and with the focus, so that Tab goes on from there.
function goTo(place) {
    openAround(place);
    const fold = place.querySelector("fieldset > details");
    if (fold) {
        fold.open = true;
    }
    const first = place.matches("a, button, input, select, textarea, summary")
        ? place : [...place.querySelectorAll("summary, input, select, textarea, button")].find((one) => one.checkVisibility());
    if (first) {
        first.focus({ preventScroll: true });
    }
    place.scrollIntoView();
}

document.addEventListener("click", (event) => {
    const link = event.target.closest("#content a[href^='#']");
    const place = link && link.hash.length > 1 && document.getElementById(link.hash.slice(1));
    if (!place || link.closest(".inline-related, .datetimeshortcuts")) {
        return;
    }
    event.preventDefault();
    const list = link.closest("details.jump");
    if (list) {
        list.open = false;
    }
    goTo(place);
});

// The list is put away when one goes on, or by Escape.
document.addEventListener("focusin", (event) => {
    document.querySelectorAll("details.jump[open]").forEach((list) => {
        list.open = list.contains(event.target);
    });
});
// So is whatever else is open around the place where one is.
document.addEventListener("keydown", (event) => {
    const fold = event.key === "Escape" && event.target.closest("details[open]");
    if (fold) {
        fold.open = false;
        fold.querySelector("summary").focus();
    }
});

// Whoever gives a fact knows it: "minimum_age" ticks "minimum_age_known". It never takes a tick away.
document.addEventListener("change", ({ target }) => {
    const names = target.form && target.name && target.value ? [target.name, target.name.replace(/_[^_]+$/, "")] : [];
    const known = names.map((name) => target.form.elements[`${name}_known`]).find((box) => box && box.type === "checkbox");
    if (known && (target.type !== "checkbox" || target.checked)) {
        known.checked = true;
    }
});

document.addEventListener("change", (event) => {
    const fold = event.target.closest(".codes-fold");
    if (fold) {
        const ticked = [...fold.querySelectorAll("input:checked")].map((one) => one.labels[0].textContent.trim());
        fold.querySelector("summary").textContent = ticked.join(", ") || "None ticked";
    }
});

// A control that a browser or another script wants to show is never left in a closed fold.
document.addEventListener("invalid", (event) => openAround(event.target), true);

function furnishOpenAll() {
    const button = document.querySelector(".open-all");
    if (!button) {
        return;
    }
    const folds = () => [...document.querySelectorAll("form .module > details, form .part-fold")];
    button.hidden = false;
    button.addEventListener("click", () => {
        const opens = button.textContent === "Open all";
        folds().forEach((fold) => {
            fold.open = opens;
        });
        button.textContent = opens ? "Close all" : "Open all";
    });
}

function beginInFirstField() {
    const isNew = document.querySelector(".form-bar.is-new") && !document.querySelector(".faults");
    const form = isNew && document.querySelector("form[id$='_form']");
    const first = form && [...form.querySelectorAll("input, select, textarea")].find((one) => one.checkVisibility());
    if (first) {
        first.focus();
    }
}

// Django's script gives a name to marks that have no part to play, which nobody would be told.
window.addEventListener("load", () => {
    document.querySelectorAll(".help-tooltip[aria-label]").forEach((mark) => mark.setAttribute("role", "img"));
});

furnishOpenAll();
beginInFirstField();
