// Requests over HTTP, each with the key of the conversation. A refusal of the server is thrown as
// an error with `refusal`; an error without one means that the server could not be reached, or, with
// `busy`, that it can take nothing just now: what was sent is to be sent again.

// Many people can share one address, and with it its limits: whoever comes too fast only waits.
const LATER = ["busy", "too-fast"];

export class Requests {
  token = "";

  get(address) {
    return this.#send(address, {});
  }

  post(address, body) {
    return this.#send(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** A message that is sent also while the page goes away; nobody waits for its answer. */
  part(address, body) {
    return fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
      keepalive: true,
    }).catch(() => undefined);
  }

  /** A file as it is; `progress` hears of the part that is gone, 0 to 1. Only XHR tells that. */
  upload(address, file, progress) {
    const request = new XMLHttpRequest();
    return new Promise((resolve, reject) => {
      request.open("POST", address);
      request.setRequestHeader("Authorization", `Bearer ${this.token}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress(event.loaded / event.total);
      });
      request.addEventListener("error", () => reject(new Error("offline")));
      request.addEventListener("load", () => {
        try {
          resolve(checked(request.status < 400, JSON.parse(request.responseText)));
        } catch (error) {
          reject(error);
        }
      });
      request.send(file);
    });
  }

  /** What lies there, as it is. */
  async file(address) {
    const answer = await fetch(address, { headers: { Authorization: `Bearer ${this.token}` } });
    if (!answer.ok) throw new Error("gone");
    return answer.blob();
  }

  async #send(address, options) {
    const headers = { ...options.headers };
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    const answer = await fetch(address, { ...options, headers });
    return checked(answer.ok, await answer.json());
  }
}

function checked(fine, said) {
  if (!fine && LATER.includes(said.code)) throw Object.assign(new Error(said.code), { busy: true });
  if (!fine) throw Object.assign(new Error(said.code), { refusal: said });
  return said;
}
