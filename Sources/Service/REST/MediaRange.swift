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
}
