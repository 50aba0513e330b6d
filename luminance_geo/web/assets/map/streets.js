/* Street tiles on top of the built-in map, where an address is set and answers. */
(function (lum) {
  const RETRY = 60000; // ms before asking a silent tile server again

  lum.Streets = class {
    constructor(map, onState) {
      this._map = map;
      this._onState = onState; // "off", "on" or "silent"
    }

    set(tiles) {
      const key = JSON.stringify(tiles);
      if (key === this._key) return;
      this._key = key;
      this._tiles = tiles;
      this._drop();
      if (tiles) this._try();
      else this._onState("off");
    }

    _drop() {
      clearTimeout(this._timer);
      if (this._layer) this._layer.remove();
      this._layer = null;
    }

    _try() {
      let answered = false;
      this._layer = L.tileLayer(this._tiles.url, { pane: "lum-streets", maxZoom: 19, className: "lum-street" });
      this._layer.on("tileload", () => { answered = true; this._onState("on"); });
      this._layer.on("tileerror", () => {
        if (answered && navigator.onLine) return; // one missing tile leaves a hole that the built-in map fills
        this._drop();
        this._onState("silent");
        this._timer = setTimeout(() => this._try(), RETRY);
      });
      this._layer.addTo(this._map);
    }
  };
})(window.luminance);
