import time, os, pytest
from umstieg.testing.make import make_case, make_session
from .looks import *
def cpu():
    out={}
    me=os.getpid()
    ppid={}
    for d in os.listdir('/proc'):
        if d.isdigit():
            try: ppid[int(d)]=int(open(f'/proc/{d}/stat').read().rsplit(')',1)[1].split()[1])
            except OSError: pass
    def mine(p):
        while p>1:
            if p==me: return True
            p=ppid.get(p,0)
        return False
    for p in ppid:
        if mine(p):
            try:
                cl=open(f'/proc/{p}/cmdline').read()
                r=open(f'/proc/{p}/stat').read().rsplit(')',1)[1].split()
            except OSError: continue
            n=cl.split('--type=')[1].split(' ')[0].split('\0')[0][:9] if '--type=' in cl else ('main' if 'chromium' in cl[:40] else 'py' )
            if 'top-chrome' in cl: n='webui'
            out[n]=out.get(n,0)+(int(r[11])+int(r[12]))/100
    return out
def test_x(people, at):
    case = make_case(counsellor=people.counsellor, client_facts={"pseudonym":"Mara"})
    make_session(case, note="hallo")
    page = at(people.counsellor)
    page.goto("/faelle/")
    def step(name,f,n=10):
        a=cpu(); t=time.time()
        for _ in range(n): f()
        z=cpu(); print(f"{name:12}", f"wall {time.time()-t:.2f}", {k: round(z.get(k,0)-a.get(k,0),2) for k in z if z.get(k,0)-a.get(k,0)>.01})
    step("goto", lambda: page.goto("/faelle/"))
    def pages():
        for p in ("/", "/faelle/", f"/faelle/{case.pk}/", "/konto/"): page.goto(p)
    step("pages", pages, 4)
    page.evaluate(AXE)
    step("axe", lambda: axe_faults(page))
    step("resize", lambda: (page.set_viewport_size({"width": 390, "height": 844}), page.set_viewport_size({"width": 1440, "height": 900})))
    step("dark", lambda: (page.emulate_media(color_scheme="dark"), page.emulate_media(color_scheme="light")))
    step("idle", lambda: time.sleep(.3))
    def ctx():
        p=at(people.counsellor); p.goto("/konto/"); p.context.close()
    step("context", ctx)
