// Tells once a minute that this form is open, and says with whom else it is. Without this, others are not told of it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const line = document.getElementById("open-form");
  if (!line) return;
  const { address } = line.dataset, token = document.querySelector('[name="csrfmiddlewaretoken"]').value;

  function told(name) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token);
    data.set(name, "yes");
    return data;
  }

  async function tell() {
    try {
      const response = await fetch(address, { method: "POST", body: told("open"), redirect: "error" });
      if (!response.ok) return; // signed out, of which the page tells when the form is sent
      const words = await response.text();
      if (line.textContent !== words) line.textContent = words;
    } catch {
      // No connection: the next minute tries again.
    }
  }

  window.addEventListener("pagehide", () => navigator.sendBeacon(address, told("left")));
  window.addEventListener("pageshow", (event) => { if (event.persisted) tell(); });
  setInterval(tell, 60000);
  tell();
});
