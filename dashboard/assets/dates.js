// Two dates, in the browser's own fields: they speak the reader's language and open the phone's calendar.
export default function ({ data, parentElement: root, setTriggerValue }) {
  for (const side of ["from", "to"]) {
    const input = root.querySelector(`[name=${side}]`);
    input.previousElementSibling.textContent = data.words[side];
    if (root.activeElement !== input) input.value = data[side];
    input.onchange = () => {
      const [from, to] = ["from", "to"].map((name) => root.querySelector(`[name=${name}]`).value);
      setTriggerValue("dated", `${from}/${to}/${side}`);
    };
  }
}
