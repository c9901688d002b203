import HTTPMessages

// What libmicrohttpd 0.9.75 lets pass and an intermediary may read otherwise: two readings of where a request ends
// are how one is smuggled inside another. Such a request is refused and its connection closed.
extension HTTPRequestHead {
  /// What is wrong with the head, as a sentence; nil: nothing.
  func defect(version: String) -> String? {
    var hosts = 0
    var lengths: [String] = []
    var codings: [String] = []
    for field in headers {
      // RFC 9112 §5.1 — reject white space between name and colon.
      if field.name.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }) {
        return "A header field's name contains white space."
      }
      if field.name.equalsIgnoringASCIICase("Host") { hosts += 1 }
      if field.name.equalsIgnoringASCIICase("Content-Length") { lengths.append(field.value) }
      if field.name.equalsIgnoringASCIICase("Transfer-Encoding") { codings.append(field.value) }
    }
    // RFC 9112 §3.2 — exactly one Host in HTTP/1.1.
    if version == "HTTP/1.1", hosts != 1 {
      return "An HTTP/1.1 request needs exactly one Host header field."
    }
    // RFC 9112 §6.3 — reject differing lengths, and a length beside a coding.
    if let first = lengths.first, !lengths.allSatisfy({ $0 == first }) {
      return "The Content-Length header fields differ."
    }
    if !codings.isEmpty, !lengths.isEmpty {
      return "A request has either Content-Length or Transfer-Encoding, not both."
    }
    // RFC 9112 §6.1 — chunked is the only coding known here.
    if codings.count > 1 || codings.first?.equalsIgnoringASCIICase("chunked") == false {
      return "The only Transfer-Encoding taken is chunked."
    }
    return nil
  }

  /// What `Content-Length` says. libmicrohttpd has refused what is no number; nil also if chunked or without body.
  var declaredLength: Int? {
    guard headers["Transfer-Encoding"] == nil, let text = headers["Content-Length"] else { return nil }
    // All digits, and more than fits: as good as endless.
    return Int(text) ?? Int.max
  }

  /// Whether a body follows the head.
  var hasBody: Bool { headers["Transfer-Encoding"] != nil || (declaredLength ?? 0) > 0 }
}
