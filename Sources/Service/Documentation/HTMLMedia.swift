import HTTPMessages

/// Whether a page is wanted.
enum HTMLMedia {
  /// Whether `Accept` names HTML, and nothing that a program would read above it. Browsers name it; curl and clients
  /// send `*/*` or nothing.
  static func isPreferred(_ headers: HTTPHeaders) -> Bool {
    let ranges = MediaRange.accepted(headers)
    let weight = ranges.first { $0.name == "text/html" }?.weight ?? 0
    let others = ranges.filter { ["application/json", "application/yaml"].contains($0.name) }.map(\.weight)
    return weight > 0 && weight > (others.max() ?? 0)
  }
}
