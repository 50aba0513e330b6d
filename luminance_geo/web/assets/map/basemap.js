/* The built-in map: canvas tiles drawn from our vector tiles, for the map's exact (fractional) zoom. */
(function (lum) {
  const UNITS = 4096, SIZE = 512, OVERLAP = 1, KEPT = 160;
  // Where the land data was cut, and how far (degrees) the picture takes to fade into the water.
  const CUT = { south: [41.6, 38.6], west: [-141.6, -145.5], east: [-50.3, -47.3] };
  const LINES = [
    // layer, colour, width, dash, from zoom, below zoom
    ["quartier", "quartier", 1, null, 11, 99],
    ["municipality", "division", 1, null, 10, 99],
    ["division", "division", 0.9, null, 7, 99],
    ["mrc", "division", 1, null, 7, 99],
    ["province", "province", 1.1, [5, 3], 0, 10],
    ["province", "province", 1.2, null, 10, 99],
  ];

  function trace(ctx, shapes, closed) {
    ctx.beginPath();
    for (const steps of shapes || []) {
      let x = steps[0], y = steps[1];
      ctx.moveTo(x, y);
      for (let i = 2; i < steps.length; i += 2) ctx.lineTo((x += steps[i]), (y += steps[i + 1]));
      if (closed) ctx.closePath();
    }
  }

  lum.Basemap = L.GridLayer.extend({
    options: { tileSize: SIZE, pane: "lum-ground", keepBuffer: 1, className: "lum-basemap" },

    initialize(version, mode) {
      L.GridLayer.prototype.initialize.call(this, {});
      this._version = version;
      this._palette = lum.palettes[mode];
      this._known = new Map();
      this._free = Promise.resolve();
    },

    /** Read and paint only after `first`: tiles take long, and marks matter more. */
    holdFor(first) { this._free = first; },

    onAdd(map) {
      map.on("zoomend", this._rescale, this);
      return L.GridLayer.prototype.onAdd.call(this, map);
    },

    onRemove(map) {
      map.off("zoomend", this._rescale, this);
      return L.GridLayer.prototype.onRemove.call(this, map);
    },

    setMode(mode) {
      this._palette = lum.palettes[mode];
      if (!this._map) return;
      for (const each of Object.values(this._tiles)) this._paint(each.el);
    },

    createTile(coords, done) {
      const canvas = lum.el("canvas", "lum-tile");
      canvas.place = coords;
      this._fetch(coords).then(
        (shapes) => { canvas.shapes = shapes; this._paint(canvas); done(null, canvas); },
        (problem) => done(problem, canvas),
      );
      return canvas;
    },

    _fetch({ x, y, z }) {
      const address = `/basemap/${z - 1}/${x}/${y}.json?v=${this._version}`;
      if (!this._known.has(address)) {
        const asked = fetch(address).then(async (answer) => {
          if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
          await this._free;
          return answer.json();
        });
        asked.catch(() => this._known.delete(address));
        this._known.set(address, asked);
        if (this._known.size > KEPT) this._known.delete(this._known.keys().next().value);
      }
      return this._known.get(address);
    },

    _rescale() {
      const scale = this._map.getZoomScale(this._map.getZoom(), this._tileZoom);
      for (const each of Object.values(this._tiles)) {
        if (each.el.shapes && each.coords.z === this._tileZoom && each.el.drawnAt !== scale) this._paint(each.el);
      }
    },

    _paint(canvas) {
      if (!canvas.shapes || !this._map) return;
      const { z } = canvas.place, shapes = canvas.shapes, colour = this._palette;
      const scale = this._map.getZoomScale(this._map.getZoom(), z);
      const ratio = Math.min(3, (window.devicePixelRatio || 1) * 1.5);
      canvas.drawnAt = scale;
      canvas.width = canvas.height = Math.round((SIZE + 2 * OVERLAP) * ratio);
      const ctx = canvas.getContext("2d", { alpha: false });
      const pixel = UNITS / SIZE / scale; // one screen pixel in tile units
      ctx.fillStyle = colour.water;
      ctx.fillRect(0, 0, canvas.width, canvas.height);
      ctx.scale(canvas.width / (UNITS * (1 + (2 * OVERLAP) / SIZE)), canvas.width / (UNITS * (1 + (2 * OVERLAP) / SIZE)));
      ctx.translate((OVERLAP * UNITS) / SIZE, (OVERLAP * UNITS) / SIZE);
      ctx.lineJoin = ctx.lineCap = "round";

      // Shores first, at twice their width: the fills then cover their inner half, and any border between fills.
      ctx.strokeStyle = colour.shore;
      ctx.lineWidth = 2 * pixel;
      for (const name of ["abroad", "land"]) { trace(ctx, shapes[name], true); ctx.stroke(); }
      for (const name of ["skirt", "abroad", "land"]) {
        ctx.fillStyle = colour[name === "land" ? "land" : "abroad"];
        trace(ctx, shapes[name], true);
        ctx.fill("evenodd");
      }
      this._lines(ctx, shapes.river, colour.river, (z < 9 ? 1 : 2) * pixel, null);
      trace(ctx, shapes.lake, true);
      ctx.fillStyle = colour.water;
      ctx.fill("evenodd");
      this._lines(ctx, shapes.lake, colour.shore, 0.9 * pixel, null, true);
      for (const [name, tint, width, dash, low, high] of LINES) {
        if (z >= low && z < high) this._lines(ctx, shapes[name], colour[tint], width * pixel, dash && dash.map((d) => d * pixel));
      }
      this._fade(ctx, canvas.place, colour.water);
    },

    _lines(ctx, lines, colour, width, dash, closed) {
      if (!lines) return;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.lineCap = dash ? "butt" : "round";
      ctx.setLineDash(dash || []);
      trace(ctx, lines, closed);
      ctx.stroke();
    },

    _fade(ctx, { x, y, z }, water) {
      const side = 256 * 2 ** z;
      const at = (lat, lon) => {
        const point = L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), z);
        return [((point.x / side) * 2 ** (z - 1) - x) * UNITS, ((point.y / side) * 2 ** (z - 1) - y) * UNITS];
      };
      const whole = [-100, -100, UNITS + 200, UNITS + 200];
      for (const [edge, [from, to]] of Object.entries(CUT)) {
        const south = edge === "south";
        const a = at(south ? from : 0, south ? 0 : from), b = at(south ? to : 0, south ? 0 : to);
        const [start, end] = south ? [a[1], b[1]] : [a[0], b[0]];
        const gradient = south ? ctx.createLinearGradient(0, start, 0, end) : ctx.createLinearGradient(start, 0, end, 0);
        gradient.addColorStop(0, water + "00");
        gradient.addColorStop(1, water);
        ctx.fillStyle = gradient;
        ctx.fillRect(...whole);
      }
    },
  });
})(window.luminance);
