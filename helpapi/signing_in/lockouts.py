"""What django-axes keeps of a failed sign-in, which is less than it would."""

from axes.handlers.database import AxesDatabaseHandler
from django.http import HttpRequest, QueryDict


class SparingHandler(AxesDatabaseHandler):
    """Keeps the name, the network address and the time; not what the address asked for, what was typed, or a browser.

    The request is whole again afterwards, for the page that says that the password was wrong.
    """

    def user_login_failed(
        self, sender: object, credentials: dict[str, str], request: HttpRequest | None = None, **options: object
    ) -> None:
        if request is None:
            return
        vars(request).update(axes_user_agent="", axes_http_accept="", axes_path_info="")
        sent = request.GET, request.POST
        request.GET, request.POST = QueryDict(), QueryDict()
        try:
            super().user_login_failed(sender, credentials, request, **options)
        finally:
            request.GET, request.POST = sent
