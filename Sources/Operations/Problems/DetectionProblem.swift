import DetectionCore
import JSON

extension Problem {
  /// What the mathematics found wrong, in the words and places of the request; `field` is the input's name where it is not
  /// that of its role.
  init(_ error: DetectionError, _ request: Request, field: String? = nil) {
    switch error {
    case .shape(let role, let rule, let found):
      let field = field ?? role.fieldName
      self.init(
        .shapeMismatch, at: request.pointer(toField: field),
        "\(field) must have the shape \(rule.words), found \(found)" + Remedy.shape(of: field, found, request))
    case .number(let role, let rule, let position, let value) where rule.isOfBox:
      // Said of a whole row, whose smaller side is `value`.
      self.init(
        .outOfRange, at: request.pointer(to: field ?? role.fieldName, row: position / 4),
        "expected \(rule.words), found one with a side of \(plain(value))")
    case .number(let role, let rule, let position, let value):
      let field = field ?? role.fieldName
      self.init(
        .outOfRange, at: request.pointer(to: field, position: position),
        "expected \(rule.words), found \(plain(value))" + Remedy.element(of: field, value, request))
    case .notScores(let role, let row, let channel, let value, let look):
      self.init(
        .outOfRange, at: request.pointer(toField: field ?? role.fieldName),
        "row \(row), channel \(channel) is \(plain(value)), where a score in [0, 1] should be"
          + look.advice(request))
    case .invertedBoxes(let role, let rows):
      self.init(inverted: field ?? role.fieldName, rows, request)
    case .conflict(let role, let conflict):
      let field = field ?? role.fieldName
      self.init(.conflictingFields, at: request.pointer(toField: field), conflict.words(field))
    case .undefined(let role, let row):
      let field = field ?? role.fieldName
      self.init(
        .undefined, at: request.pointer(to: field, row: row),
        Undefined.words("row \(row) of \(field) divides 0 by 0, or has no slope", request))
    case .answerTooLarge(let elements, let limit):
      let count = elements == .max ? "more numbers than can be counted" : "\(elements) numbers"
      self.init(.answerTooLarge, "the answer would hold \(count); the limit is \(limit). Ask for less at a time")
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "the answer was not ready in time; ask for less at a time")
    }
  }

  /// One issue a row, and one sentence for people that names all the rows.
  private init(inverted input: String, _ rows: [Int], _ request: Request) {
    let format = request.value(request.declaration.parameter("format") != nil ? "format" : "from")
    let isCorners = format == nil || format == .string(BoxFormat.xyxy.rawValue)
    let fault = isCorners ? "x2 < x1 or y2 < y1" : "a negative width or height"
    let names = rows.map(String.init).joined(separator: ", ")
    let issues = rows.map { row in
      Issue(
        pointer: request.pointer(to: input, row: row), code: .invertedBox,
        detail: "\(input) row \(row) has \(fault)")
    }
    let summary = "/\(input): rows \(names) have \(fault)"
    self =
      Problem(issues, summary: rows.count > 1 ? summary : nil)
      ?? Problem(.invertedBox, at: "/\(input)", "\(input) has \(fault)")
  }
}

extension ScoreLook {
  /// The operation that reads such rows, or the field that says where classes end.
  private static func remedy(_ operation: String, _ classes: Int, _ request: Request) -> String {
    let extras = request.declaration.parameter(ExtraFields.classCount.name).map { "set \($0.name) to \(classes)" }
    let reader = request.declaration.id == "detections.yolov8" ? "detections.\(operation) reads it" : nil
    return [reader, extras].compactMap(\.self).joined(separator: ", or ")
  }

  /// What the tensor looks like, and what to do about it.
  fileprivate func advice(_ request: Request) -> String {
    switch self {
    case .logits:
      ": these look like logits; "
        + (request.declaration.parameter("score_activation") == nil
          ? "apply the sigmoid first" : "set score_activation to \"sigmoid\"")
    case .masks(let classes):
      ": behind \(classes) classes it looks like the 32 mask coefficients of a segmentation head: "
        + Self.remedy("yolov8-seg", classes, request)
    case .keypoints:
      ": behind the scores it looks like the keypoints of a pose head: " + Self.remedy("yolov8-pose", 1, request)
    case .angle(let classes):
      ": behind \(classes) classes it looks like the angle of a rotated box: "
        + Self.remedy("yolov8-obb", classes, request)
    case .unknown: ""
    }
  }
}
