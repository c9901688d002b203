import HTTPMessages

/// What codings a client takes: an `Accept-Encoding` (RFC 9110 §12.5.3).
public struct AcceptEncoding: Sendable {
  /// Weights by coding, as far as they are named; an unknown name is left out.
  private var weights: [ContentCoding: Int] = [:]
  /// The weight of `*`, if it is there.
  private var others: Int?

  /// Reads the values of every `Accept-Encoding` line.
  public init(_ fields: [String]) {
    for element in listElements(fields) {
      let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmed)
      let weight = Self.weight(parts.dropFirst())
      if parts[0] == "*" {
        others = weight
      } else if let coding = ContentCoding(token: parts[0]) {
        weights[coding] = weight
      }
    }
  }

  /// The coding to answer in: of those offered, best first, the one the client weighs most. `identity` where none is
  /// taken, where the client weighs it more, or where it says nothing: no client has to understand a coding that it did not ask for.
  public func choice(of offered: [ContentCoding]) -> ContentCoding {
    var best = ContentCoding.identity
    var bestWeight = max(weights[.identity] ?? 0, 0)
    for coding in offered {
      let weight = weights[coding] ?? others ?? 0
      let isBetter = best == .identity ? weight >= bestWeight : weight > bestWeight
      guard weight > 0, isBetter else { continue }
      best = coding
      bestWeight = weight
    }
    return best
  }

  /// The weight in thousandths; 0, «not acceptable», where it cannot be read.
  private static func weight(_ parameters: ArraySlice<Substring>) -> Int {
    for parameter in parameters {
      guard let equals = parameter.firstIndex(of: "="), parameter[..<equals].trimmed.lowercased() == "q"
      else { continue }
      return thousandths(parameter[parameter.index(after: equals)...].trimmed) ?? 0
    }
    return 1000
  }

  /// RFC 9110 §12.4.2 — `0` to `1`, with up to three decimals.
  private static func thousandths(_ text: Substring) -> Int? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts[0] == "0" || parts[0] == "1" else { return nil }
    let decimals = parts.count == 2 ? parts[1] : ""
    guard decimals.utf8.count <= 3, decimals.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    let fraction = Int(decimals + String(repeating: "0", count: 3 - decimals.utf8.count)) ?? 0
    let weight = (parts[0] == "1" ? 1000 : 0) + fraction
    return weight <= 1000 ? weight : nil
  }
}
