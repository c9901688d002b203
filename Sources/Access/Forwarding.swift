import HTTPMessages

/// Reads who a request was forwarded for, the farthest first; nil stands for what is no address (`unknown`, `_hidden`).
enum Forwarding {
  /// `X-Forwarded-For: 192.0.2.1, 2001:db8::1`.
  static func listed(_ fields: [String]) -> [IPAddress?] {
    fields.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }.map { address($0.trimmed) }
  }

  /// RFC 7239 §4: `Forwarded: for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"`. An element without `for` says
  /// nothing, which is no address.
  static func forwarded(_ fields: [String]) -> [IPAddress?] {
    fields.flatMap { pieces(of: $0, at: ",") }.map { element in
      for pair in pieces(of: element, at: ";") {
        let parts = pair.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, String(parts[0].trimmed).equalsIgnoringASCIICase("for") else { continue }
        return address(unquoted(parts[1].trimmed))
      }
      return nil
    }
  }

  /// An address, with or without a port: `192.0.2.1:80`, `[2001:db8::1]:80`, `2001:db8::1`.
  private static func address(_ text: Substring) -> IPAddress? {
    if text.first == "[" { return IPAddress(text.dropFirst().prefix { $0 != "]" }) }
    if let address = IPAddress(text) { return address }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? IPAddress(parts[0]) : nil
  }

  private static func unquoted(_ text: Substring) -> Substring {
    text.count >= 2 && text.first == "\"" && text.last == "\"" ? text.dropFirst().dropLast() : text
  }

  /// The pieces between separators that stand outside quotation marks. No value that counts has an escaped one.
  private static func pieces(of text: some StringProtocol, at separator: Character) -> [Substring] {
    var pieces: [Substring] = []
    var rest = Substring(text)
    var isQuoted = false
    var start = rest.startIndex
    for index in rest.indices {
      if rest[index] == "\"" { isQuoted.toggle() }
      guard rest[index] == separator, !isQuoted else { continue }
      pieces.append(rest[start..<index])
      start = rest.index(after: index)
    }
    rest = rest[start...]
    return pieces + [rest]
  }
}
