"""The calibration: a project fresh from `wagtail start` with one page of 41 KB."""

import shutil
import subprocess
import sys
from pathlib import Path

PAGE_BYTES = 41_000
SENTENCE = "Xã, phường phù hợp với trẻ em là nơi mọi trẻ em được bảo vệ, chăm sóc và lắng nghe. "
MODEL = """
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    body = RichTextField(blank=True)
    content_panels = Page.content_panels + [FieldPanel("body")]
"""
TEMPLATE = """{% extends "base.html" %}
{% load wagtailcore_tags %}
{% block content %}<h1>{{ page.title }}</h1>{{ page.body|richtext }}{% endblock %}
"""
SETTINGS = """
from .base import *

DEBUG = False
SECRET_KEY = "only for a measurement on this machine"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")
"""
FILL = """
from home.models import HomePage
page = HomePage.objects.get()
page.body = "".join(f"<p>{sentence}</p>" for sentence in [%r * 4] * %d)
page.save_revision().publish()
"""


def make(folder: Path) -> Path:
    """Make the project anew in a folder; returns its root."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wagtail = Path(sys.executable).with_name("wagtail")
    subprocess.run([wagtail, "start", "stock", folder], check=True, stdout=subprocess.DEVNULL)
    (folder / "home" / "models.py").write_text(MODEL)
    (folder / "home" / "templates" / "home" / "home_page.html").write_text(TEMPLATE)
    (folder / "stock" / "settings" / "production.py").write_text(SETTINGS)
    paragraphs = PAGE_BYTES // (len((SENTENCE * 4).encode()) + len("<p></p>"))
    for command in (
        ["makemigrations", "home"],
        ["migrate"],
        ["collectstatic", "--noinput"],
        ["shell", "--command", FILL % (SENTENCE, paragraphs)],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command, *([] if command[0] == "shell" else ["-v", "0"])],
            cwd=folder,
            env={"PATH": "/usr/bin:/bin", **environment()},
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder


def environment() -> dict[str, str]:
    return {"DJANGO_SETTINGS_MODULE": "stock.settings.production"}
