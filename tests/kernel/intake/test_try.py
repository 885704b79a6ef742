import os, pytest, traceback
from random import Random
from django.db import transaction
from tests.kernel.intake.taking import *
from tests.kernel.intake.dumps import *
from tests.offices import office
from tests.workbooks import tabs, files
@pytest.mark.django_db
def test_it():
    made=office(1)
    with transaction.atomic():
        take(whole(made)); base=told(); basef=figures(); transaction.set_rollback(True)
    bad=0
    a,b=map(int,os.environ.get("SEEDS","0,20").split(","))
    for seed in range(a,b):
        random=Random(seed)
        fs=files(tabs(made,random),random)
        with transaction.atomic():
            r=take(fs); check_references(); t=told(); f=figures()
            c=counts(r)
            again=counts(take(fs))
            transaction.set_rollback(True)
        if f!=basef or t!=base or set(again)-{'same','merged'}:
            bad+=1
            print("SEED",seed,list(fs),f if f!=basef else "",c,again)
            for k in base:
                if t[k]!=base[k]:
                    print("  ",k,"missing",[x for x in base[k] if x not in t[k]][:3],"extra",[x for x in t[k] if x not in base[k]][:3])
            for x in r:
                if x.refusal: print("   REF",x.name,x.refusal)
                for tb in x.tabs:
                    if tb.why_unknown: print("   UNK",x.name,tb.tab,tb.why_unknown)
                    if tb.waiting: print("   WAIT",x.name,tb.tab,tb.sheet,tb.headings,[(d.line.row,d.reason) for d in tb.waiting][:3])
                    if tb.ignored: print("   IGN",tb.tab,tb.ignored)
            if bad>4: break
    assert 0
