// A request whose body is large: its progress is seen, and it can be cancelled.

import { keyHeaders, Problem } from "/pages/api.js";

/** POST of a blob. `onprogress(share)` runs from 0 to 1 while it is sent, then gets null while the service computes. */
export function upload(path, blob, { signal, onprogress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.setRequestHeader("Content-Type", "application/json");
    for (const [name, value] of Object.entries(keyHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onprogress(event.lengthComputable ? event.loaded / event.total : null);
    request.upload.onload = () => onprogress(null);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(answer);
      else reject(new Problem(request.status, answer));
    };
    request.onerror = () => reject(new Error("The service did not answer."));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    if (signal.aborted) reject(new DOMException("cancelled", "AbortError"));
    else request.send(blob);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
