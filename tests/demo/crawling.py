"""What a page offers: the addresses of its links and of its forms that only look."""

from html.parser import HTMLParser
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from django.test import Client
from django.urls import resolve

REFUSED = (403, 404, 500)


class Offers(HTMLParser):
    """Gathers what may be opened from the page at `address` without changing anything."""

    def __init__(self, address: str, page: str) -> None:
        super().__init__()
        self.address = address
        self.found: dict[str, None] = {}  # in the order of the page, each once
        self._form: str | None = None
        self._fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self._offer(said["href"])
        elif tag == "form" and said.get("method", "get").lower() == "get":
            self._form, self._fields = said.get("action", ""), {}
        elif tag == "input" and self._form is not None and said.get("name") and said.get("type") != "checkbox":
            self._fields[said["name"]] = said.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._form is not None:
            self._offer(f"{self._form or urlsplit(self.address).path}?{urlencode(self._fields)}")
            self._form = None

    def _offer(self, href: str) -> None:
        address = urldefrag(urljoin(self.address, href)).url
        if address.startswith("/"):  # what leads elsewhere is not ours
            self.found[address] = None


def refusals(client: Client, home: str, lists: list[str]) -> list[str]:
    """Open all that `home` offers, and the first of each kind of page that the lists offer; return what is refused."""
    opened: set[str] = set()
    faults = []
    for start in [home, *lists]:
        page = client.get(start)
        if page.status_code != 200:
            faults.append(f"{start}: {page.status_code}")
            continue
        for address in Offers(start, page.content.decode()).found:
            kind = address if start == home else resolve(urlsplit(address).path).view_name
            if kind not in opened and address not in opened:
                opened |= {kind, address}
                status = client.get(address).status_code
                if status in REFUSED:
                    faults.append(f"{start} → {address}: {status}")
    return faults
