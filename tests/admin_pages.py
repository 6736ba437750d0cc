"""A page of the admin read as a browser reads it: what it would send if somebody pressed Save."""

from html.parser import HTMLParser

Fields = dict[str, str | list[str]]


class _Form(HTMLParser):
    """Collects what the controls of a page hold. Buttons, and the search and log-out forms, have no part in it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.select = self.textarea = ""
        self.text: list[str] = []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "button"):
            if kind not in ("checkbox", "radio") or "checked" in given:
                self._add(name, given.get("value") or ("on" if kind == "checkbox" else ""), kind == "checkbox")
        elif tag == "textarea":
            self.textarea, self.text = name, []
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in given or self.select not in self.fields):
            self.fields[self.select] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "textarea":
            # HTML drops the first line end of a textarea, and sends every other as two characters.
            text = "".join(self.text).replace("\r\n", "\n").removeprefix("\n")
            self.fields[self.textarea] = text.replace("\n", "\r\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data):
        if self.textarea:
            self.text.append(data)

    def _add(self, name: str, value: str, is_checkbox: bool) -> None:
        if is_checkbox:
            self.fields.setdefault(name, []).append(value)
        else:
            self.fields[name] = value


def as_sent(response) -> Fields:
    """The names and values that pressing Save on this page sends."""
    assert response.status_code == 200, response
    form = _Form()
    form.feed(response.content.decode())
    return form.fields


def errors(response) -> dict[str, list[str]]:
    """What the page says is wrong, by the name of the control beside which it says so."""
    assert response.status_code == 200, f"saved: {response.headers.get('Location')}"
    forms = [response.context["adminform"].form]
    forms += [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    found = {form.add_prefix(name): list(words) for form in forms for name, words in form.errors.items()}
    page = response.content.decode()
    for words in found.values():
        assert all(_escaped(word) in page for word in words), words
    return found


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("'", "&#x27;").replace('"', "&quot;").replace("<", "&lt;")
