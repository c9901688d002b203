import HTTPMessages

/// The media types of safetensors, in what comes and what is asked for.
enum SafetensorsMedia {
  /// The type in use, and the one of the vendor tree.
  static let types = ["application/x-safetensors", "application/vnd.safetensors"]

  /// Whether a body is a safetensors file.
  static func isContent(_ headers: HTTPHeaders) -> Bool {
    guard let type = headers["Content-Type"], type != "application/json" else { return false }
    return types.contains(MediaRange(type).name)
  }

  /// The type to answer in, if `Accept` names it and does not rank JSON above it (RFC 9110 §12.5.1). Of two that weigh
  /// the same, the one named first is taken.
  static func preferred(_ headers: HTTPHeaders) -> String? {
    guard let first = headers["Accept"], first != "*/*" else { return nil }
    let ranges = MediaRange.accepted(headers)
    let wanted = ranges.enumerated().filter { types.contains($0.element.name) && $0.element.weight > 0 }
    guard let best = wanted.max(by: { ($0.element.weight, -$0.offset) < ($1.element.weight, -$1.offset) }) else {
      return nil
    }
    guard let json = ranges.firstIndex(where: { $0.name == "application/json" }) else { return best.element.name }
    let isFirst = best.element.weight == ranges[json].weight && best.offset < json
    return best.element.weight > ranges[json].weight || isFirst ? best.element.name : nil
  }
}
