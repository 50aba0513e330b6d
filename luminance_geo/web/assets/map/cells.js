/* Asks the API for what is in view; a newer question cancels the older. */
(function (lum) {
  lum.Cells = class {
    /** `layer` is "initiatives" or "hosts"; `onState` gets "loading", "done" or "failed". */
    constructor(layer, onState) {
      this._layer = layer;
      this._onState = onState;
    }

    get busy() { return Boolean(this._control); }

    stop() {
      if (this._control) this._control.abort();
      this._control = null;
    }

    /** The answer for a view, or null when a newer question or a failure took its place. */
    async ask({ bounds, zoom }, config) {
      this.stop();
      const control = (this._control = new AbortController());
      const round = (value) => value.toFixed(5);
      const box = [Math.max(-180, bounds.getWest()), Math.max(-85, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(85, bounds.getNorth())];
      const query = new URLSearchParams(config.query);
      query.set("bbox", box.map(round).join(","));
      query.set("zoom", String(Math.round(zoom * 100) / 100));
      query.set("lang", config.language);
      if (this._layer !== "initiatives") query.set("layer", this._layer);
      if (config.ring) query.set("outside", "true");
      return this._get(`${config.cells}?${query}`, control);
    }

    /** Whether the filters hold the selected initiative, so that its cell can count one less. */
    async holds(selected, config) {
      const near = 2e-5, query = new URLSearchParams(config.query);
      query.set("bbox", [selected.lon - near, selected.lat - near, selected.lon + near, selected.lat + near].map((v) => v.toFixed(6)).join(","));
      query.set("zoom", "22");
      if (config.ring) query.set("outside", "true");
      const answer = await fetch(`${config.cells}?${query}`).then((got) => (got.ok ? got.json() : { features: [] }), () => ({ features: [] }));
      const found = answer.features.map((each) => each.properties);
      return found.some((p) => p.id === selected.id || (p.members || []).some((m) => m.id === selected.id));
    }

    async _get(address, control) {
      this._onState("loading");
      try {
        const answer = await fetch(address, { signal: control.signal, priority: "high", headers: { Accept: "application/geo+json" } });
        if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
        const cells = await answer.json();
        if (control !== this._control) return null;
        this._onState("done");
        return cells;
      } catch (problem) {
        if (problem.name === "AbortError" || control !== this._control) return null;
        console.warn("luminance map:", problem.message);
        this._onState("failed");
        return null;
      } finally {
        if (control === this._control) this._control = null;
      }
    }
  };
})(window.luminance);
