"""While what is served does not follow from what the database holds, every page of the admin says so."""

import pytest
from django.urls import reverse

from publishing import keeper
from tests import factories as make
from tests.publishing.acts import Backup

pytestmark = pytest.mark.usefixtures("commits")
PAGES = ["admin:index", "admin:services_service_changelist", "admin:publishing_record_changelist"]
SAID = "does not follow it. What is published now would reach nobody."


@pytest.fixture
def backup(publish):
    publish(make.organisation("Kept"))
    backup = Backup()
    publish(make.organisation("Meanwhile"))
    return backup


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_so(desk, backup, page):
    backup.restore()
    keeper.refresh()

    assert SAID in desk.get(reverse(page)).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_so_where_all_agree(desk, backup, page):
    assert SAID not in desk.get(reverse(page)).content.decode()
