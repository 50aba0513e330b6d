/* Colours by mode, and which mode the page is in. */
(function (lum) {
  lum.palettes = {
    light: {
      water: "#C9DDE2", land: "#F4F2EB", abroad: "#E9E8E2", shore: "#A8C4CA", river: "#A9C9D1",
      province: "#A9A99E", division: "#C9C8BC", quartier: "#D8D6CB",
      town: "#38505A", small: "#5A6C73", sea: "#2F5E6B",
      ring: "#0B5A66", glow: "#F5B83D", glowAlpha: 0.1,
    },
    dark: {
      water: "#0B161C", land: "#1B2C34", abroad: "#15242B", shore: "#2F4954", river: "#0F2029",
      province: "#46606A", division: "#31464F", quartier: "#2C4049",
      town: "#D5DDDD", small: "#A5B4B8", sea: "#7FA4AE",
      ring: "#F5B83D", glow: "#F5B83D", glowAlpha: 0.05,
    },
  };

  function luminosity(colour) {
    const parts = (colour.match(/[\d.]+/g) || []).map(Number);
    if (parts.length < 3 || parts[3] === 0) return null;
    return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
  }

  function page() {
    return window.parent === window ? document : window.parent.document;
  }

  /** "light" or "dark", from the first ground of the page that is painted. */
  lum.readMode = function () {
    const doc = page();
    for (const node of [doc.querySelector(".stApp"), doc.body, doc.documentElement]) {
      const value = node && luminosity(doc.defaultView.getComputedStyle(node).backgroundColor);
      if (value !== null && value !== undefined && value !== false) return value < 0.4 ? "dark" : "light";
    }
    return "light";
  };

  /** Call `changed(mode)` when the page's ground changes between day and night. */
  lum.watchMode = function (changed) {
    let mode = lum.readMode();
    const look = () => {
      const now = lum.readMode();
      if (now !== mode) changed((mode = now));
    };
    const soon = () => requestAnimationFrame(() => { look(); setTimeout(look, 250); });
    const watcher = new MutationObserver(soon);
    const doc = page();
    for (const node of [doc.documentElement, doc.body, doc.querySelector(".stApp")]) {
      if (node) watcher.observe(node, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
    }
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", soon);
    // Streamlit sends a render event to every component when its theme changes.
    if (window.Streamlit && window.Streamlit.events) {
      window.Streamlit.events.addEventListener(window.Streamlit.RENDER_EVENT, soon);
    }
    return mode;
  };
})(window.luminance);
