/* The map layer: takes its settings from Python, fetches what is in view, draws it, and tells Python what was chosen. */
(function (lum) {
  const PANES = { "lum-ground": 200, "lum-streets": 210, "lum-ring": 350, "lum-labels": 360, "lum-hosts": 590, "lum-halo": 600, "lum-marks": 610 };
  // Set before the first measure: streamlit-folium does not wait for style sheets, and gives the map a height of its own.
  const FRAME = "html, body, #root, #parent, .float-child:first-child, #map_div { height: 100% !important; width: 100% !important; margin: 0; }";
  const opened = Date.now().toString(36);
  let sent = 0;

  /** Give Python a choice, in the shape that st_folium passes on; each one differs, so that choosing again counts. */
  function send(kind, feature) {
    const { id, slug } = feature.properties;
    sent += 1;
    const drawing = { type: "Feature", geometry: feature.geometry, properties: { kind, id, slug, click: `${opened}-${sent}` } };
    const value = { last_active_drawing: drawing }, kept = window.__GLOBAL_DATA__;
    if (kept) Object.assign(kept, { last_active_drawing: drawing, previous_data: value }); // so that a pan sends nothing
    window.Streamlit.setComponentValue(value);
  }

  class LuminanceMap {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.cells = [];
      const container = map.getContainer();
      document.head.appendChild(lum.el("style", "", FRAME));
      this._settle();
      for (const [name, level] of Object.entries(PANES)) map.createPane(name).style.zIndex = level;
      this.mode = lum.watchMode((mode) => this._setMode(mode));
      this.basemap = new lum.Basemap(config.basemap, this.mode);
      this.labels = new lum.Labels(this.mode);
      this.ring = new lum.Ring(map);
      this.halo = new lum.Halo(map);
      this.view = new lum.View(map);
      this.card = new lum.NameCard(container);
      this.stack = new lum.StackCard(container);
      this.notices = new lum.Notices(container, () => this._refresh());
      this.streets = new lum.Streets(map, (state) => this._onStreets(state));
      this.marks = new lum.Marks(map, { pane: "lum-marks", act: this._acts(false) });
      this.hosts = new lum.Marks(map, { pane: "lum-hosts", host: true, act: this._acts(true) });
      this.asking = new lum.Cells("initiatives", (state) => this.notices.state(state, this.config.words));
      this.askingHosts = new lum.Cells("hosts", () => {});
      this._controls();
      this._bypass(container);
      this._setMode(this.mode);
      container.addEventListener("keydown", (event) => this._onKey(event), true);
      map.on("movestart", () => { this.card.hide(); this.stack.close(); });
      map.on("click", () => this.stack.close());
    }

    /** What Leaflet decided at birth and a person's settings overrule. */
    _settle() {
      const { options } = this.map;
      options.zoomSnap = 0.5;
      options.zoomDelta = 1;
      this.map._fadeAnimated = false;
      if (lum.stillness.matches) {
        options.zoomAnimation = options.markerZoomAnimation = options.inertia = false;
        this.map._zoomAnimated = false;
      }
    }

    _acts(host) {
      const pick = (feature) => (host ? send("host", feature) : this._pick(feature));
      return {
        pick,
        zoom: (feature) => this.view.into(feature),
        list: (button, feature) => this._list(button, feature, host, pick),
        hover: (button, properties) => this.card.show(button, lum.cardLines(properties, this.config, host)),
        leave: () => this.card.hide(),
      };
    }

    _controls() {
      const { map } = this;
      this.zoomControl = L.control.zoom({ position: "topright" }).addTo(map);
      L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 90 }).addTo(map);
      this.credit = lum.el("div", "lum-credit");
      map.getContainer().appendChild(this.credit);
      if (map.attributionControl) map.attributionControl.remove();
    }

    /** A way past the marks for the keyboard: controls first, then a skip button, the marks, and the way out. */
    _bypass(container) {
      this.skip = lum.button("lum-skip");
      this.end = lum.el("span", "lum-end");
      this.end.setAttribute("role", "note");
      // In the tab order only while it has the focus: Chromium wraps to the frame's start after a tabindex of -1.
      this.skip.addEventListener("click", (event) => { L.DomEvent.stop(event); this.end.tabIndex = 0; this.end.focus(); });
      this.end.addEventListener("blur", () => this.end.removeAttribute("tabindex"));
      container.prepend(container.querySelector(".leaflet-control-container"), this.skip);
      container.append(this.end);
    }

    _setMode(mode) {
      this.mode = mode;
      document.documentElement.classList.toggle("lum-dark", mode === "dark");
      this.basemap.setMode(mode);
      this.labels.setMode(mode);
      this.ring.set(this.config.ring, mode);
    }

    update(config) {
      const first = !this.started, before = this.config;
      this.config = config;
      this._speak();
      this.ring.set(config.ring, this.mode);
      if (first) return this._start();
      this._setGround();
      const asked = (each) => JSON.stringify([[...new URLSearchParams(each.query)].sort(), each.ring, each.hosts, each.language, each.revision]);
      const moves = this.view.follow(config.ring, config.ring && this.ring.bounds);
      if (config.selected && (!before.selected || before.selected.id !== config.selected.id)) this._select(config.selected);
      else if (!config.selected && before.selected) this._draw();
      if (!moves && asked(before) !== asked(config)) this._refresh();
      return undefined;
    }

    /** A filter that was just chosen, drawn before Python has heard of it; its settings follow, and have the last word. */
    foresee(name, value) {
      const query = new URLSearchParams(this.config.query);
      if (value) query.set(name, value);
      else query.delete(name);
      this.config = { ...this.config, query: query.toString(), selected: null };
      if (this.started) this._refresh();
    }

    _start() {
      const begin = () => {
        if (this.started || !this.map.getSize().x) return;
        this.started = true;
        this.view.start(this.config.ring, this.config.ring && this.ring.bounds);
        this.map.on("moveend", () => this._rest());
        this.view.ahead((view) => { if (!(this.view.dragged && this.asking.busy)) this._refresh(view); });
        if (this.config.selected) this._select(this.config.selected);
        const shown = this._firstShown(); // asked before the ground, whose many requests would make the marks wait
        this.basemap.holdFor(shown);
        this.labels.holdFor(shown);
        this.basemap.addTo(this.map);
        this.labels.addTo(this.map);
        this._setGround();
        lum.borrowFonts(() => this.labels.draw());
      };
      this.map.on("resize", begin);
      this.map.invalidateSize({ animate: false });
      begin();
    }

    _setGround() {
      this.labels.load(this.config.basemap, this.config.language);
      this.streets.set(this.config.tiles);
    }

    _speak() {
      const { words, language, tiles } = this.config;
      document.documentElement.lang = language;
      if (window.frameElement) window.frameElement.title = words.title;
      const container = this.map.getContainer();
      container.setAttribute("role", "region");
      container.setAttribute("aria-label", words.title);
      this.skip.textContent = words.skip;
      this.end.setAttribute("aria-label", words.end);
      for (const [name, label] of [["in", words.zoom_in], ["out", words.zoom_out]]) {
        const button = container.querySelector(`.leaflet-control-zoom-${name}`);
        button.title = label;
        button.setAttribute("aria-label", label);
      }
      this.credit.textContent = tiles && this.streetState === "on" ? `${words.credit} · ${tiles.credit}` : words.credit;
    }

    _onStreets(state) {
      this.streetState = state;
      document.documentElement.classList.toggle("lum-streets-on", state === "on");
      this.notices.streets(state, this.config.words);
      if (this.credit) this._speak();
    }

    /** The movement has ended: what is in view was asked for before, and may be there; or is asked for now. */
    _rest() {
      const { ahead, map } = this;
      const foreseen = ahead && ahead.zoom === map.getZoom() && ahead.bounds.equals(map.getBounds(), 1e-9);
      if (!foreseen) this._refresh();
      else if (ahead.drawn) this._settled();
    }

    /** Ask for what is in view, or will be `ahead`, and draw it: marks go along with a pan, but wait for a zoom's end. */
    async _refresh(ahead = null) {
      const { config, map } = this, view = ahead || { bounds: map.getBounds(), zoom: map.getZoom() };
      const rest = view.zoom !== map.getZoom() && new Promise((done) => map.once("moveend", done));
      this.ahead = ahead;
      if (config.hosts) this._refreshHosts(config, view, rest);
      else { this.askingHosts.stop(); this.hosts.render([], this._context(true)); }
      const [answer, holds] = await Promise.all([this.asking.ask(view, config), this._isHeld(config), rest]);
      if (!answer || this.ahead !== ahead) return;
      this.held = holds;
      this.cells = answer.features;
      this._draw();
      view.drawn = true;
      this.map.fire("lum:drawn", { revision: answer.revision, bounds: view.bounds });
      if (!this.view.moving) this._announce();
    }

    /** When the first marks are on the screen, or cannot be: ground and names, whose drawing takes long, wait for it,
     *  and so does Python with the rest of the screen. */
    _firstShown() {
      const patience = new Promise((done) => setTimeout(done, 1000));
      const frame = () => new Promise(requestAnimationFrame);
      const shown = Promise.race([this._refresh().then(frame).then(frame), patience]);
      shown.then(() => fetch(this.config.drawn, { method: "POST", priority: "high" })).catch(() => {});
      return shown;
    }

    async _refreshHosts(config, view, rest) {
      const [answer] = await Promise.all([this.askingHosts.ask(view, { ...config, ring: null }), rest]);
      if (answer && this.config.hosts) this.hosts.render(answer.features, this._context(true));
    }

    async _isHeld({ selected, query }) {
      const key = selected && `${selected.id} ${query}`;
      if (!key || key === this._heldKey) return key ? this.held : false;
      const held = await this.asking.holds(selected, this.config);
      this._heldKey = key;
      return held;
    }

    _context(host) {
      return { selected: this.config.selected, describe: (properties, chosen) => lum.describe(properties, this.config, host, chosen) };
    }

    _draw() {
      const { selected } = this.config;
      this.marks.render(lum.standAlone(this.cells, selected, this.held), this._context(false));
      this.halo.set(selected);
      if (!this.view.moving) this.labels.avoid(this.marks.boxes());
    }

    /** Names, which take long to draw, and what is read aloud wait for a movement's end. */
    _settled() {
      this.labels.avoid(this.marks.boxes());
      this._announce();
    }

    _select(selected) {
      this._heldKey = null;
      this._isHeld(this.config).then((held) => { this.held = held; this._draw(); });
      this._draw();
      this.view.show(selected.lat, selected.lon);
    }

    _pick(feature) {
      const [lon, lat] = feature.geometry.coordinates;
      this.config = { ...this.config, selected: { ...feature.properties, lon, lat } };
      this._select(this.config.selected);
      send("initiative", feature);
    }

    _list(button, { geometry, properties: { members, count } }, host, pick) {
      const { words, language } = this.config, number = lum.number(count, language), left = count - members.length;
      this.stack.open(button, {
        members, close: words.close, title: lum.say(host ? words.hosts_here : words.stack_title, { count: number }),
        more: left > 0 ? lum.say(words.stack_more, { count: lum.number(left, language) }) : "",
        kind: (member) => lum.kindOf(member, language),
        choose: (member) => pick({ geometry, properties: { ...member, count: 1 } }),
      });
    }

    _announce() {
      this.notices.announce(lum.viewSentence(this.cells, this.config));
    }

    _onKey(event) {
      if (event.key !== "Escape") return;
      if (this.stack.shown) this.stack.close(true);
      else if (this.card.shown) this.card.hide();
      else return;
      event.stopPropagation();
    }
  }

  /** Called by Python's pushed group at each run; the map is made once and then only told what changed. */
  lum.update = function (map, config) {
    if (!map.luminance) map.luminance = new LuminanceMap(map, config);
    map.luminance.update(config);
    lum.foresee = (name, value) => map.luminance.foresee(name, value);
  };
})(window.luminance);
