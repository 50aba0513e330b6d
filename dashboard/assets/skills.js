// Skills by group, each with what it would give; typing narrows what is shown, at once.
export default function ({ data, parentElement: root, setTriggerValue }) {
  const input = root.querySelector(".search");
  const groups = root.querySelector(".groups");
  const status = root.querySelector(".status");
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  function chip(option) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    const count = document.createElement("small");
    box.type = "checkbox";
    box.value = option.code;
    box.checked = option.chosen;
    box.onchange = () => {
      const chosen = [...groups.querySelectorAll("input:checked")].map((each) => each.value);
      document.querySelector(".st-key-map iframe")?.contentWindow.luminance?.foresee?.("skill", chosen.sort().join(","));
      setTriggerValue("chosen", chosen.join(","));
    };
    count.textContent = option.count;
    label.append(box, option.label, " ", count);
    label.dataset.words = fold(option.label);
    return label;
  }

  function draw() {
    const focused = root.activeElement?.value;
    groups.replaceChildren(
      ...data.groups.map((group) => {
        const set = document.createElement("fieldset");
        const legend = document.createElement("legend");
        legend.textContent = group.label;
        set.append(legend, ...group.options.map(chip));
        return set;
      })
    );
    if (focused) groups.querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
  }

  function narrow() {
    const wanted = fold(input.value.trim());
    let shown = 0;
    for (const set of groups.children) {
      const labels = [...set.querySelectorAll("label")];
      for (const label of labels) label.hidden = !label.dataset.words.includes(wanted);
      set.hidden = labels.every((label) => label.hidden);
      shown += labels.filter((label) => !label.hidden).length;
    }
    status.textContent = shown ? "" : data.words.none;
  }

  input.placeholder = data.words.search;
  input.setAttribute("aria-label", data.words.search);
  input.oninput = narrow;
  draw();
  narrow();
}
