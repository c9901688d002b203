import HTTPMessages

/// A media type or range with its weight: `application/json; q=0.5` (RFC 9110 §12.5.1).
struct MediaRange: Sendable {
  /// In lower case, without parameters.
  let name: String
  /// 0 if it cannot be read.
  let weight: Double

  init(_ text: String) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map { part in
      part.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
    name = parts.first ?? ""
    let weights = parts.dropFirst().filter { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
    weight = weights.first.map { min(max($0, 0), 1) } ?? 1
  }

  /// What `Accept` lists.
  static func accepted(_ headers: HTTPHeaders) -> [MediaRange] {
    headers.values(of: "Accept").flatMap { $0.split(separator: ",") }.map { MediaRange(String($0)) }
  }

  /// The type of `types` to answer in, if `Accept` names one and does not rank JSON above it (RFC 9110 §12.5.1). Of two
  /// that weigh the same, the one named first is taken.
  static func preferred(of types: [String], _ headers: HTTPHeaders) -> String? {
    guard let first = headers["Accept"], first != "*/*" else { return nil }
    let ranges = accepted(headers)
    let wanted = ranges.enumerated().filter { types.contains($0.element.name) && $0.element.weight > 0 }
    guard let best = wanted.max(by: { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }) else {
      return nil
    }
    guard let json = ranges.firstIndex(where: { $0.name == "application/json" }) else { return best.element.name }
    let isFirst = best.element.weight == ranges[json].weight && best.offset < json
    return best.element.weight > ranges[json].weight || isFirst ? best.element.name : nil
  }
}
