// The conversation as a text file, made in the page from what it shows; no server sees it go.

import { described } from "./content.js";
import { isSent } from "./sent.js";

/** Offers the file for saving. `parties` are the words for the hotline, for one of us and for the person. */
export function save(lines, title, parties) {
  const text = [title, new Date().toLocaleString(document.documentElement.lang), "", ...told(lines, parties)];
  const file = new Blob(["\ufeff", text.join("\r\n"), "\r\n"], { type: "text/plain;charset=utf-8" });
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = `${parties.file}.txt`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** One paragraph a line: who, and what was said or could be chosen. */
export function told(lines, { flow, agent, person }) {
  const names = { person: () => person, agent: (line) => line.by || agent };
  return lines.flatMap((line) => {
    const said = [line.text ?? "", ...(line.choices ?? []).map((one) => `  ${one.key} ${one.label}`.trimEnd())];
    if (!line.text && line.reference && !isSent(line)) said[0] = described(line.reference);
    const text = said.filter(Boolean).join("\r\n");
    return line.kind === "ended" || !text ? [] : [`${names[line.side]?.(line) ?? flow}: ${text}`, ""];
  });
}
