// A search above the box of places: choosing one writes it on a line of its own. Without this script one types it there.
"use strict";

function furnishCoverage(picker) {
    const search = picker.querySelector(".coverage-search");
    const input = search.querySelector("input");
    const news = search.querySelector(".coverage-news");
    const box = picker.querySelector("textarea");
    const known = new Map(
        [...picker.querySelectorAll("datalist option")].map((option) => [option.value.toLowerCase(), option.value])
    );

    function tick(name) {
        const label = [...picker.querySelectorAll(".code label")].find((each) => each.textContent === name);
        if (label) {
            label.control.checked = true;
        }
        return Boolean(label);
    }

    function add() {
        const name = known.get(input.value.trim().toLowerCase());
        const lines = box.value.split("\n").map((line) => line.trim()).filter(Boolean);
        if (!name) {
            news.textContent = "Choose a place from the list that appears as you type.";
        } else if (lines.includes(name)) {
            news.textContent = `${name} is there already.`;
        } else {
            if (!tick(name)) {
                box.value = [...lines, name].join("\n");
            }
            news.textContent = `${name} added.`;
            input.value = "";
        }
        input.focus();
    }

    search.hidden = false;
    search.querySelector("button").addEventListener("click", add);
    input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") {
            event.preventDefault();
            add();
        }
    });
}

function furnishAll(place) {
    place.querySelectorAll(".coverage").forEach(furnishCoverage);
}

document.addEventListener("DOMContentLoaded", () => furnishAll(document));
document.addEventListener("formset:added", (event) => furnishAll(event.target));
