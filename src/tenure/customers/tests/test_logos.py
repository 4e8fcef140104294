"""Logos: what comes in from anywhere is looked at, made small, and written anew."""

from io import BytesIO

import pytest
from django.http import Http404
from PIL import Image

from tenure.company.models import User
from tenure.customers.logos import LARGEST, remove_logo, set_logo
from tenure.customers.models import Account, AccountLogo
from tenure.customers.verbs import EditError

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(alice: User) -> Account:
    return Account.objects.create(id="A1", name="Ostrelle", owner=alice)


def picture(kind: str = "PNG", size: tuple[int, int] = (1600, 400), **more: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "#2563eb").save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_becomes_a_small_png(alice: User, account: Account, kind: str) -> None:
    logo = set_logo(alice, account, picture(kind))
    assert (logo.width, logo.height) == (800, 200)
    kept = Image.open(BytesIO(bytes(AccountLogo.objects.get().png)))
    assert (kept.format, kept.size) == ("PNG", (800, 200))


def test_what_a_picture_carries_besides_is_left_behind(alice: User, account: Account) -> None:
    set_logo(alice, account, picture("JPEG", comment=b"where it was taken"))
    assert b"where it was taken" not in bytes(AccountLogo.objects.get().png)


def test_another_replaces_it_and_it_can_go(alice: User, account: Account) -> None:
    set_logo(alice, account, picture())
    set_logo(alice, account, picture(size=(100, 100)))
    assert AccountLogo.objects.get().width == 100
    remove_logo(alice, account)
    assert not AccountLogo.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "saved as PNG"),
        (picture("GIF"), "no PNG or JPEG"),
        (picture()[:200], "no PNG or JPEG"),
        (b"x" * (LARGEST + 1), "2 MB fit"),
        (picture(size=(8000, 6000)), "8000 x 6000"),
    ],
    ids=["nothing", "svg", "gif", "half", "large", "wide"],
)
def test_what_is_no_picture_of_ours_is_refused(alice: User, account: Account, content: bytes, sentence: str) -> None:
    with pytest.raises(EditError, match=sentence):
        set_logo(alice, account, content)
    assert not AccountLogo.objects.exists()


def test_only_who_writes_the_account(bob: User, account: Account) -> None:
    with pytest.raises(Http404):
        set_logo(bob, account, picture())
