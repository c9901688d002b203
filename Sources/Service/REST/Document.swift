import Compression
import HTTPMessages
import Operations

extension Endpoint {
  /// The same endpoint for a document, which changes with the program only: compressed where it is large, with a strong
  /// entity tag, and 304 for clients that have it already. `no-cache` lets it be stored and has it asked for again, so
  /// that a new version is seen at once. It is written, compressed and hashed once in each coding, and kept.
  func document(_ coding: BodyCoding) -> Endpoint {
    var endpoint = self
    let kept = Lock<[String: HTTPResponse]>([:])
    endpoint.respond = { [respond] request, variables throws(Problem) in
      // A document that is there has a name that the program knows: not more are kept than there are.
      let key = "\(variables.values.sorted()) \(coding.choice(for: request).rawValue)"
      var response: HTTPResponse
      if let made = kept.withLock({ $0[key] }) {
        response = made
      } else {
        response = coding.encoded(try respond(request, variables), for: request)
        guard response.status == .ok else { return response }
        response.headers["ETag"] = EntityTag(of: response.pieces).text
        response.headers["Cache-Control"] = "no-cache"
        kept.withLock { $0[key] = response }
      }
      let tag = EntityTag(text: response.headers["ETag"] ?? "")
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

  /// One that was made before.
  init(text: String) { self.text = text }

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
