import DetectionCore
import JSON

/// Fields that operations on boxes share.
enum BoxFields {
  static let predicted = TensorField.reals(
    "boxes", .of("N", "4"), differentiable: true, holds: "Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.")

  static let targets = TensorField.reals(
    "target_boxes", .of("N", "4"), holds: "Ground truth, row by row, in the same format.")

  static let anchors = TensorField.reals(
    "anchors", .of("N", "4"), holds: "The anchor of each row, in the same format; sizes > 0.")

  static let objectness = TensorField.reals(
    "objectness", .of("N"), holds: "o*: 1 where a row is responsible for an object, else 0."
  ).optional(otherwise: "all 1")

  static func format(default format: BoxFormat = .xyxy) -> Field<BoxFormat> {
    .choice(
      "format", default: format,
      "How four numbers name a box: corners; near corner and size; centre and size; the same with y first.")
  }

  static let objectCount = Output.reals("num_objects", "()", "N_obj = Σ objectness: what the mean divides by.")

  /// Weights of the four offsets from an anchor; `prefix`: what the name begins with.
  static func weights(
    _ prefix: String = "", default value: [Double] = [1, 1, 1, 1], _ meaning: String = "Weights of dx, dy, dw, dh."
  ) -> Field<BoxDeltas<Double>> {
    Field(
      "\(prefix)box_weights", .list(.number(.positive), count: 4), default: .array(value.map(JSONValue.number)),
      fallback: BoxDeltas(value) ?? .unit, meaning, read: { $0.numberList.flatMap(BoxDeltas.init) }
    )
  }
}

extension BoxDeltas<Double> {
  /// dx, dy, dw, dh.
  fileprivate init?(_ numbers: [Double]) {
    guard numbers.count == 4 else { return nil }
    self.init(dx: numbers[0], dy: numbers[1], dw: numbers[2], dh: numbers[3])
  }

  /// The same in another arithmetic.
  func converted<T: Scalar>(to scalar: T.Type = T.self) -> BoxDeltas<T> {
    BoxDeltas<T>(dx: T(dx), dy: T(dy), dw: T(dw), dh: T(dh))
  }
}

extension Request {
  /// A tensor of boxes in a format.
  func boxes<S: Scalar>(_ field: TensorField<Reals>, _ format: BoxFormat, as scalar: S.Type = S.self) throws -> Boxes<S>
  {
    try boxes(tensor(field), of: field, format)
  }

  /// The numbers of a field as boxes.
  func boxes<S: Scalar>(_ tensor: Tensor<S>, of field: TensorField<Reals>, _ format: BoxFormat = .xyxy) throws(Problem)
    -> Boxes<S>
  {
    do throws(DetectionError) { return try Boxes(tensor, format: format) } catch {
      throw Problem(error, self, field: field.name)
    }
  }
}
