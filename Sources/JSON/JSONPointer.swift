/// RFC 6901, a path to a place in a document.
package enum JSONPointer {
  /// One step down.
  package enum Step: Equatable {
    case index(Int)
    case key(String)
  }

  package static func text(_ path: [Step]) -> String {
    path.reduce(into: "") { text, step in
      switch step {
      case .index(let index): text += "/\(index)"
      case .key(let key): text += "/" + escape(key)
      }
    }
  }

  // RFC 6901 §3 — "~" becomes "~0" and "/" becomes "~1".
  package static func escape(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return key }
    var escaped = ""
    for scalar in key.unicodeScalars {
      switch scalar {
      case "~": escaped += "~0"
      case "/": escaped += "~1"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
