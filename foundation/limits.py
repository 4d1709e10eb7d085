"""How often the same visitor may try something that one could guess by trying."""

import time
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` counted tries in each window of `seconds` from one address, or, with `who`, of one person."""

    name: str
    amount: int
    seconds: int

    def _key(self, request: HttpRequest, who: str) -> str:
        # The window is part of the key: a cache that renews the timeout at each count cannot stretch it.
        window = int(time.time() // self.seconds)
        return f"limit:{self.name}:{window}:{who or get_adapter(request).get_client_ip(request)}"

    def is_reached(self, request: HttpRequest, who: str = "") -> bool:
        """Has this visitor used up the tries? `who`: where a whole shop shares an address, whom to count by."""
        return int(cache.get(self._key(request, who), 0)) >= self.amount

    def count(self, request: HttpRequest, who: str = "") -> None:
        """Count one try."""
        key = self._key(request, who)
        if not cache.add(key, 1, self.seconds):
            try:
                cache.incr(key)
            except ValueError:  # the cache dropped it in between
                cache.add(key, 1, self.seconds)


def too_many(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """The calm page for somebody who tried too often, saying after how many seconds to come back."""
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(seconds)
    return response
