"""The triggers that keep the tree: each organization knows the way down to it, and no circle can come about.

One writer at a time may move organizations (an exclusive lock), and nobody may be added meanwhile (a shared one): else
two moves, each sound for itself, could close a circle, or a newcomer could inherit a way that is just changing. The
function reads its parent after it has the lock, with a fresh snapshot (READ COMMITTED).
"""

import pgtrigger

_LOCK = 7303014  # an arbitrary number, ours alone

_KEEP_WAY = f"""
    IF TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock_shared({_LOCK});
    ELSIF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN
        PERFORM pg_advisory_xact_lock({_LOCK});
    END IF;
    IF NEW.parent_id IS NULL THEN
        NEW.above := ARRAY[NEW.id];
        RETURN NEW;
    END IF;
    SELECT parent.above || NEW.id INTO NEW.above
      FROM organizations_organization AS parent WHERE parent.id = NEW.parent_id;
    IF NOT FOUND OR NEW.id = NEW.parent_id OR NEW.id = ANY (NEW.above[:cardinality(NEW.above) - 1]) THEN
        RAISE EXCEPTION 'organization % cannot stand under %: no such organization, or a circle', NEW.id, NEW.parent_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_organization_tree';
    END IF;
    RETURN NEW;
"""  # noqa: S608 - our own words

# Each child is written once more, which lets the trigger above find its new way, and so on down.
_HAND_ON = """
    UPDATE organizations_organization SET parent_id = parent_id WHERE parent_id = NEW.id;
    RETURN NULL;
"""

TREE = [
    pgtrigger.Trigger(
        name="keep_way", when=pgtrigger.Before, operation=pgtrigger.Insert | pgtrigger.Update, func=_KEEP_WAY
    ),
    pgtrigger.Trigger(
        name="pass_down",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Q(old__above__df=pgtrigger.F("new__above")),
        func=_HAND_ON,
    ),
]
