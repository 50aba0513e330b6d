/* Elements, words and small helpers. Text enters the page through textContent only. */
(function (lum) {
  const SVG = "http://www.w3.org/2000/svg";

  lum.el = function (tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

  lum.button = function (className, text) {
    const node = lum.el("button", className, text);
    node.type = "button";
    return node;
  };

  lum.svg = function (tag, attributes, children) {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    for (const child of children || []) node.appendChild(child);
    return node;
  };

  /** `{name}` in a sentence replaced once by its value; values are never read again as templates. */
  lum.say = function (sentence, values) {
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in (values || {}) ? String(values[name]) : whole));
  };

  const formats = {}; // one takes 0.1 ms to make, and each mark says two numbers

  lum.number = function (value, language) {
    const format = (formats[language] ||= new Intl.NumberFormat(language + "-CA"));
    const text = format.format(value);
    return language === "fr" ? text.replace(/\s/g, "\u202f") : text;
  };

  lum.stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

  /** The page's own faces, so that the frame speaks in the same voice. Calls `ready` when one has come. */
  lum.borrowFonts = function (ready) {
    const doc = window.parent.document;
    for (const sheet of doc.styleSheets) {
      let rules = [];
      try { rules = sheet.cssRules; } catch { continue; } // a sheet of another origin cannot be read
      for (const rule of rules) {
        if (rule.constructor.name !== "CSSFontFaceRule") continue;
        const family = rule.style.getPropertyValue("font-family").replace(/["']/g, "");
        const source = rule.style.getPropertyValue("src").match(/url\(["']?([^"')]+)/);
        // Upright only: the page has them already, and water names are slanted well enough by the browser.
        const upright = /^(|normal)$/.test(rule.style.getPropertyValue("font-style"));
        if (!/^Source (Sans|Serif)/.test(family) || !source || !upright) continue;
        const address = new URL(source[1], sheet.href || doc.baseURI).href;
        const face = new FontFace(family, `url("${address}")`, {
          weight: rule.style.getPropertyValue("font-weight") || "400",
        });
        document.fonts.add(face);
        face.load().then(ready, () => document.fonts.delete(face));
      }
    }
  };
})(window.luminance);
