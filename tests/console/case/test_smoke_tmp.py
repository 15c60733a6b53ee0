from django.urls import reverse
def test_it(along, enter):
    r = enter("tom").get(reverse("case", args=[along.case.number]))
    assert r.status_code == 200
    open("/tmp/casepage.html","w").write(r.content.decode())
