// What was typed and not saved outlives a closed window: this browser keeps it for a week, for whoever typed it, and offers
// it back. It is let go when it has been saved, when it is thrown away, and all of it when one logs out. Nobody leaves a
// form with something unsaved in it without being asked. Without this script both are as browsers have them.
"use strict";

const DRAFTS = "helpapi-draft:";
const SENT = "helpapi-draft-sent"; // in this window: whose answer is awaited
const A_WEEK = 7 * 24 * 60 * 60 * 1000;
// Nor what is said of a reader, whose age stays nowhere.
const isKept = (name) => name !== "csrfmiddlewaretoken" && !name.startsWith("reader-");

// A browser may forbid or lack the room to keep anything; then nothing is kept, and all else works.
function quietly(what) {
    try {
        return what();
    } catch {
        return null;
    }
}

function drafts() {
    return quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(DRAFTS))) || [];
}

function read(key) {
    return quietly(() => JSON.parse(localStorage.getItem(key)));
}

function forget(key) {
    quietly(() => localStorage.removeItem(key));
}

drafts().filter((key) => !(read(key)?.at > Date.now() - A_WEEK)).forEach(forget);

const sentBefore = quietly(() => sessionStorage.getItem(SENT));
quietly(() => sessionStorage.removeItem(SENT));
if (sentBefore && document.querySelector(".messagelist .success")) {
    forget(sentBefore);
}

document.addEventListener("submit", (event) => {
    if (event.target.id === "logout-form") {
        drafts().forEach(forget);
    }
});

function keepDrafts(form, { user, isBound }) {
    const key = `${DRAFTS}${user}:${location.pathname}`;
    const typed = () => [...new FormData(form)].filter(([name]) => isKept(name));
    const begun = JSON.stringify(typed());
    const isDirty = () => isBound || JSON.stringify(typed()) !== begun;
    let isLeaving = false;
    let isOffered = false;
    let pause;

    function keep() {
        clearTimeout(pause);
        if (isOffered || isLeaving) {
            return;
        }
        if (isDirty()) {
            quietly(() => localStorage.setItem(key, JSON.stringify({ at: Date.now(), typed: typed() })));
        } else {
            forget(key);
        }
    }

    // The server shows it as a form that came back, with all its parts, and merged with what others have saved since.
    function putBack(draft) {
        const sent = document.createElement("form");
        sent.method = "post";
        sent.hidden = true;
        const token = ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value];
        for (const [name, value] of [...draft.typed, token, ["_put_back", "yes"]]) {
            const control = document.createElement("textarea");
            control.name = name;
            control.value = value;
            sent.append(control);
        }
        document.body.append(sent);
        isLeaving = true;
        sent.submit();
    }

    function offer(draft) {
        isOffered = true;
        const place = document.createElement("section");
        place.className = "draft-offer";
        place.setAttribute("aria-label", "Text that was not saved");
        const words = document.createElement("p");
        const day = new Date(draft.at).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
        words.textContent = `You have text from ${day} that was not saved.`;
        const answers = document.createElement("p");
        for (const [said, act] of [["Put it back", () => putBack(draft)], ["Throw it away", () => forget(key)]]) {
            const button = document.createElement("button");
            button.type = "button";
            button.className = "button";
            button.textContent = said;
            button.addEventListener("click", () => {
                act();
                isOffered = false;
                place.remove();
            });
            answers.append(button, " ");
        }
        place.append(words, answers);
        document.querySelector(".form-bar").after(place);
    }

    const draft = isBound ? null : read(key);
    if (draft && JSON.stringify(draft.typed) !== begun) {
        offer(draft);
    }
    form.addEventListener("input", () => {
        clearTimeout(pause);
        pause = setTimeout(keep, 1000);
    });
    form.addEventListener("change", keep);
    document.addEventListener("visibilitychange", () => document.hidden && keep());
    form.addEventListener("submit", () => {
        keep();
        isLeaving = true;
        quietly(() => sessionStorage.setItem(SENT, key));
    });
    // A page that the browser kept while one was away is a form that can be left again.
    window.addEventListener("pageshow", () => {
        isLeaving = false;
    });
    window.addEventListener("beforeunload", (event) => {
        if (!isLeaving && isDirty()) {
            keep();
            event.preventDefault();
        }
    });
}

document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("form-facts");
    const form = place && place.closest("form");
    // Scripts of the page number its parts and fill in a slug first; what they write is not what somebody typed.
    if (form && !form.elements._popup) {
        setTimeout(() => keepDrafts(form, JSON.parse(place.dataset.facts)));
    }
});
