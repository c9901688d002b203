import DetectionCore

/// How numbers name a box that may be rotated.
enum RotatableFormat: RawRepresentable, CaseIterable, Sendable {
  /// Four numbers.
  case upright(BoxFormat)
  /// cx, cy, w, h and an angle.
  case rotated

  static let allCases = BoxFormat.allCases.map(Self.upright) + [.rotated]

  init?(rawValue: String) {
    guard rawValue != Self.rotated.rawValue else {
      self = .rotated
      return
    }
    guard let format = BoxFormat(rawValue: rawValue) else { return nil }
    self = .upright(format)
  }

  var rawValue: String {
    switch self {
    case .upright(let format): format.rawValue
    case .rotated: "cxcywhr"
    }
  }

  static let field = Field<RotatableFormat>.choice(
    "format", default: .upright(.xyxy),
    "How numbers name a box: four as elsewhere; cxcywhr: centre, size, angle in radians from the x axis to the y axis.")
}

extension Request {
  /// A tensor of rotated boxes.
  func rotatedBoxes<S: Scalar>(_ field: TensorField<Reals>, as scalar: S.Type = S.self) throws -> RotatedBoxes<S> {
    let tensor: Tensor<S> = try tensor(field)
    do throws(DetectionError) { return try RotatedBoxes(tensor) } catch {
      throw Problem(error, self, field: field.name)
    }
  }
}
