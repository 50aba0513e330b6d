/* The radius that is searched: a dotted circle, its length at the north, a dot at its centre. */
(function (lum) {
  const EARTH_KM = 6371.0088, CORNERS = 180;

  function around({ lat, lon, radius_km }) {
    const angle = radius_km / EARTH_KM, phi = (lat * Math.PI) / 180, points = [];
    for (let i = 0; i < CORNERS; i++) {
      const bearing = (2 * Math.PI * i) / CORNERS;
      const there = Math.asin(Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(bearing));
      const east = Math.atan2(Math.sin(bearing) * Math.sin(angle) * Math.cos(phi), Math.cos(angle) - Math.sin(phi) * Math.sin(there));
      points.push([(there * 180) / Math.PI, lon + (east * 180) / Math.PI]);
    }
    return points;
  }

  function mark(at, element) {
    const icon = L.divIcon({ className: "lum-bare", html: element, iconSize: [0, 0] });
    return L.marker(at, { icon, interactive: false, keyboard: false, pane: "lum-ring", zIndexOffset: 100000 });
  }

  lum.Ring = class {
    constructor(map) { this._map = map; }

    set(ring, mode) {
      const key = JSON.stringify([ring, mode]);
      if (key === this._key) return;
      this._key = key;
      if (this._group) this._group.remove();
      this._group = null;
      if (!ring) return;
      const colours = lum.palettes[mode], corners = around(ring);
      const circle = L.polygon(corners, {
        pane: "lum-ring", interactive: false, color: colours.ring, weight: 1.8, dashArray: "2 6", lineCap: "round",
        fillColor: colours.glow, fillOpacity: colours.glowAlpha, className: "lum-circle", smoothFactor: 0.5,
      });
      this.bounds = circle.getBounds();
      this._group = L.layerGroup([
        circle, mark([ring.lat, ring.lon], lum.el("span", "lum-centre")), mark(corners[0], lum.el("span", "lum-length", ring.label)),
      ]).addTo(this._map);
      for (const node of this._map.getPane("lum-ring").querySelectorAll("img,.leaflet-marker-icon")) node.setAttribute("aria-hidden", "true");
    }
  };
})(window.luminance);
