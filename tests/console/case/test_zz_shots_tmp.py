import os, pytest
from django.urls import reverse
from django.core.cache import cache
from tests.people import build
from tests.complaints.along import assigned, HOUR
from tests.cases import make
from huiyin.core.time import now
from datetime import timedelta
import tests.people, tests.complaints.along as A

pytestmark = pytest.mark.django_db(transaction=True)
OUT="/tmp/casepage/out"; os.makedirs(OUT, exist_ok=True)

def prepare(monkeypatch):
    start = now().replace(minute=0,second=0,microsecond=0) - timedelta(days=3)
    monkeypatch.setattr(A, "AT", start); monkeypatch.setattr(make, "AT", start)
    cache.clear()
    house = build()
    al = assigned(house, received_at=start, at=start); al.at=start
    return house, al

def login(client_cls, user, live, page):
    from django.test import Client
    c = Client(); c.force_login(user)
    page.context.add_cookies([{"name":"sessionid","value":c.cookies["sessionid"].value,"url":live}])

def wear(page, live, theme, lang):
    page.context.add_cookies([{"name":n,"value":v,"url":live} for n,v in (("theme",theme),("django_language",lang))])

from django.test import Client
WHAT=os.environ.get("SHOT","")
def test_shots(live, page, monkeypatch, settings):
    if os.path.exists("/tmp/casepage/locale"): settings.LOCALE_PATHS=["/tmp/casepage/locale", *settings.LOCALE_PATHS]
    from django.utils.translation import trans_real; trans_real._translations={}; trans_real._default=None
    house, al = prepare(monkeypatch)
    stage=os.environ.get("STAGE","")
    if stage: getattr(al, stage)()
    case=al.case
    from huiyin.cases.actions import talk
    from huiyin.complaints.actions import acceptance
    acceptance.respond(case=case, text="您好，我们已经收到您的投诉，正在核实，有进展马上告诉您。", by=house.by("tom"), at=al.later())
    talk.add_note(case=al.case, text="医院回执还缺第三页，已请理赔部补交，电话 13800001111。", by=house.by("tia"), at=al.later())
    login(Client, house[os.environ.get("WHO","tom")], live, page)
    url=live+os.environ.get("URL", reverse("case", args=[case.number])).replace("NUMBER",case.number)
    for theme, lang, w, name in (("light","zh-hans",1440,"zh"),("dark","en",1440,"en-dark"),("light","zh-hans",390,"zh-narrow"),("light","zh-hans",1100,"zh-mid")):
        if os.environ.get("ONLY") and name not in os.environ["ONLY"].split(","): continue
        page.set_viewport_size({"width":w,"height":1000 if w>400 else 844})
        wear(page, live, theme, lang)
        page.goto(url)
        click=os.environ.get("CLICK")
        if click:
            page.click(click); page.wait_for_timeout(900)
        page.screenshot(path=f"{OUT}/{os.environ.get('NAME','case')}-{name}.png", full_page=os.environ.get("FULL","1")=="1")
