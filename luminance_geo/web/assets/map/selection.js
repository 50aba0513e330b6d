/* The selected initiative: out of its cell, on a halo. */
(function (lum) {
  const NEAR = 1e-6; // degrees by which an extent's rim may miss a member

  function without(cell, selected) {
    const { members, count } = cell.properties;
    const others = members && members.filter((each) => each.id !== selected.id);
    return { ...cell, properties: { ...cell.properties, members: others, count: count - 1 } };
  }

  function mayHold({ extent, count }, { lat, lon }) {
    if (count < 2 || !extent) return false;
    const [west, south, east, north] = extent;
    return west <= lon + NEAR && east >= lon - NEAR && south <= lat + NEAR && north >= lat - NEAR;
  }

  /** The cells with the selected one as a mark of its own. `held`: the filters hold it, so its cell counts one less. */
  lum.standAlone = function (cells, selected, held) {
    if (!selected) return cells;
    const at = [selected.lon, selected.lat];
    const chosen = { type: "Feature", geometry: { type: "Point", coordinates: at }, properties: { ...selected, count: 1, inside: true } };
    const others = cells.filter((each) => each.properties.id !== selected.id);
    if (!held || others.length !== cells.length) return [...others, chosen];
    const far = ({ geometry: { coordinates: [lon, lat] } }) => (lon - at[0]) ** 2 + (lat - at[1]) ** 2;
    const [home] = others.filter((each) => mayHold(each.properties, selected)).sort((a, b) => far(a) - far(b));
    return [...others.map((each) => (each === home ? without(each, selected) : each)), chosen];
  };

  lum.Halo = class {
    constructor(map) { this._map = map; }

    set(selected) {
      if (this._glow) this._glow.remove();
      this._glow = null;
      if (!selected) return;
      const icon = L.divIcon({ className: "lum-bare", html: lum.el("span", "lum-halo"), iconSize: [0, 0] });
      this._glow = L.marker([selected.lat, selected.lon], { icon, interactive: false, keyboard: false, pane: "lum-halo" }).addTo(this._map);
      this._glow.getElement().setAttribute("aria-hidden", "true");
    }
  };
})(window.luminance);
