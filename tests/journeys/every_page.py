"""Every page of the dashboard for one reader: where it is, and what is looked at on it."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Request, expect

AXE_SOURCE = Path(__file__).parents[2] / "survey_api/web/node_modules/axe-core/axe.min.js"
AXE = """() => axe.run({resultTypes: ["violations"]}).then((found) => {
  if (found.passes.length < 10) throw new Error("axe looked at nothing");
  return found.violations.map((one) => one.id + " " + one.nodes[0].html.slice(0, 300));
})"""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll("main *")].filter((one) => {
  const style = getComputedStyle(one);
  const hides = style.overflowX === "hidden" || style.overflowX === "clip";
  const isSr = one.classList.contains("sr") || one.closest("svg");
  return hides && !isSr && one.scrollWidth > one.clientWidth + 1 && one.textContent.trim();
}).map((one) => one.outerHTML.slice(0, 200))"""

OF_HR = (
    "",
    "team/{unit}",
    "questions",
    "questions/{whole}/mistakes",
    "zones",
    "compare",
    "comments",
    "commitments",
    "guidance",
    "guidance/big_mistake",
    "week",
    "anonymity",
    "team/nothing-here",
)
OF_A_LEADER = ("", "team", "questions", "zones", "compare", "comments", "commitments")


@dataclass
class Looking:
    """A signed-in browser that notes what must never happen: another origin, a broken policy,
    an error in a script or in a reply."""

    context: BrowserContext
    home: str
    trouble: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.on("request", self._request)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on("console", lambda said: self._said(said.type, said.text))

    def at(self, path: str) -> Page:
        """Open a page and wait until it is drawn, charts too."""
        self.page.goto(self.home + path)
        wake(self.page)
        for chart in self.page.locator(".chart").all():
            expect(chart.locator(".main-svg").first).to_be_attached(timeout=20_000)
        return self.page

    def wear(self, theme: str, language: str = "en") -> None:
        """Light or dark, in a language, from the next page on."""
        named = {"safetosay_theme": theme, "safetosay_language": language}
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.home} for name, value in named.items()]
        )

    def inspect(self, path: str) -> list[str]:
        """What is wrong with the page as it is now: accessibility, width, clipped texts."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SOURCE.read_text())
        found = [f"{path}: {one}" for one in self.page.evaluate(AXE)]
        if self.page.evaluate(WIDE) > 0:
            found.append(f"{path} is wider than the window")
        return found + [f"{path} clips {one}" for one in self.page.evaluate(SMALL)]

    def _request(self, request: Request) -> None:
        origin = self.home.removesuffix("/dashboard/")
        if not request.url.startswith((origin, "data:", "blob:")):
            self.trouble.append(f"another origin was asked: {request.url}")

    def _said(self, kind: str, text: str) -> None:
        expected = "Failed to load resource" in text
        if kind == "error" and not expected:
            self.trouble.append(text)


def wake(page: Page) -> None:
    """Come near the first chart, so that all are drawn, and back to the top."""
    page.evaluate("() => document.querySelector('.slot-chart')?.scrollIntoView()")
    page.wait_for_selector("html[data-ready]", timeout=20_000)
    page.evaluate("() => window.scrollTo(0, 0)")


FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const hasRing = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (at === document.body) return "";
  const name = at.getAttribute("aria-label") || at.name || at.innerText || at.tagName;
  return name.trim().slice(0, 60) + (hasRing ? "" : " without a ring");
}"""


def focused(page: Page) -> str:
    """What has the focus, and whether that can be seen."""
    return str(page.evaluate(FOCUSED))


def unit_in(page: Page) -> str:
    """A small unit of the tree beside any page."""
    return _unit(page, "Night shift")


def whole_in(page: Page) -> str:
    """The organisation itself."""
    return _unit(page, "Kestrel Harbour")


def _unit(page: Page, label: str) -> str:
    entry = page.locator(".sidebar .tree a", has_text=label).first
    if not entry.count():
        return ""
    return str(entry.get_attribute("href")).split("?")[0].rsplit("/", 1)[1]
