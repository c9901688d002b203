import HTTPMessages

extension Endpoint {
  /// The same endpoint for a document, which changes with the program only: compressed where it is large, with a strong
  /// entity tag, and 304 for clients that have it already. `no-cache` lets it be stored and has it asked for again, so
  /// that a new version is seen at once.
  func document(_ coding: BodyCoding) -> Endpoint {
    var endpoint = self
    endpoint.respond = { [respond] request, variables throws(Problem) in
      var response = coding.encoded(try respond(request, variables), for: request)
      guard response.status == .ok else { return response }
      let tag = EntityTag(of: response.pieces)
      response.headers["ETag"] = tag.text
      response.headers["Cache-Control"] = "no-cache"
      if tag.isAmong(request.head.headers.values(of: "If-None-Match")) {
        // As with HEAD the server leaves the content away, and says how long it would be (RFC 9110 §8.6).
        response.status = .notModified
      }
      return response
    }
    return endpoint
  }
}

/// A strong entity tag (RFC 9110 §8.8.3): a hash of the bytes as they are sent, the same in every process. Not against
/// forgery: what it names is public and ours.
struct EntityTag: Sendable {
  /// The tag with its quotation marks.
  let text: String

  /// FNV-1a over 64 bits (Fowler, Noll, Vo; RFC 9923), and the length.
  init(of pieces: [ByteBuffer]) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var count = 0
    for piece in pieces {
      for byte in piece.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      count += piece.count
    }
    text = "\"\(String(hash, radix: 16))-\(String(count, radix: 16))\""
  }

  /// Whether `If-None-Match` names it, or anything (RFC 9110 §13.1.2). Weak comparison: `W/` is passed over.
  func isAmong(_ fields: [String]) -> Bool {
    fields.contains { field in
      field.split(separator: ",").contains { item in
        let tag = item.filter { $0 != " " && $0 != "\t" }
        return tag == "*" || tag == text || tag == "W/" + text
      }
    }
  }
}
