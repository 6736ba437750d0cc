// The documentation page: asks this very server what a form says, and shows the answer. No request to anybody else.
const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

function question(form) {
  const query = new URLSearchParams();
  let path = form.dataset.path;
  for (const [name, value] of new FormData(form)) {
    if (path.includes(`{${name}}`)) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (value !== "") query.append(name, value);
  }
  const address = new URL(path + (query.size ? `?${query}` : ""), location.origin);
  const body = form.querySelector("textarea")?.value;
  return { address, method: form.dataset.method, body };
}

function asCommand({ address, body }) {
  const sent = body === undefined ? "" : ` --header 'Content-Type: application/json' --data ${quoted(body)}`;
  return `curl ${quoted(address.href)}${sent}`;
}

const shown = (form) => form.parentElement.querySelectorAll(".status, .command, .given");

async function ask(form) {
  const asked = question(form);
  const [status, command, given] = shown(form);
  status.textContent = "Asking…";
  const headers = asked.body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    const answer = await fetch(asked.address, { method: asked.method, body: asked.body, headers, credentials: "omit" });
    given.textContent = JSON.stringify(await answer.json(), null, 2);
    status.textContent = `Answered with ${answer.status}.`;
  } catch {
    given.textContent = "";
    status.textContent = "No answer that can be read. Is the server running?";
  }
  command.textContent = asCommand(asked);
  command.hidden = false;
  given.hidden = given.textContent === "";
}

for (const part of document.querySelectorAll("details.try")) {
  part.hidden = false;
  part.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    ask(event.target);
  });
  part.querySelector("form").addEventListener("reset", (event) => {
    for (const place of shown(event.target)) place.textContent = "";
    for (const place of part.querySelectorAll("pre")) place.hidden = true;
  });
}
