/* The name card that follows the pointer or the focus, and the list of a stack. */
(function (lum) {
  lum.NameCard = class {
    constructor(container) {
      this._node = lum.el("div", "lum-card");
      this._node.setAttribute("aria-hidden", "true"); // the mark itself carries the same words for assistive tools
      this._node.hidden = true;
      container.appendChild(this._node);
    }

    show(mark, lines) {
      this._node.replaceChildren(...lines.filter(Boolean).map((line, i) => lum.el("div", i ? "lum-card-more" : "lum-card-name", line)));
      this._node.hidden = false;
      const box = mark.getBoundingClientRect(), card = this._node.getBoundingClientRect();
      const left = Math.min(Math.max(8, box.left + box.width / 2 - card.width / 2), window.innerWidth - card.width - 8);
      const above = box.top - card.height - 8;
      this._node.style.left = `${left}px`;
      this._node.style.top = `${above > 8 ? above : box.bottom + 8}px`;
    }

    hide() { this._node.hidden = true; }
    get shown() { return !this._node.hidden; }
  };

  lum.StackCard = class {
    constructor(container) { this._container = container; }

    /** `members` become buttons that call `choose(member)`; `kind(member)` words what each is. */
    open(mark, { title, members, more, close, kind, choose }) {
      this.close();
      this._from = mark;
      const card = (this._node = lum.el("div", "lum-stack"));
      card.setAttribute("role", "dialog");
      card.setAttribute("aria-label", title);
      const shut = lum.button("lum-shut", "×");
      shut.setAttribute("aria-label", close);
      shut.addEventListener("click", () => this.close(true));
      const head = lum.el("div", "lum-stack-head");
      head.append(lum.el("strong", "", title), shut);
      const list = lum.el("ul", "lum-stack-list");
      for (const member of members) list.appendChild(this._row(member, kind(member), choose));
      card.append(head, list);
      if (more) card.appendChild(lum.el("p", "lum-stack-more", more));
      L.DomEvent.disableClickPropagation(card);
      L.DomEvent.disableScrollPropagation(card);
      this._container.appendChild(card);
      this._put(mark.getBoundingClientRect());
      card.querySelector(".lum-stack-list button").focus();
    }

    _row(member, cause, choose) {
      const row = lum.el("li"), button = lum.button("lum-member");
      const dot = lum.dot(member.cause), words = lum.el("span", "lum-member-name", member.name);
      button.append(dot, words);
      if (cause) button.appendChild(lum.el("span", "lum-member-cause", cause));
      button.addEventListener("click", () => { this.close(true); choose(member); });
      row.appendChild(button);
      return row;
    }

    _put(box) {
      const card = this._node.getBoundingClientRect(), wide = window.innerWidth, high = window.innerHeight;
      const left = Math.min(Math.max(8, box.left + box.width / 2 - card.width / 2), wide - card.width - 8);
      const below = box.bottom + 8 + card.height < high ? box.bottom + 8 : Math.max(8, box.top - card.height - 8);
      this._node.style.left = `${left}px`;
      this._node.style.top = `${Math.min(below, Math.max(8, high - card.height - 8))}px`;
    }

    /** Close; with `back`, the focus returns to the mark that opened it. */
    close(back) {
      if (!this._node) return false;
      this._node.remove();
      this._node = null;
      if (back && this._from && this._from.isConnected) this._from.focus({ preventScroll: true });
      return true;
    }

    get shown() { return Boolean(this._node); }
  };
})(window.luminance);
