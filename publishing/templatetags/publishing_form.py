"""What the form of an item needs to show itself in sections, with Save always in reach."""

from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_modify import submit_row
from django.template.context import RequestContext

from publishing.admin.sections import Section, is_open, line_of, sections

register = template.Library()
register.filter("is_open", is_open)
register.filter("line_of", line_of)


@register.simple_tag(takes_context=True)
def form_sections(context: RequestContext) -> list[Section]:
    return sections(context["adminform"], context["inline_admin_formsets"])


@register.inclusion_tag("admin/publishing/_bar.html", takes_context=True)
def form_bar(context: RequestContext) -> dict[str, Any]:
    """The buttons that save, and the list of sections to jump to where there are several."""
    shown = submit_row(context)
    names = ("add", "show_save", "show_save_and_continue", "can_change", "opts", "sections")
    return {name: shown[name] for name in names}
