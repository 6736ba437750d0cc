"""An editor's desk: the pages of the admin, used as a browser uses them."""

import html
import re

from django.contrib.auth.models import User
from django.test import Client

from publishing import keeper
from publishing.models import Act, Submission
from services.models import Service
from tests.admin_pages import as_sent

SERVICES = "/admin/services/service/"
SUBMISSIONS = "/admin/publishing/submission/"
REFUSED = 404  # the house answers what is forbidden as it answers what isn't there
OLD_NUMBER, NEW_NUMBER = "0808 157 0123", "0808 157 0456"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(item, name: str = "change") -> str:
    return f"/admin/{item._meta.label_lower.replace('.', '/')}/{item.pk}/{name}/"


def served(api: Client, slug: str = "someone-to-call"):
    """The public's answer, as every process gives it within a second."""
    keeper.refresh()
    return api.get(f"/api/v1/services/{slug}")


def words(response) -> str:
    """What a page says, on one line and without its markup."""
    assert response.status_code == 200, response
    main = response.content.decode().partition('id="main"')[2] or response.content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def said(response) -> list[str]:
    """The messages on a page."""
    return [str(message) for message in response.context["messages"]]


def save(client: Client, item, **changes):
    """Open the item's form, type the changes, and press Save."""
    form = as_sent(client.get(page(item)))
    return client.post(page(item), {**form, **changes}, follow=True)


def press(client: Client, address: str, **answers):
    """Fill in the form of a page that asks first, and press its button."""
    return client.post(address, {**as_sent(client.get(address)), **answers}, follow=True)


def change_number(client: Client, service: Service, number: str = NEW_NUMBER):
    return save(client, service, **{"channels-0-value": number})


def submit(client: Client, item, note: str = "") -> Submission:
    press(client, page(item, "submit"), note=note)
    return Submission.objects.get(uid=item.pk, state=Submission.WAITING)


def submission_page(submission: Submission) -> str:
    return f"{SUBMISSIONS}{submission.pk}/change/"


def approve(client: Client, submission: Submission):
    """Answer what is asked, and press the button."""
    shown = client.get(submission_page(submission))
    return client.post(submission_page(submission), {**as_sent(shown), **answers(shown), "approve": "yes"}, follow=True)


def answers(shown) -> dict[str, str]:
    """A tick for each question of a page on which something is approved."""
    return {field.html_name: "on" for field in shown.context["checklist"]}


def decide(client: Client, act: Act):
    """Approve what somebody else proposed, as its page shows it."""
    address = f"/admin/publishing/act/{act.pk}/change/"
    return client.post(address, {**as_sent(client.get(address)), "approve": "yes"}, follow=True)


def state_in_list(client: Client, item) -> str:
    listed = client.get(f"/admin/{item._meta.label_lower.replace('.', '/')}/").context["cl"].result_list
    return next(row.state_in_list.words for row in listed if row.pk == item.pk)


def changes_shown(client: Client, submission: Submission) -> list:
    return client.get(submission_page(submission)).context["review"].changes


def lines_shown(client: Client, submission: Submission) -> list:
    """The changed fields, in the order in which they stand."""
    return [line for box in changes_shown(client, submission) for line in box.lines]
