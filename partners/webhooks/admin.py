"""Endpoints and what was sent to them, for operators. Each step asks first; the sender does what is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import pluralize
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from partners.webhooks import managing, signing
from partners.webhooks.models import Delivery, Endpoint
from publishing.admin.people import moment, name_of
from publishing.admin.record import ReadOnlyAdmin
from publishing.permission import Refusal
from publishing.roles import person

if TYPE_CHECKING:
    EndpointsAdmin = admin.ModelAdmin[Endpoint]
else:
    EndpointsAdmin = admin.ModelAdmin

SECRET = "secret"  # noqa: S105  # the name of a step
LATEST = 10  # deliveries on the page of an endpoint


@dataclass(frozen=True)
class Step:
    """`is_offered`: to an endpoint as it is."""

    title: str
    explanation: str
    done: str
    is_offered: Callable[[Endpoint], bool]
    do: Callable[[UUID, User], object]


STEPS = {
    SECRET: Step(
        "Make a new secret",
        "You are shown a secret, once. Give it to the partner by a way that nobody else reads. If there was one "
        "before, messages are signed with both for a week, so that the partner has time to change it.",
        "",
        lambda endpoint: True,
        managing.make_secret,
    ),
    "confirm": Step(
        "Ask it to confirm",
        "The sender puts a question to this address, which only a receiver that expects it can answer. Until it has, "
        "nothing else is sent there. It is asked again and again for three days.",
        "It is being asked. Open this page again in a moment to see what it answered.",
        lambda endpoint: endpoint.state != Endpoint.CONFIRMED and endpoint.generation > 0,
        managing.ask_to_confirm,
    ),
    "test": Step(
        "Send a test event",
        "An event that tells of nothing is sent, to see whether it arrives.",
        "A test is being sent. Open this page again in a moment to see what came of it.",
        lambda endpoint: endpoint.state == Endpoint.CONFIRMED,
        managing.send_test,
    ),
    "off": Step(
        "Switch it off",
        "Nothing more is sent to it, and what waits is given up. If it is to be told again, it has to confirm anew.",
        "It is switched off.",
        lambda endpoint: endpoint.state != Endpoint.OFF,
        managing.switch_off,
    ),
}


@admin.register(Endpoint)
class EndpointAdmin(EndpointsAdmin):
    """None is deleted, since the record names it."""

    fields = ["description", "url"]
    list_display = ["description", "host", "stands", "waiting", "given_up"]
    list_filter = ["state"]
    search_fields = ["description", "url"]
    change_form_template = "admin/partners/endpoint_form.html"
    actions = None

    class Media:
        css = {"all": ["publishing/admin.css", "partners/webhooks.css"]}

    def has_delete_permission(self, request: HttpRequest, obj: Endpoint | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Endpoint]:
        state = {"waiting": Delivery.PENDING, "dead": Delivery.DEAD}
        return (
            super()
            .get_queryset(request)
            .annotate(**{f"count_{name}": Count("deliveries", Q(deliveries__state=one)) for name, one in state.items()})
        )

    @admin.display(description="State", ordering="state")
    def stands(self, endpoint: Endpoint) -> str:
        failures = endpoint.failures
        return endpoint.get_state_display() + (
            f", failed {failures} time{pluralize(failures)} in a row" if failures else ""
        )

    @admin.display(description="Waiting")
    def waiting(self, endpoint: Any) -> int:
        return int(endpoint.count_waiting)

    @admin.display(description="Given up")
    def given_up(self, endpoint: Any) -> int:
        return int(endpoint.count_dead)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_page)
        return [path("<path:object_id>/do/<slug:name>/", view, name="partners_endpoint_step"), *super().get_urls()]

    def save_model(self, request: HttpRequest, obj: Endpoint, form: Any, change: bool) -> None:
        (managing.change if change else managing.add)(obj, person(request))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        endpoint = self.get_object(request, unquote(object_id)) if object_id else None
        context = {**self._shown(request, endpoint), **(extra_context or {})} if endpoint else extra_context
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)

    def response_add(self, request: HttpRequest, obj: Endpoint, *words: Any, **more: Any) -> HttpResponse:
        super().response_add(request, obj, *words, **more)
        messages.warning(request, "Nothing is sent there yet. Make a secret, give it to the partner, and then ask.")
        return HttpResponseRedirect(_page(obj))

    def response_change(self, request: HttpRequest, obj: Endpoint) -> HttpResponse:
        if obj.state == Endpoint.UNCONFIRMED:
            messages.warning(request, "This address is not confirmed, so nothing is sent there.")
        return super().response_change(request, obj)

    def step_page(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Asks, and has it done. A new secret is shown in the answer to the press that made it, and never again."""
        endpoint, step = self.get_object(request, unquote(object_id)), STEPS.get(name)
        if endpoint is None or step is None:
            raise Http404
        if not self.has_change_permission(request, endpoint):
            raise PermissionDenied
        context = {"made": "", "step": step, "refusal": ""}
        if request.method == "POST":
            try:
                made = step.do(endpoint.pk, person(request))
            except (Refusal, ImproperlyConfigured) as refusal:
                context["refusal"] = str(refusal)
            else:
                if name != SECRET:
                    messages.success(request, step.done)
                    return HttpResponseRedirect(_page(endpoint))
                context["made"] = str(made)
        response = TemplateResponse(
            request,
            "admin/partners/step.html",
            {
                **self.admin_site.each_context(request),
                **context,
                "title": step.title,
                "item": endpoint,
                "opts": self.opts,
                "media": self.media,
                "back": _page(endpoint),
                "days": signing.BOTH_SIGN.days,
            },
        )
        response["Cache-Control"] = "no-store"
        return response

    def _shown(self, request: HttpRequest, endpoint: Endpoint) -> dict[str, Any]:
        steps = STEPS.items() if self.has_change_permission(request, endpoint) else ()
        offered = [(step.title, _step(endpoint, name)) for name, step in steps if step.is_offered(endpoint)]
        listed = reverse("admin:partners_delivery_changelist")
        return {
            "added_by": name_of(endpoint.added_by),
            "steps": [*offered, ("All that was sent to it", f"{listed}?endpoint__uid__exact={endpoint.pk}")],
            "deliveries": endpoint.deliveries.order_by("-since", "-edition")[:LATEST],
        }


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ["what", "to", "stands", "attempts", "tried", "next", "came_of_it"]
    list_filter = ["state", "event", "endpoint", "outcome"]
    list_select_related = ["endpoint"]
    list_per_page = 50
    actions: Sequence[str] | None = ["send_again"]
    fields = ["what", "to", "stands", "attempts", "tried", "next", "came_of_it", "message"]

    class Media:
        css = {"all": ["publishing/admin.css", "partners/webhooks.css"]}

    @admin.display(description="Event", ordering="edition")
    def what(self, delivery: Delivery) -> str:
        return str(delivery)

    @admin.display(description="To", ordering="endpoint")
    def to(self, delivery: Delivery) -> str:
        return str(delivery.endpoint)

    @admin.display(description="State", ordering="state")
    def stands(self, delivery: Delivery) -> str:
        return delivery.get_state_display()

    @admin.display(description="Last attempt", ordering="tried_at")
    def tried(self, delivery: Delivery) -> str:
        return moment(delivery.tried_at) if delivery.tried_at else "–"

    @admin.display(description="Next attempt", ordering="next_at")
    def next(self, delivery: Delivery) -> str:
        return moment(delivery.next_at) if delivery.state == Delivery.PENDING else "–"

    @admin.display(description="What came of it", ordering="outcome")
    def came_of_it(self, delivery: Delivery) -> str:
        return delivery.outcome_in_words

    @admin.display(description="Its webhook-id")
    def message(self, delivery: Delivery) -> str:
        return delivery.message_id

    @admin.action(description="Send again", permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        chosen = list(queryset)
        try:
            count = managing.send_again(chosen, person(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return
        if count:
            messages.success(request, f"{count} of {len(chosen)} will be sent again.")
        if count < len(chosen):
            rest = len(chosen) - count
            messages.warning(
                request, f"{rest} will not: they wait already, are questions, or their endpoint is not confirmed."
            )

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(managing.PERMISSION)


def _page(endpoint: Endpoint) -> str:
    return reverse("admin:partners_endpoint_change", args=[endpoint.pk])


def _step(endpoint: Endpoint, name: str) -> str:
    return reverse("admin:partners_endpoint_step", args=[endpoint.pk, name])
