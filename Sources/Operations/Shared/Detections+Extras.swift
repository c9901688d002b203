import DetectionCore

extension Detections {
  /// Adds the numbers behind the classes of the rows that are answered.
  mutating func addExtras<Head: ExtraNumbers>(of head: Head, _ request: Request) throws(Problem) where Head.S == S {
    try request.reserve(rows: anchorIndices.count, of: head.extraCount, as: S.self)
    extras = head.extras(of: anchorIndices)
  }
}

extension Request {
  /// Throws unless an answer may hold so many numbers, and there is memory for them.
  func reserve<S>(rows: Int, of columns: Int, as scalar: S.Type) throws(Problem) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, count <= limits.answerElements else {
      throw Problem(
        .answerTooLarge,
        "the answer would hold \(overflow ? "more numbers than can be counted" : "\(count) numbers"); the limit is "
          + "\(limits.answerElements). Ask for less at a time")
    }
    guard limits.reserve(MemoryLayout<S>.size * count) else { throw Problem.noMemory(for: "the answer") }
  }
}
