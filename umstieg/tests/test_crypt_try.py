import pytest
from umstieg.testing.world import make_world
from umstieg.testing import badinput as b
from umstieg.testing.pages import read_page
@pytest.mark.django_db
def test_try(settings):
    world = make_world()
    p=b.places(world, only="cases:session_create")
    p=next(x for x in p if x.name=="cases:session_create")
    sent=p.good|{"note":["\r\n"],"minutes":["x"]}
    a=b.send(p.browser,"POST",p.form.action,sent)
    h=a.content.decode(); i=h.index("<textarea"); print(repr(h[i:i+600]))
    print(repr(read_page(a.content,p.form.action).form(p.form.action).typed()["note"]))
    print(b.attempt(p,{"note":"\r\n","minutes":"x"}))
    assert 0
