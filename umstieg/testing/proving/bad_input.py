"""Every string in every field of every form."""

import random

from django.test import override_settings

from umstieg.testing import badinput
from umstieg.testing.naughty import LONG_TEXT, naughty
from umstieg.testing.world import make_world

from .base import Proof


class BadInput(Proof):
    name = "bad-input"
    proves = (
        "Whatever is typed into any field or address: no answer of 500, a German message where it belongs, nothing "
        "typed is lost."
    )
    sizes = {"smoke": 400, "full": 20_000}

    def steps(self):
        with override_settings(**badinput.PATIENT):
            world = make_world()
            places = badinput.places(world)
            self.state.facts |= {"forms": len(places), "fields": sum(len(place.fields) for place in places)}
            attempts = list(self._attempts(world, places))
            self.state.total = len(attempts)
            for ask in attempts[self.state.done :]:
                self.state.find(*ask())
                self.state.done += 1
                yield

    def _attempts(self, world, places):
        """What is tried, as functions; the same for the same seed and size."""
        rng = random.Random(self.seed)
        strings = naughty()
        rounds = min(len(strings), self.size * 6 // 10 // len(places))
        ways = [
            (lambda place=p, bad=b: badinput.attempt(place, bad)) for p, b in badinput.all_at_once(places, rng, rounds)
        ]
        long_texts = [
            (place, name)
            for place in places
            for name, control in place.form.controls.items()
            if control.kind in ("text", "textarea", "search", "email", "password")
        ]
        if self.size < self.sizes["full"]:
            long_texts = rng.sample(long_texts, 2)
        ways += [(lambda place=p, name=n: badinput.attempt(place, {name: LONG_TEXT})) for p, n in long_texts]
        asked = badinput.bad_addresses(world, rng, self.size // 10)
        ways += [(lambda one=one: badinput.ask_badly(*one)) for one in asked]
        single = badinput.one_by_one(places, rng, self.size - len(ways))
        ways += [(lambda place=p, bad=b: badinput.attempt(place, bad)) for p, b in single]
        rng.shuffle(ways)
        return ways

    def lines(self):
        facts = self.state.facts
        return [
            f"{self.state.done:,} requests to {facts.get('forms', 0)} forms with {facts.get('fields', 0)} fields",
            f"{len(naughty())} strings, texts of 10 MB, parameters of addresses",
            f"{facts.get('findings', 0)} answers of 500, without a German message, or with something lost",
        ]
