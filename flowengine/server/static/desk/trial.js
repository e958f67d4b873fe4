// A plan being tried out: how many days are done, and what came of them so far.

const number = new Intl.NumberFormat(document.documentElement.lang);
const room = document.querySelector(".trial[data-address]");

function told(step) {
  const status = room.querySelector("[role=status]");
  if (step.trouble) {
    status.textContent = step.trouble;
    room.querySelector("progress").hidden = true;
    return;
  }
  room.querySelector("progress").value = step.day;
  const done = step.day >= step.of;
  // Each day would be too much to listen to.
  if (done || step.day % 5 === 1) status.textContent = done ? "" : room.dataset.words.replace("{day}", number.format(step.day));
  room.querySelector("progress").hidden = done;
  room.querySelector("h2").hidden = !done;
  room.querySelector("dl").replaceChildren(
    ...step.rows.map(([name, value]) => {
      const pair = document.createElement("div");
      const term = document.createElement("dt");
      const figure = document.createElement("dd");
      term.textContent = name;
      figure.textContent = value;
      pair.append(term, figure);
      return pair;
    }),
  );
}

async function run() {
  const answer = await fetch(room.dataset.address);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    lines.filter(Boolean).forEach((line) => told(JSON.parse(line)));
  }
}

if (room) run();
