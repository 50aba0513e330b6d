/* What the map says about itself: loading, a failure with a way out, silent streets, and counts for screen readers. */
(function (lum) {
  const PATIENCE = 250; // ms before a wait is worth showing
  const SETTLED = 500; // ms after which a new count is read out

  lum.Notices = class {
    constructor(container, onRetry) {
      this._bar = lum.el("div", "lum-bar");
      this._bar.hidden = true;
      this._failure = lum.el("div", "lum-failure");
      this._failure.setAttribute("role", "alert");
      this._failure.hidden = true;
      this._sorry = lum.el("span");
      this._retry = lum.button("lum-retry");
      this._retry.addEventListener("click", onRetry);
      this._failure.append(this._sorry, this._retry);
      this._line = lum.el("p", "lum-line");
      this._line.setAttribute("role", "status");
      this._line.hidden = true;
      this._live = lum.el("div", "lum-live");
      this._live.setAttribute("aria-live", "polite");
      L.DomEvent.disableClickPropagation(this._failure);
      container.append(this._bar, this._failure, this._line, this._live);
      this._container = container;
    }

    /** "loading", "done" or "failed". */
    state(now, words) {
      clearTimeout(this._waiting);
      this._container.setAttribute("aria-busy", String(now === "loading"));
      this._bar.hidden = true;
      if (now === "loading") this._waiting = setTimeout(() => { this._bar.hidden = false; }, PATIENCE);
      if (now === "loading") return;
      this._sorry.textContent = words.failed;
      this._retry.textContent = words.retry;
      this._failure.hidden = now !== "failed";
    }

    streets(state, words) {
      this._line.textContent = words.streets_silent;
      this._line.hidden = state !== "silent";
    }

    announce(text) {
      clearTimeout(this._telling);
      this._telling = setTimeout(() => { if (this._live.textContent !== text) this._live.textContent = text; }, SETTLED);
    }
  };
})(window.luminance);
