// The order of the list, in the browser's own select: it speaks the reader's language and suits thumbs.
export default function ({ data, parentElement: root, setTriggerValue }) {
  const select = root.querySelector("select");
  select.setAttribute("aria-label", data.label);
  select.replaceChildren(...data.options.map(([code, label]) => new Option(label, code, false, code === data.value)));
  select.onchange = () => setTriggerValue("chosen", select.value);
}
