"""Texts that attack what shows, stores or exports them, and how a hit is recognised."""

import re
from html.parser import HTMLParser

CROSS_SITE = (
    "<img src=x onerror=alert(7)>",
    '"><svg onload=alert(7)>',
    "'-alert(7)-'",
    "</script><script>alert(7)</script>",
    "javascript:alert(7)",
)
TEMPLATE = ("Z{{7*7}}Z", "Z${7*7}Z", "Z#{7*7}Z", "Z<%= 7*7 %>Z", "{wave.__class__}", "%(x)s {0}")
FORMULA = ("=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://evil.example")')
HEADER = ("A\r\nX-Evil: yes", "A%0d%0aX-Evil: yes", "A\u560d\u560aX-Evil: yes")
PATHS = (
    "../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/%2e%2e/pyproject.toml",
    "..%252f..%252fetc%252fpasswd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "..%5c..%5cwindows%5cwin.ini",
    "page.js%00.html",
    "file:///etc/passwd",
)
ADDRESSES = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "/%09/evil.example",
    "javascript:alert(7)",
    "\t//evil.example",
    "https:evil.example",
    "/dashboard@evil.example",
)
READ = re.compile(r"root:.*:0:0:|\[build-system\]|BEGIN (RSA |EC )?PRIVATE KEY")


class Hits(HTMLParser):
    """Markup and script in a document that came from one of the texts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.links: set[str] = set()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element or attribute that only an attack would have made."""
        self._inside = tag
        for name, value in attrs:
            said = (value or "").strip().lower()
            if name.startswith("on") or (
                name in {"href", "src"} and said.startswith("javascript:")
            ):
                self.found.append(f"<{tag} {name}={value}>")
            if tag == "a" and name == "href" and value:
                self.links.add(value)
        if (tag, dict(attrs).get("src")) == ("img", "x"):
            self.found.append("<img src=x>")

    def handle_endtag(self, tag: str) -> None:
        """Text after this is no script."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """A template that was filled in, or a script that speaks our text."""
        if "Z49Z" in data or (self._inside == "script" and "alert(7)" in data):
            self.found.append(data[:80])


def hits(document: str) -> Hits:
    """What was found in one document, and where its links lead."""
    parser = Hits()
    parser.feed(document)
    return parser
