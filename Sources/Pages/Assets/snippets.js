// One request, written in several languages. None needs a package.

import { pretty } from "/pages/json.js";

/** The languages: name, and a function of address, body and whether a key is wanted. */
export const languages = { curl, Python: python, Swift: swift, JavaScript: javascript };

function curl(url, body, isKeyed) {
  const text = compact(body).replaceAll("'", "'\\''");
  return `curl -s ${url} \\\n  -H 'Content-Type: application/json' \\\n${isKeyed ? "  -H \"Authorization: Bearer $FOCALD_KEY\" \\\n" : ""}  -d '${text}'\n`;
}

function python(url, body, isKeyed) {
  const key = isKeyed ? ", \"Authorization\": \"Bearer \" + os.environ[\"FOCALD_KEY\"]" : "";
  return `import json${isKeyed ? ", os" : ""}, urllib.request

body = ${pythonic(body)}
request = urllib.request.Request(
    ${JSON.stringify(url)}, json.dumps(body).encode(), {"Content-Type": "application/json"${key}})
with urllib.request.urlopen(request) as response:
    print(json.load(response))
`;
}

function swift(url, body, isKeyed) {
  const text = compact(body);
  const longest = Math.max(0, ...[...text.matchAll(/"(#+)/g)].map((match) => match[1].length));
  const fence = "#".repeat(longest + 1);
  const key = isKeyed ? "\nrequest.setValue(\"Bearer \\(ProcessInfo.processInfo.environment[\"FOCALD_KEY\"] ?? \"\")\", forHTTPHeaderField: \"Authorization\")" : "";
  return `import Foundation
#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

var request = URLRequest(url: URL(string: ${JSON.stringify(url)})!)
request.httpMethod = "POST"
request.setValue("application/json", forHTTPHeaderField: "Content-Type")${key}
request.httpBody = Data(
  ${fence}"""
  ${text.replaceAll("\n", "\n  ")}
  """${fence}.utf8)
let (data, _) = try await URLSession.shared.data(for: request)
print(String(decoding: data, as: UTF8.self))
`;
}

function javascript(url, body, isKeyed) {
  return `const response = await fetch(${JSON.stringify(url)}, {
  method: "POST",
  headers: { "Content-Type": "application/json"${isKeyed ? ", Authorization: `Bearer ${key}`" : ""} },
  body: JSON.stringify(${pretty(body, "  ")}),
});
console.log(await response.json());
`;
}

/** One line a field. */
function compact(body) {
  return `{\n${Object.entries(body).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n")}\n}`;
}

/** A value as a Python literal. */
function pythonic(value, indent = "") {
  const inner = `${indent}    `;
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === "number")) return `[${value.join(", ")}]`;
    return `[\n${value.map((item) => `${inner}${pythonic(item, inner)},\n`).join("")}${indent}]`;
  }
  if (typeof value !== "object") return JSON.stringify(value);
  return `{\n${Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pythonic(item, inner)},\n`).join("")}${indent}}`;
}
