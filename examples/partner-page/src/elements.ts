// Elements are made here, and of text alone: nothing of an answer is ever read as HTML.
type Child = Node | string;

export function element(name: string, ...children: Child[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** Its class is its part, too, so that a site may give it a look of its own. */
export function classed(name: string, className: string, ...children: Child[]): HTMLElement {
  const made = element(name, ...children);
  made.className = className;
  if (className) made.setAttribute("part", className);
  return made;
}

export function withAttributes<Made extends HTMLElement>(made: Made, attributes: Record<string, string>): Made {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** Words of an item, which may be in another language than those round them. */
export function itsOwn<Made extends HTMLElement>(item: unknown, made: Made): Made {
  const { language } = (item ?? {}) as { language?: string };
  return language ? withAttributes(made, { lang: language, dir: "auto" }) : made;
}

/** Something that opens when it is tapped, so that the page stays short and nothing is left out of it. */
export function folded(words: Child, ...children: Child[]): HTMLElement {
  return element("details", element("summary", words), ...children);
}

/** The same thing in the next answer, wherever it stands there. */
export function keyed(key: string, made: HTMLElement): HTMLElement {
  made.dataset.key = key;
  return made;
}

export function link(address: string, text: string, className = ""): HTMLElement {
  return withAttributes(classed("a", className, text), { href: address, rel: "noreferrer" });
}

/** Make what stands in `place` what it should now be. What is open stays open, and the focus where it is. */
export function renew(place: Element, parts: Node[]): void {
  const keys = new Set(parts.map(keyOf));
  for (const child of [...place.children]) if (keyOf(child) && !keys.has(keyOf(child))) child.remove();
  const held = new Map([...place.children].map((child) => [keyOf(child), child]));
  let next = place.firstChild;
  for (const part of parts) {
    const key = keyOf(part);
    const same = key ? held.get(key) : next && !keyOf(next) ? next : undefined;
    if (same?.nodeName !== part.nodeName) {
      place.insertBefore(part, next);
    } else {
      if (same === next) next = same.nextSibling;
      else place.insertBefore(same, next);
      become(same, part);
    }
  }
  while (next) {
    const after: ChildNode | null = next.nextSibling;
    next.remove();
    next = after;
  }
}

function become(held: Node, part: Node): void {
  if (!(held instanceof Element && part instanceof Element)) {
    if (held.nodeValue !== part.nodeValue) held.nodeValue = part.nodeValue;
    return;
  }
  const names = new Set([...held.getAttributeNames(), ...part.getAttributeNames()]);
  names.delete("open");
  for (const name of names) {
    const value = part.getAttribute(name);
    if (value === null) held.removeAttribute(name);
    else if (value !== held.getAttribute(name)) held.setAttribute(name, value);
  }
  renew(held, [...part.childNodes]);
}

function keyOf(node: Node): string {
  return (node instanceof HTMLElement && node.dataset.key) || "";
}

/** Empties the page, at once and however slow the next one is, and replaces it, so that Back does not lead here. */
export function leave(elsewhere: string): void {
  document.title = "";
  document.body.replaceChildren();
  location.replace(elsewhere);
}
