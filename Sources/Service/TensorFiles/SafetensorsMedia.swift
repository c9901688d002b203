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

  /// The type to answer in, if one of safetensors is wanted.
  static func preferred(_ headers: HTTPHeaders) -> String? { MediaRange.preferred(of: types, headers) }
}
