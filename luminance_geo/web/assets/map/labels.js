/* Names on the map: one canvas, largest first, none over another, and off the marks where they can be. */
(function (lum) {
  const PAD = 0.25; // of the view, drawn beyond its edges so that a pan shows names at once
  const PATIENCE = 250; // ms after a pan for which names wait for its marks
  const RANKS = [[3, 5], [4, 9], [5, 26], [6, 60], [7, 130], [8, 300], [9, 700], [10, 1500], [11, 99999]];
  const SANS = '"Source Sans", "Source Sans Pro", "Source Sans 3", system-ui, sans-serif';
  const SERIF = '"Source Serif", "Source Serif Pro", "Source Serif 4", Georgia, serif';
  const SHIFTS = [0, -20, 20, -34, 34];
  const FAR_SHIFTS = [...SHIFTS, 44, -44]; // a great city is named even under its largest lamp

  function rankLimit(zoom) {
    for (let i = RANKS.length - 1; i >= 0; i--) {
      if (zoom >= RANKS[i][0]) {
        const next = RANKS[i + 1];
        return next ? RANKS[i][1] * (next[1] / RANKS[i][1]) ** (zoom - RANKS[i][0]) : Infinity;
      }
    }
    return 3;
  }

  function townStyle(population, zoom) {
    if (population > 400000 || (population > 90000 && zoom >= 8)) return [`600 15px ${SANS}`, 15, "town"];
    if (population > 20000 || zoom >= 11.5) return [`500 13px ${SANS}`, 13, "town"];
    return [`400 12px ${SANS}`, 12, "small"];
  }

  lum.Labels = L.Layer.extend({
    initialize(mode) {
      this._mode = mode;
      this._names = {};
      this._obstacles = [];
      this._free = Promise.resolve();
    },

    /** Take names only after `first`: placing them takes long, and marks matter more. */
    holdFor(first) { this._free = first; },

    onAdd(map) {
      this._canvas = lum.el("canvas", "lum-labels leaflet-zoom-animated");
      this._canvas.setAttribute("aria-hidden", "true");
      map.getPane("lum-labels").appendChild(this._canvas);
      this.draw();
    },

    getEvents() {
      const events = { moveend: this._follow, viewreset: this.draw, resize: this.draw };
      if (this._map.options.zoomAnimation !== false) events.zoomanim = this._animate;
      return events;
    },

    load(version, language) {
      if (this._language === language) return;
      this._language = language;
      fetch(`/basemap/labels.json?lang=${language}&v=${version}`, { priority: "low" })
        .then((answer) => this._free.then(() => (answer.ok ? answer.json() : {})))
        .then((names) => { if (this._language === language) { this._names = names; this._local = null; this.draw(); } },
          () => { this._language = null; }); // names are not worth a notice: the next update asks again
    },

    setMode(mode) { this._mode = mode; this.draw(); },

    /** Boxes `[left, top, right, bottom]` in container pixels that names should stay off. */
    avoid(boxes) { this._obstacles = boxes; this._drawSoon(); },

    /** A zoom leaves the canvas out of place; a pan takes it along, and its marks will come with their boxes. */
    _follow() {
      clearTimeout(this._waiting);
      if (this._map.getZoom() !== this._drawnZoom) this.draw();
      else this._waiting = setTimeout(() => this.draw(), PATIENCE);
    },

    /** Once the marks are painted, two frames on: they matter more, and placing names takes as long as drawing them. */
    _drawSoon() {
      cancelAnimationFrame(this._frame);
      this._frame = requestAnimationFrame(() => { this._frame = requestAnimationFrame(() => this.draw()); });
    },

    _animate({ zoom, center }) {
      const scale = this._map.getZoomScale(zoom, this._drawnZoom);
      const offset = this._map._latLngToNewLayerPoint(this._corner, zoom, center);
      L.DomUtil.setTransform(this._canvas, offset, scale);
    },

    draw() {
      clearTimeout(this._waiting);
      cancelAnimationFrame(this._frame);
      const map = this._map;
      if (!map || !map._loaded) return;
      const size = map.getSize(), pad = size.multiplyBy(PAD).round(), ratio = window.devicePixelRatio || 1;
      const canvas = this._canvas, full = size.add(pad.multiplyBy(2));
      const topLeft = map.containerPointToLayerPoint(pad.multiplyBy(-1));
      L.DomUtil.setPosition(canvas, topLeft);
      this._corner = map.layerPointToLatLng(topLeft);
      this._drawnZoom = map.getZoom();
      canvas.width = full.x * ratio;
      canvas.height = full.y * ratio;
      canvas.style.width = full.x + "px";
      canvas.style.height = full.y + "px";
      const ctx = canvas.getContext("2d");
      ctx.scale(ratio, ratio);
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.lineJoin = "round";
      const taken = [...this._obstacles, ...this._controls()].map(([l, t, r, b]) => [l + pad.x, t + pad.y, r + pad.x, b + pad.y]);
      for (const each of this._wanted(map.getZoom())) this._place(ctx, each, taken, pad, full);
    },

    _controls() {
      const home = this._map.getContainer(), corner = home.getBoundingClientRect();
      return [...home.querySelectorAll(".lum-credit, .leaflet-control, .lum-length")].map((node) => {
        const box = node.getBoundingClientRect();
        return [box.left - corner.left, box.top - corner.top, box.right - corner.left, box.bottom - corner.top];
      });
    },

    *_wanted(zoom) {
      const colours = lum.palettes[this._mode];
      for (const [lon, lat, name, low, high] of this._names.water || []) {
        if (zoom >= low && zoom < high + 1) yield { lat, lon, name, font: `italic 400 13px ${SERIF}`, size: 13, tracking: 0.6, colour: colours.sea, halo: colours.water };
      }
      if (zoom < 7 && zoom >= 3) {
        for (const [lon, lat, name, low] of this._names.province || []) {
          if (zoom >= low) yield { lat, lon, name: name.toLocaleUpperCase(), font: `600 ${zoom < 4 ? 10.5 : 12}px ${SANS}`, size: 12, tracking: 1.1, colour: colours.small, halo: colours.land };
        }
      }
      const limit = rankLimit(zoom), towns = this._names.town || [];
      for (let i = 0; i < towns.length && i < limit; i++) {
        const [lon, lat, name, , , population] = towns[i];
        if (this._isTooBig(lat, lon, population, zoom)) continue;
        const [font, size, tint] = townStyle(population, zoom);
        yield { lat, lon, name, font, size, great: population > 400000, tracking: 0, colour: colours[tint], halo: colours.land };
      }
      if (zoom >= 12) {
        for (const [lon, lat, name] of this._names.quartier || []) {
          yield { lat, lon, name, font: `400 ${zoom >= 14 ? 13 : 12}px ${SANS}`, size: 12, tracking: 0.2, colour: colours.small, halo: colours.land };
        }
      }
    },

    /** Where districts are named, the city's own name would only cover them. */
    _isTooBig(lat, lon, population, zoom) {
      if (!((population > 400000 && zoom >= 12) || (population > 60000 && zoom >= 13))) return false;
      return (this._names.quartier || []).some((q) => Math.abs(q[0] - lon) < 0.15 && Math.abs(q[1] - lat) < 0.1);
    },

    _place(ctx, label, taken, pad, full) {
      const point = this._map.latLngToContainerPoint([label.lat, label.lon]).add(pad);
      if (point.x < -80 || point.y < -20 || point.x > full.x + 80 || point.y > full.y + 20) return;
      ctx.font = label.font;
      if ("letterSpacing" in ctx) ctx.letterSpacing = label.tracking + "px";
      const half = ctx.measureText(label.name).width / 2 + 4, high = label.size / 2 + 3;
      for (const shift of label.great ? FAR_SHIFTS : SHIFTS) {
        const box = [point.x - half, point.y + shift - high, point.x + half, point.y + shift + high];
        if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
        taken.push(box);
        ctx.lineWidth = 3.5;
        ctx.strokeStyle = label.halo;
        ctx.strokeText(label.name, point.x, point.y + shift);
        ctx.fillStyle = label.colour;
        ctx.fillText(label.name, point.x, point.y + shift);
        return;
      }
      taken.push([point.x - half, point.y - high, point.x + half, point.y + high]); // no lesser name in its stead
    },

    onRemove() { this._canvas.remove(); },
  });
})(window.luminance);
