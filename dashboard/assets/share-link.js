// A link to share, with a button that copies it and says so.
export default function ({ data, parentElement: root }) {
  const [input, button, status] = ["input", "button", "p"].map((name) => root.querySelector(name));
  input.value = data.url;
  input.setAttribute("aria-label", data.words.label);
  button.textContent = data.words.copy;
  status.textContent = "";
  input.onfocus = () => input.select();
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.url);
      status.textContent = data.words.copied;
    } catch {
      input.focus();
      status.textContent = data.words.selected;
    }
  };
}
