// In place of a browser's voice.
(() => {
  const said = (window.said = []); let line = []; let timer = 0;
  const length = (t) => 400 + 75 * t.length;  // as espeak-ng says both languages, at the slow end
  const begin = () => { const u = line[0]; said.push({ text: u.text, from: performance.now(), to: null, cut: false });
    timer = setTimeout(() => { line.shift(); said.at(-1).to = performance.now(); if (line.length) begin(); u.onend && u.onend(); }, length(u.text)); };
  const fake = { get speaking() { return line.length > 0; }, getVoices: () => [{ name: "Ana", lang: "en-US" }, { name: "Eva", lang: "es-MX" }],
    speak(u) { line.push(u); if (line.length === 1) begin(); },
    cancel() { if (line.length) { said.at(-1).to = performance.now(); said.at(-1).cut = true; } clearTimeout(timer); line = []; }, addEventListener() {} };
  Object.defineProperty(window, "speechSynthesis", { get: () => fake });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
