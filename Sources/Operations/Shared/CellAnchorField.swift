import DetectionCore
import JSON

extension Field<[[AnchorShape]]?> {
  /// Per level the [width, height] of the anchors of a cell, in pixels; may be left out.
  static func anchorShapes(_ name: String, _ meaning: String) -> Field {
    Field(
      name, .list(.list(.list(.number(.positive), count: 2), count: nil), count: nil), default: .null, fallback: nil,
      meaning
    ) { $0.list?.map { level in (level.list ?? []).compactMap(AnchorShape.init) } }
  }
}

extension AnchorShape {
  /// [width, height].
  fileprivate init?(_ json: JSONValue) {
    guard let numbers = json.numberList, numbers.count == 2 else { return nil }
    self.init(width: numbers[0], height: numbers[1])
  }
}
