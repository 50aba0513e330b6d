/* Where the map looks: the whole country, the radius, or where the person left it before a reload. */
(function (lum) {
  const STORE = "luminance.map.view";
  const CANADA = [[41.2, -134], [62, -55.5]];
  const BELOW = 64; // pixels left under the country's southern edge, so that a tall map shows its north rather than a void

  const LOOK_MS = 120;

  lum.ringKey = (ring) => (ring ? [ring.lat, ring.lon, ring.radius_km].join() : "");

  lum.View = class {
    constructor(map) {
      this._map = map;
      map.setMinZoom(2.5);
      map.setMaxZoom(18);
      map.setMaxBounds([[8, -160], [84.5, -38]]);
      map.options.maxBoundsViscosity = 0.7;
    }

    _calm(options) { return { animate: !lum.stillness.matches, ...options }; }

    start(ring, bounds) {
      const kept = this._kept();
      this._ring = lum.ringKey(ring);
      if (kept && kept.ring === this._ring) this._map.setView([kept.lat, kept.lon], kept.zoom, { animate: false });
      else this._fit(bounds, { animate: false });
      this._map.on("moveend", () => this._keep());
      this._map.on("resize", () => this._refit());
    }

    /** Tells where an animated movement will end when it begins, so that what is there can be asked for on the way, and
     *  where the map is while a hand drags it. */
    ahead(told) {
      const map = this._map, { panBy } = map;
      const tell = (corner, zoom) => {
        const { x, y } = map.getSize(), at = (dx, dy) => map.unproject(corner.add([dx, dy]), zoom);
        told({ bounds: L.latLngBounds(at(0, y), at(x, 0)), zoom });
      };
      map.panBy = (offset, options) => {
        panBy.call(map, offset, options);
        const moving = map._panAnim;
        if (moving && moving._inProgress) tell(map.getPixelOrigin().subtract(moving._startPos.add(moving._offset)), map.getZoom());
        return map;
      };
      const look = () => { if (this.dragged) told({ bounds: map.getBounds(), zoom: map.getZoom() }); };
      map.on("drag", L.Util.throttle(look, LOOK_MS));
      map.on("zoomanim", ({ center, zoom, noUpdate }) => {
        if (!noUpdate) tell(map._getNewPixelOrigin(center, zoom).subtract(map._getMapPanePos()), zoom);
      });
    }

    get dragged() { return Boolean(this._map.dragging && this._map.dragging.moving()); }

    /** Whether the map glides or is dragged. */
    get moving() { return this.dragged || Boolean(this._map._panAnim && this._map._panAnim._inProgress); }

    /** A frame that changes its size keeps the radius whole, unless the person has looked elsewhere since. */
    _refit() {
      const fit = this._fitted;
      if (fit && this._map.getZoom() === fit.zoom && this._map.getCenter().distanceTo(fit.center) < fit.slack) this._fit(fit.bounds, { animate: false });
    }

    /** Look at the radius when it changed. Returns whether the map moves. */
    follow(ring, bounds) {
      const key = lum.ringKey(ring);
      if (key === this._ring) return false;
      this._ring = key;
      if (!ring) return false;
      this._fit(bounds, this._calm());
      return true;
    }

    _fit(bounds, options) {
      const narrow = this._map.getSize().x < 500;
      const padding = bounds ? (narrow ? [14, 14] : [28, 28]) : [0, 0];
      const target = bounds ? this._map._getBoundsCenterZoom(bounds, { padding }) : this._country();
      const slack = 2 * (40075017 / (256 * 2 ** target.zoom)); // metres: two pixels at the equator
      this._fitted = { bounds, zoom: target.zoom, center: target.center, slack };
      this._map.setView(target.center, target.zoom, options);
    }

    _country() {
      const map = this._map, zoom = map.getBoundsZoom(CANADA);
      const south = map.project([CANADA[0][0], (CANADA[0][1] + CANADA[1][1]) / 2], zoom);
      return { zoom, center: map.unproject(south.subtract([0, map.getSize().y / 2 - BELOW]), zoom) };
    }

    show(lat, lon) {
      const at = L.latLng(lat, lon);
      if (!this._map.getBounds().pad(-0.08).contains(at)) this._map.panTo(at, this._calm());
    }

    /** Into a cell: its extent, and always at least half a step nearer. */
    into(feature) {
      const { extent } = feature.properties, [lon, lat] = feature.geometry.coordinates, map = this._map;
      const closer = Math.min(map.getZoom() + 2, map.getMaxZoom());
      if (!extent) return map.setView([lat, lon], closer, this._calm());
      const bounds = L.latLngBounds([extent[1], extent[0]], [extent[3], extent[2]]);
      const zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(80, 80)), map.getMaxZoom());
      return map.setView(bounds.getCenter(), zoom > map.getZoom() ? zoom : closer, this._calm());
    }

    _keep() {
      const { lat, lng } = this._map.getCenter();
      try {
        sessionStorage.setItem(STORE, JSON.stringify({ lat, lon: lng, zoom: this._map.getZoom(), ring: this._ring }));
      } catch { /* storage may be refused: a reload then starts from the address alone */ }
    }

    _kept() {
      try { return JSON.parse(sessionStorage.getItem(STORE)); } catch { return null; }
    }
  };
})(window.luminance);
