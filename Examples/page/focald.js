// A client of focald for pages: const focald = new Focald("http://127.0.0.1:8080").

/** What the server has against a request: `errors` lists places (JSON pointers), codes and words. */
export class FocaldError extends Error {
  constructor(status, problem) {
    super((problem.errors ?? []).map((one) => `${one.pointer || "request"}: ${one.detail}`).join("\n") || `HTTP ${status}`);
    this.status = status;
    this.errors = problem.errors ?? [];
    this.requestId = problem.request_id;
  }
}

export class Focald {
  constructor(url, { apiKey } = {}) {
    this.url = url.replace(/\/+$/, "");
    this.headers = { "Content-Type": "application/json", ...(apiKey && { Authorization: `Bearer ${apiKey}` }) };
  }

  /** The answer of an operation ("losses.ciou") to an object of its fields. */
  async ask(operation, fields, { signal } = {}) {
    const answer = await fetch(`${this.url}/v1/${operation.replace(".", "/")}`, {
      method: "POST", headers: this.headers, body: JSON.stringify(fields), signal,
    });
    if (answer.ok) return answer.json();
    throw new FocaldError(answer.status, await answer.json().catch(() => ({})));
  }
}
