"""How many guesses at a password are evaluated (G9). Never more than ten an hour for one account from devices it does
not know, and never a lock: whoever guesses uses up her own share, not that of the colleague.

    a device that has signed in with the account     a share of its own
    an address from which the account has signed in  three an hour for the account, kept for such addresses
    any other address                                four an hour each, seven for all of them together

Who types the right password uses up nothing. Whoever has no share left anywhere gets one by mail: a new password,
set by the link, makes the device known.
"""

from allauth.core.internal import ratelimit
from django.core.cache import cache

from umstieg.core.blindindex import fold
from umstieg.core.crypto import keyed_digest

from .devices import device_of

APP = "allauth.account"
DEVICE, FAMILIAR, ADDRESS, OTHERS = "10/h/key", "3/h/key", "4/h/key", "7/h/key"
NETWORK = "60/h/key"  # over all accounts
FORMS = "30/m/key"  # sign-in forms sent, whatever stands in them
A_SEASON = 90 * 24 * 60 * 60


def take(request, email: str):
    """The shares one guess uses up, to be given back if it was right; None when there is none left."""
    if device := device_of(request, email):
        return _take(request, ("device", DEVICE, device))
    account, here = fold(email), ratelimit.get_ip(request)
    network = _take(request, ("network", NETWORK, here))
    if network is None:
        return None
    taken = _take(request, ("familiar", FAMILIAR, account)) if cache.get(_seen(account, here)) else None
    # The address before all others: who has used up hers takes nothing from them.
    taken = taken or _take(request, ("address", ADDRESS, f"{account} {here}"), ("others", OTHERS, account))
    return taken and ratelimit.RateLimitUsage(usage=network.usage + taken.usage)


def may_send_form(request, email: str) -> bool:
    """Whether the sign-in form is looked at at all; a known device does not wait for others at its address."""
    return bool(device_of(request, email)) or _take(request, ("forms", FORMS, ratelimit.get_ip(request))) is not None


def remember_address(request, email: str) -> None:
    """From here somebody signed in rightly. Kept as a keyed digest: it tells nobody where she was."""
    cache.set(_seen(fold(email), ratelimit.get_ip(request)), True, A_SEASON)


def _seen(account, address):
    return f"signin:seen:{keyed_digest('signin', account, address)}"


def _take(request, *shares):
    """One of every share, given as (name, rate, key), or None as soon as one is used up."""
    taken = ratelimit.RateLimitUsage(usage=[])
    for name, rate, key in shares:
        action = f"login_failed_{name}"
        usage = ratelimit.consume(
            request, app=APP, action=action, config={action: rate}, key=keyed_digest("signin", name, key)
        )
        if usage is None:
            return None
        taken.usage += usage.usage
    return taken
