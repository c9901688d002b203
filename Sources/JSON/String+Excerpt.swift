extension String {
  /// The text as a message quotes it: a long one is cut.
  package var excerpt: String {
    guard utf8.count > 64 else { return self }
    let start = unicodeScalars.prefix(64)
    return start.endIndex == unicodeScalars.endIndex ? self : String(String.UnicodeScalarView(start)) + "…"
  }
}
