import DetectionCore

// While operations move to typed fields. To be removed.
extension OutputDescription {
  struct Tensor: Sendable {
    let name: String
    let shape: ShapePattern
    let element: Input.Element
  }

  init(
    _ name: String, _ shape: String, element: Input.Element = .number, presence: String = "always", _ holds: String
  ) {
    self.init(
      name: name, kind: .tensor(ShapePattern(reading: shape), element), conditions: Self.conditions(presence),
      holds: holds)
  }

  init(_ name: String, _ shape: String, presence: String = "always", members: [Tensor], _ holds: String) {
    let members = members.map { member in
      OutputDescription(
        name: member.name.hasPrefix(name + ".") ? String(member.name.dropFirst(name.count + 1)) : member.name,
        kind: .tensor(member.shape, member.element), holds: "")
    }
    self.init(
      name: name, kind: shape == "one object an image" ? .list(members) : .object(members),
      conditions: Self.conditions(presence), holds: holds)
  }

  private static func conditions(_ presence: String) -> [Condition] {
    presence == "always"
      ? []
      : presence.split(separator: " and ").map { part in
        part.hasSuffix(" is true") ? .flag(String(part.dropLast(8))) : .given(String(part))
      }
  }

  /// The counts of a pipeline's stages.
  static func counts(_ extent: String, _ names: [String]) -> [Tensor] {
    names.map { Tensor(name: "counts.\($0)", shape: .of(extent), element: .integer) }
  }
}

extension ShapePattern {
  /// One number.
  var isScalar: Bool { description == "()" }

  /// Reads `(N, 4)`; what has no parentheses is any shape, and `()` one number.
  init(reading text: String) {
    guard text.hasPrefix("("), text.hasSuffix(")") else {
      self = .any
      return
    }
    let names = text.dropFirst().dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
    let extents = names.map { name in Int(name).map(Extent.fixed) ?? .letter(name) }
    self.init(extents: extents.isEmpty ? [.fixed(1)] : extents, isOpen: false, description: text)
  }
}

/// Inputs and parameters that operations on boxes share.
enum BoxInputs {
  static let predicted = Input(
    "boxes", .of("N", "4"), isDifferentiable: true, holds: "Predicted boxes, in format. x2 ≥ x1, y2 ≥ y1; sizes ≥ 0.")

  static let targets = Input("target_boxes", .of("N", "4"), holds: "Ground truth, row by row, in the same format.")

  static let anchors = Input("anchors", .of("N", "4"), holds: "The anchor of each row, in the same format; sizes > 0.")

  static let objectness = Input(
    "objectness", .of("N"), presence: .optional(otherwise: "all 1"),
    holds: "o*: 1 where a row is responsible for an object, else 0.")

  static func format(default format: BoxFormat = .xyxy) -> Parameter {
    Parameter(
      "format", .choice(BoxFormat.allCases.map(\.rawValue)), default: .string(format.rawValue),
      "How four numbers name a box: corners; near corner and size; centre and size; the same with y first.")
  }

  static let power = Parameter(
    "power", .number(.positive), default: 1,
    "α-IoU: raises the IoU and every penalty to this power; its authors (He et al. 2021) take 3.")

  static let details = Parameter("details", .boolean, default: false, "Adds each box's IoU.")

  static let weights = weights(default: [1, 1, 1, 1])

  static func weights(_ prefix: String = "", default value: JSONValue) -> Parameter {
    Parameter("\(prefix)box_weights", .list(.number(.positive), count: 4), default: value, "Weights of dx, dy, dw, dh.")
  }

  static let objectCount = OutputDescription("num_objects", "()", "N_obj = Σ objectness: what the mean divides by.")

  /// `box_weights` as the core wants them.
  static func weights<S: Scalar>(_ arguments: Arguments, _ prefix: String = "") -> BoxDeltas<S> {
    guard let w = arguments.optionalNumbers("\(prefix)box_weights"), w.count == 4 else { return .unit }
    return BoxDeltas(dx: S(w[0]), dy: S(w[1]), dw: S(w[2]), dh: S(w[3]))
  }
}
