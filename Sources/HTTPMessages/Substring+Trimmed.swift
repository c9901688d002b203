extension Substring {
  /// Without the spaces and tabs around it: the optional white space of fields (RFC 9110 §5.6.3).
  package var trimmed: Substring {
    let start = drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...last]
  }
}
