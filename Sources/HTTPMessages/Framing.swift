// Where a request ends. The gate has judged the head: there is one reading of it.
extension HTTPRequestHead {
  /// What `Content-Length` says. The gate has refused what is no number; nil if chunked or without body.
  public var declaredLength: Int? {
    guard headers["Transfer-Encoding"] == nil, let text = headers["Content-Length"] else { return nil }
    // All digits, and more than fits: as good as endless.
    return Int(text) ?? Int.max
  }

  /// Whether a body follows the head.
  public var hasBody: Bool { headers["Transfer-Encoding"] != nil || (declaredLength ?? 0) > 0 }
}
