/* Pins and discs. Both modes' colours are on the element; the style sheet picks one. */
(function (lum) {
  const DROP = "M15 37.2C9.6 31 1.4 23.9 1.4 15a13.6 13.6 0 0 1 27.2 0c0 8.9-8.200 16-13.600 22.200z";

  function colours(node, cause) {
    const known = lum.causes[cause];
    node.style.setProperty("--day", known ? known.light : "#4C5F66");
    node.style.setProperty("--night", known ? known.dark : "#AFBEC2");
  }

  /** A 30×38 drop with the cause's icon; its tip is the place. */
  lum.pin = function (cause) {
    const known = lum.causes[cause];
    const icon = known ? lum.svg("path", { d: known.icon, class: "lum-icon", "fill-rule": "evenodd", transform: "translate(6.6 6.6) scale(.7)" }) : lum.svg("circle", { cx: 15, cy: 15, r: 4.5, class: "lum-icon" });
    const node = lum.svg("svg", { viewBox: "0 0 30 38", width: 30, height: 38, class: "lum-drop", "aria-hidden": "true" }, [
      lum.svg("path", { d: DROP, class: "lum-body" }), icon,
    ]);
    colours(node, cause);
    return node;
  };

  /** A 9 px dot for what lies outside the radius. */
  lum.dot = function (cause) {
    const node = lum.el("span", "lum-point");
    colours(node, cause);
    return node;
  };

  lum.causeName = function (cause, language) {
    const known = lum.causes[cause];
    return known ? known[language] : "";
  };
})(window.luminance);
