"""What tells, in a page, whether hostile text became more than text."""

from __future__ import annotations

from playwright.sync_api import Page

_INVISIBLE = "\u2060\u2066\u2067\u2068\u2069\u200e\u200f"
# In any frame: what would have run, and what would have become more than text.
_TRIPPED = """() => {
  const seen = [], walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) walk(node.shadowRoot);
      const at = node.getAttribute("src") || node.getAttribute("href") || "";
      const to = URL.canParse(at, document.baseURI) ? new URL(at, document.baseURI) : null;
      if (to && (to.host || to.href).includes("evil.example")) seen.push(node.outerHTML.slice(0, 200));
      if (node.hasAttribute("onerror")) seen.push(node.outerHTML.slice(0, 200));
    }
  };
  walk(document);
  if (window.ran) seen.push("ran: " + window.ran);
  return seen;
}"""


def tripped(page: Page) -> list[str]:
    """What ran, or became an element, in any frame."""
    return [found for frame in page.frames for found in frame.evaluate(_TRIPPED)]


def shown(text: str) -> str:
    """As read on screen: white space collapsed, marks without width dropped."""
    return " ".join("".join(c for c in text if c not in _INVISIBLE).split())
