"""What the form of an item needs to show itself in sections, with Save always in reach."""

import json
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_modify import submit_row
from django.template.context import RequestContext
from django.urls import reverse

from publishing import pasted
from publishing.admin.merging import OPENED_WITH, opened_with
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
    return {name: shown.get(name) for name in names}


@register.simple_tag(takes_context=True)
def form_facts(context: RequestContext) -> str:
    """What the scripts of a form have to know, as JSON for an attribute: no script is written into a page."""
    opts = context["opts"]
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_read_back")
    who = {"user": context["request"].user.pk, "isBound": context["adminform"].form.is_bound}
    return json.dumps({"readBack": address, "takenOut": pasted.NAMES, "spaces": pasted.SPACES, **who})


@register.simple_tag(takes_context=True)
def form_as_opened(context: RequestContext) -> str:
    """What the form would send untouched; of one that came back, what it brought."""
    form = context["adminform"].form
    if form.is_bound:
        return str(context["request"].POST.get(OPENED_WITH, ""))
    return opened_with(form, [inline.formset for inline in context["inline_admin_formsets"]])
