/* Marks of a layer: pins, counted lamps, dots outside the radius, places that host. Every mark is a real button. */
(function (lum) {
  const LAMPS = [[250, 54], [50, 44], [10, 36], [0, 30]];
  const PALE = [[1000, 40], [100, 32], [0, 26]];

  function lampSize(count, table) { return table.find(([least]) => count >= least)[1]; }

  lum.Marks = class {
    /** `act` holds `pick(properties)`, `zoom(feature)`, `list(button, feature)`, `hover(button, properties)`, `leave()`. */
    constructor(map, { pane, host, act }) {
      this._map = map;
      this._pane = map.getPane(pane);
      this._host = host;
      this._act = act;
      this._marks = new Map();
      map.on("zoomanim", (event) => this._move((at) => map._latLngToNewLayerPoint(at, event.zoom, event.center)));
      map.on("viewreset zoom", () => this._move((at) => map.latLngToLayerPoint(at)));
    }

    _move(project) {
      for (const { node, at } of this._marks.values()) L.DomUtil.setPosition(node, project(at).round());
    }

    /** Show these GeoJSON features, keeping the buttons (and the focus) of those that stay. */
    render(features, context) {
      const before = this._marks, focused = document.activeElement;
      const hadFocus = this._pane.contains(focused);
      this._marks = new Map();
      const ordered = [...features].sort((a, b) => b.geometry.coordinates[1] - a.geometry.coordinates[1]);
      for (const feature of ordered) {
        const key = this._key(feature);
        const mark = before.get(key) || this._make(feature);
        before.delete(key);
        mark.feature = feature;
        this._marks.set(key, mark);
        this._dress(mark, context);
      }
      for (const { node } of before.values()) node.remove();
      this._arrange(focused);
      this._move((at) => this._map.latLngToLayerPoint(at));
      if (this._refocus) this._focusNear(this._refocus);
      else if (hadFocus && !focused.isConnected) this._map.getContainer().focus({ preventScroll: true });
      this._refocus = null;
    }

    _key({ geometry, properties: p }) {
      if (p.count === 1 && p.id !== undefined) return `${p.inside === false ? "dot" : "pin"}:${p.id}`;
      return `cell:${geometry.coordinates.map((c) => c.toFixed(5))}:${p.count}:${p.inside}`;
    }

    _arrange(focused) {
      let next = this._pane.firstChild;
      for (const { node } of this._marks.values()) {
        if (node === next) next = next.nextSibling;
        else if (node !== focused || !node.isConnected) this._pane.insertBefore(node, next);
      }
    }

    _focusNear(at) {
      const here = this._map.latLngToLayerPoint(at);
      const near = [...this._marks.values()].sort((a, b) =>
        here.distanceTo(this._map.latLngToLayerPoint(a.at)) - here.distanceTo(this._map.latLngToLayerPoint(b.at)));
      (near.length ? near[0].node : this._map.getContainer()).focus({ preventScroll: true });
    }

    _make(feature) {
      const { geometry, properties: p } = feature;
      const single = p.count === 1 && p.id !== undefined;
      const node = lum.button("lum-mark leaflet-zoom-animated");
      const face = lum.el("span", "lum-face");
      const mark = { node, face, single, at: L.latLng(geometry.coordinates[1], geometry.coordinates[0]), feature };
      if (this._host) this._drawHost(mark, p);
      else if (!single) this._drawCell(mark, p);
      else if (p.inside === false) { node.classList.add("lum-outside"); face.append(lum.dot(p.cause)); mark.size = 24; }
      else { node.classList.add("lum-pin"); face.append(lum.pin(p.cause)); mark.size = 30; }
      if (!node.classList.contains("lum-pin")) node.style.setProperty("--size", `${mark.size}px`);
      node.append(face);
      this._listen(mark);
      return mark;
    }

    _drawCell(mark, p) {
      const pale = p.inside === false;
      mark.node.classList.add(pale ? "lum-pale" : "lum-lamp");
      mark.size = lampSize(p.count, pale ? PALE : LAMPS);
      mark.face.textContent = this._short(p.count);
    }

    _drawHost(mark, p) {
      mark.node.classList.add("lum-host");
      mark.size = mark.single ? 24 : 26;
      if (mark.single) mark.face.append(lum.el("span", "lum-square"));
      else { mark.node.classList.add("lum-host-cell"); mark.face.textContent = this._short(p.count); }
    }

    _short(count) { return count < 10000 ? lum.number(count, document.documentElement.lang || "fr") : `${Math.round(count / 1000)} k`; }

    _dress(mark, { describe, selected }) {
      const { node, single, feature: { properties: p } } = mark;
      const chosen = single && !this._host && selected !== null && p.id === selected.id;
      node.setAttribute("aria-label", describe(p, chosen));
      node.classList.toggle("lum-selected", chosen);
      if (chosen) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
      // South over north, singles over cells, the chosen one over all.
      node.style.zIndex = String(chosen ? 90000 : Math.round((90 - mark.at.lat) * 400) + (node.classList.contains("lum-pin") ? 10 : 0));
    }

    _listen(mark) {
      const { node } = mark;
      node.addEventListener("click", (event) => {
        L.DomEvent.stop(event);
        const byKey = event.detail === 0;
        if (!byKey && this._map.dragging.moved()) return; // the end of a drag that began here
        this._activate(mark, byKey);
      });
      node.addEventListener("dblclick", (event) => L.DomEvent.stop(event));
      node.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") event.stopPropagation(); });
      node.addEventListener("pointerenter", (event) => { if (event.pointerType !== "touch") this._act.hover(node, mark.feature.properties); });
      node.addEventListener("pointerleave", () => this._act.leave());
      node.addEventListener("focus", () => { if (node.matches(":focus-visible")) this._act.hover(node, mark.feature.properties); });
      node.addEventListener("blur", () => this._act.leave());
    }

    _activate(mark, byKey) {
      const { properties: p } = mark.feature;
      this._act.leave();
      if (mark.single) this._act.pick(mark.feature);
      else if (p.members && p.members.length) this._act.list(mark.node, mark.feature);
      else {
        if (byKey) this._refocus = mark.at;
        this._act.zoom(mark.feature);
      }
    }

    /** Boxes in container pixels that the marks cover, for names to stay off. */
    boxes() {
      return [...this._marks.values()].filter(({ node }) => !node.classList.contains("lum-outside")).map(({ node, at, size }) => {
        const { x, y } = this._map.latLngToContainerPoint(at), half = size / 2;
        return node.classList.contains("lum-pin") ? [x - 14, y - 36, x + 14, y] : [x - half, y - half, x + half, y + half];
      });
    }
  };
})(window.luminance);
