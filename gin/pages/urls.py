from django.urls import path

from gin import mailbox
from gin.pages import about, components, desk, home, theme

app_name = "gin"

urlpatterns = [
    path("", home.home, name="home"),
    path("desk/", desk.desk, name="desk"),
    path("theme/", theme.theme, name="theme"),
    path("about/", about.about, name="about"),
    path("components/", components.gallery, name="components"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", mailbox.mail, name="mail"),
    path("mailbox/<slug:name>/<int:number>/", mailbox.mail_file, name="mail_file"),
]
