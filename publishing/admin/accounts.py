"""The accounts of people, for those who look after them; and the page on which an approver confirms one."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from publishing import accounts, confirming, languages, lifecycle
from publishing.codes import code_list
from publishing.edition import ENGLISH
from publishing.models import ReadsLanguage, Record
from publishing.roles import PEOPLE, person

ODD_NAME = "Only the letters a–z, digits, the full stop, “-” and “_”, so that no name looks like another."
TWO_PEOPLE = "Who looks after people can't be an editor or an approver as well: they could be two people."


class NewPerson(AdminUserCreationForm):  # type: ignore[type-arg]  # of any row; at run time it takes none
    def clean_username(self) -> str:
        name = str(super().clean_username())
        if not accounts.PLAIN_NAME.fullmatch(name):
            raise forms.ValidationError(ODD_NAME)
        return name


class ChangedPerson(UserChangeForm):  # type: ignore[type-arg]  # as above
    reads = forms.MultipleChoiceField(
        label="Languages they are named for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [one for one in code_list(languages.LIST).choices() if one[0] != ENGLISH],
        help_text="They read these well enough to answer for a translation. Where anybody is named for a language, one "
        "of the two who publish a translation in it must be. An approver has to confirm the account again.",
    )

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["reads"].initial = [one.language for one in self.instance.languages.all()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        roles = {group.name for group in given.get("groups") or ()}
        if (PEOPLE in roles or given.get("is_superuser")) and roles - {PEOPLE}:
            raise forms.ValidationError(TWO_PEOPLE)
        return given

    def save_languages(self, user: User) -> None:
        """Name the person for exactly these languages."""
        chosen = set(self.cleaned_data.get("reads", ()))
        held = set(user.languages.values_list("language", flat=True))
        user.languages.filter(language__in=held - chosen).delete()
        ReadsLanguage.objects.bulk_create(ReadsLanguage(user=user, language=tag) for tag in sorted(chosen - held))


class PeopleAdmin(UserAdmin):  # type: ignore[type-arg]  # as above
    """Nobody is deleted, since the record names them: take away *Active*. A name stays what it is."""

    form, add_form = ChangedPerson, NewPerson
    list_display = ["username", "first_name", "last_name", "is_active", "is_superuser"]
    actions = ["take_second_factor"]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        more = ["is_superuser", "user_permissions"] if person(request).is_superuser else []
        return [
            (None, {"fields": ["username", "password", "first_name", "last_name", "email"]}),
            ("What they do here", {"fields": ["is_active", "is_staff", "groups", "reads", *more]}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        return ["username"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        confirm = path("<id>/confirm/", self.admin_site.admin_view(self.confirm_page), name="auth_user_confirm")
        return [confirm, *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        user = self.get_object(request, unquote(object_id)) if object_id else None
        if request.method != "POST" or user is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with confirming.changing(user, person(request)):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        user = self.get_object(request, unquote(id))
        if request.method != "POST" or user is None:
            return super().user_change_password(request, id, form_url)
        with confirming.changing(user, person(request)):
            return super().user_change_password(request, id, form_url)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        with lifecycle.locked():
            obj.is_staff = True
            super().save_model(request, obj, form, change)
            confirming.note(obj, person(request).get_username(), "new")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change:
            form.save_languages(form.instance)

    @admin.action(description="Take the second factor away, so that they set up another", permissions=["change"])
    def take_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            with confirming.changing(user, person(request)):
                for device in devices_for_user(user, confirmed=None):
                    device.delete()
        messages.success(
            request, f"Taken away from {queryset.count()}. An approver confirms them when they have another."
        )

    def confirm_page(self, request: HttpRequest, id: str) -> HttpResponse:
        """Shows an account to an approver as it is, and puts exactly that in force."""
        user = User.objects.filter(pk=id).first() if id.isdecimal() else None
        if user is None or not confirming.may_confirm(person(request)):
            raise Http404
        if request.method == "POST":
            try:
                confirming.confirm(user, person(request), request.POST.get("digest", ""))
            except lifecycle.Refusal as refusal:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(request.path)
            messages.success(request, f"The account “{user}” is in force.")
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Confirm the account “{user}”",
            "account": user,
            "state": accounts.state(user),
            "digest": accounts.digest(user),
            "languages": [code_list(languages.LIST).label(one.language) for one in user.languages.all()],
            "fault": accounts.fault(user),
            "is_in_force": accounts.is_in_force(user),
            "lines": Record.objects.filter(uid=accounts.key(user)).order_by("-number")[:10],
        }
        return TemplateResponse(request, "admin/publishing/confirm_account.html", context)


admin.site.unregister([User, TOTPDevice, StaticDevice])  # of a device one would read the key
admin.site.register(User, PeopleAdmin)
