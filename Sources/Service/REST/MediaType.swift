/// What a `Content-Type` says of a body.
enum MediaType {
  /// The type without its parameters, in lower case.
  static func essence(_ type: String) -> String {
    type.prefix { $0 != ";" }.lowercased().filter { $0 != " " && $0 != "\t" }
  }

  /// Whether a body of the type may be JSON all the same: clients say many things of it.
  static func canHoldJSON(_ type: String) -> Bool {
    // What nearly everybody sends.
    if type == "application/json" { return true }
    let essence = essence(type)
    let kind = essence.prefix { $0 != "/" }
    if ["image", "audio", "video", "font", "model", "multipart"].contains(kind) { return false }
    return !["application/pdf", "application/zip", "application/gzip"].contains(essence)
  }
}
