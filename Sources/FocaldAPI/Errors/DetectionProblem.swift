import DetectionCore

extension Problem {
  /// What the mathematics found wrong, in the words and places of the request.
  init(_ error: DetectionError, _ arguments: Arguments) {
    switch error {
    case .shapeMismatch(let input, let expected, let found):
      self.init(.shapeMismatch, at: "/\(input)", "\(input) must have the shape \(expected), found \(found)")
    case .valueOutOfRange(let input, let position, let value, let expected):
      self.init(
        .outOfRange, at: arguments.pointer(to: input, position: position), "expected \(expected), found \(plain(value))")
    case .invertedBoxes(let input, let rows):
      self.init(inverted: input, rows, arguments)
    case .conflict(let input, let reason):
      self.init(.conflictingFields, at: "/\(input)", "\(input): \(reason)")
    case .answerTooLarge(let elements, let limit):
      let count = elements == .max ? "more numbers than can be counted" : "\(elements) numbers"
      self.init(.answerTooLarge, "the answer would hold \(count); the limit is \(limit). Ask for less at a time")
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time; ask for less at a time")
    }
  }

  /// One issue a row; the first names all the rows, so that the sentence for people does.
  private init(inverted input: String, _ rows: [Int], _ arguments: Arguments) {
    let format = arguments.parameters["format"]
    let isCorners = format == nil || format == .string(BoxFormat.xyxy.rawValue)
    let fault = isCorners ? "x2 < x1 or y2 < y1" : "a negative width or height"
    let names = rows.map(String.init).joined(separator: ", ")
    let issues = rows.enumerated().map { index, row in
      Issue(
        pointer: arguments.pointer(to: input, row: row), code: .invertedBox,
        detail: index == 0 && rows.count > 1
          ? "\(input) rows \(names) have \(fault)" : "\(input) row \(row) has \(fault)")
    }
    self = Problem(issues) ?? Problem(.invertedBox, at: "/\(input)", "\(input) has \(fault)")
  }
}
