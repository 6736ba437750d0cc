"""The documentation page says what docs/quickstart.md says, whatever of Markdown that uses."""

import pytest

from helpapi.contract import docs, quickstart

PAGE = """# Not on the page

## A title

| sign | means |
|---|---|
| `<` | less |

    indented

- One [way](../elsewhere.md) <script>alert(1)</script>
  - and [another](javascript:alert(1)).

```ts
const one = list<string>[0](two);
## no title
```
"""
SHOWN = [
    '<h3 id="start-a">A title</h3>',
    "<td><code>&lt;</code></td>\n<td>less</td>",
    "<li>One way &lt;script&gt;alert(1)&lt;/script&gt;\n<ul>",
    "and [another](javascript:alert(1)).",
    '<pre tabindex="0"><code>indented',
    '<pre tabindex="0"><code class="language-ts">const one = list&lt;string&gt;[0](two);\n## no title',
]


@pytest.fixture
def page(api, monkeypatch, tmp_path) -> str:
    monkeypatch.setattr(quickstart, "FILE", tmp_path / "quickstart.md")
    monkeypatch.setattr(docs, "as_page", docs.as_page.__wrapped__)
    quickstart.FILE.write_text(PAGE, encoding="utf-8")
    return api.get("/api/docs").content.decode()


@pytest.mark.parametrize("shown", SHOWN)
def test_a_quick_start_is_shown_as_it_is_meant(page, shown):
    assert shown in page


def test_what_stands_before_the_first_title_is_not_shown(page):
    assert "Not on the page" not in page


def test_the_documentation_stays_english_whoever_asks_for_it_first(api):
    for made in (docs.document, docs.as_json, docs.as_yaml, docs.as_page):
        made.cache_clear()
    asked = {
        address: api.get(address, headers={"Accept-Language": "cy"})
        for address in ("/api/docs", "/api/v1/openapi.json")
    }
    for made in (docs.document, docs.as_json, docs.as_yaml, docs.as_page):
        made.cache_clear()

    for address, response in asked.items():
        assert response.content == api.get(address).content, address
        assert response["Content-Language"] == "en"
