"""A picture of what a request costs, as SVG: bars on a scale on which each step is ten times the one before."""

import math
from collections.abc import Mapping
from xml.sax.saxutils import escape

from benchmarks.contenders import BARE, DRF, NGINX, OURS
from benchmarks.measures import Figures

WIDTH, LEFT, RIGHT, TOP, BAR, GAP, HEAD = 760, 170, 90, 64, 18, 4, 30
MEASURES = ("list", "mix")
COLOURS = {NGINX: "nginx", BARE: "bare", DRF: "drf", OURS: "ours"}  # name and class
# Its own ground, so that it can be read on any page; and another where the reader's system is dark.
STYLE = """
svg { font: 13px system-ui, sans-serif; } .ground { fill: #ffffff; } text { fill: #1f2328; } .line { stroke: #d0d7de; }
.nginx { fill: #8c959f; } .bare { fill: #57606a; } .drf { fill: #bc4c00; } .ours { fill: #0969da; }
.title { font-weight: 600; font-size: 15px; } .end { text-anchor: end; } .middle { text-anchor: middle; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #0d1117; } text { fill: #e6edf3; } .line { stroke: #30363d; }
  .nginx { fill: #6e7681; } .bare { fill: #8b949e; } .drf { fill: #f0883e; } .ours { fill: #58a6ff; }
}"""
TITLE = "Processor time of the server for one request, in microseconds"


def picture(sizes: Mapping[int, Figures]) -> str:
    """A group of bars for each size and measure of which something was found."""
    groups = [
        (f"{measure}, {figures.services:,} services", bars)
        for figures in sizes.values()
        for measure in MEASURES
        if (bars := _bars(figures, measure))
    ]
    most = max((cpu for _, bars in groups for _, cpu in bars), default=10.0)
    decades = max(math.ceil(math.log10(most)), 1)
    body, y = [], TOP
    for title, bars in groups:
        body.append(_text(LEFT, y + HEAD - 10, title, "group"))
        y += HEAD
        for name, cpu in bars:
            width = max(_along(cpu, decades), 1)
            body.append(_text(LEFT - 8, y + BAR - 5, name, "end"))
            body.append(f'<rect class="{COLOURS[name]}" x="{LEFT}" y="{y}" width="{width:.0f}" height="{BAR}" rx="2"/>')
            body.append(_text(LEFT + width + 6, y + BAR - 5, f"{cpu:,.0f}", "value"))
            y += BAR + GAP
    return "\n".join([*_frame(y + 16, decades), *body, "</svg>\n"])


def _bars(figures: Figures, measure: str) -> list[tuple[str, float]]:
    loads = [(name, figures.load(name, measure)) for name in COLOURS]
    return [(name, load.cpu) for name, load in loads if load]


def _along(cpu: float, decades: int) -> float:
    """From 1 µs at the left end."""
    return math.log10(max(cpu, 1)) / decades * (WIDTH - LEFT - RIGHT)


def _frame(height: int, decades: int) -> list[str]:
    found = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{TITLE}">',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        _text(16, 24, TITLE, "title"),
    ]
    for decade in range(decades + 1):
        x = LEFT + _along(10**decade, decades)
        found.append(f'<line class="line" x1="{x:.0f}" x2="{x:.0f}" y1="{TOP - 8}" y2="{height - 12}"/>')
        found.append(_text(x, TOP - 14, f"{10**decade:,}", "middle"))
    return found


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(text)}</text>'
