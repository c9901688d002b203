import DetectionCore

/// A tensor of a request, declared once: read as `try request.tensor(logits)`.
struct TensorField<Element>: DeclaredMember, Sendable {
  let input: Input

  var name: String { input.name }
  var requestFields: [FieldDescription] { [.input(input)] }

  /// The field as one that may be left out; `otherwise`: what that stands for, in words.
  func optional(otherwise: String) -> TensorField { TensorField(input: input.with(.optional(otherwise: otherwise))) }

  /// The field as one of a group of which exactly one is given.
  func oneOf(_ group: String) -> TensorField { TensorField(input: input.with(.oneOf(group: group))) }

  /// The field as one that has an effect under conditions only, and is refused otherwise.
  func only(_ conditions: Condition...) -> TensorField { only(conditions) }

  /// The same for a list of conditions.
  func only(_ conditions: [Condition]) -> TensorField {
    var input = input
    input.conditions += conditions
    return TensorField(input: input)
  }
}

extension TensorField<Reals> {
  /// Real numbers of one of some shapes; the first is the usual one. `levels`: the shapes of a level, where the tensor may
  /// come as a list of them. `differentiable`: an answer can hold the gradient by it.
  static func reals(
    _ name: String, _ shapes: ShapePattern..., levels: [ShapePattern] = [], differentiable: Bool = false,
    holds: String
  ) -> TensorField {
    TensorField(input: Input(name, shapes, levels: levels, isDifferentiable: differentiable, holds: holds))
  }
}

extension TensorField<Indices> {
  /// Whole numbers of one of some shapes; the first is the usual one.
  static func indices(_ name: String, _ shapes: ShapePattern..., holds: String) -> TensorField {
    TensorField(input: Input(name, shapes, element: .integer, holds: holds))
  }
}

extension Request {
  /// Whether an optional tensor, or one of a group, was given: whole or in levels.
  func has<Element>(_ field: TensorField<Element>) -> Bool { has(field.name) }

  /// A required tensor, in the arithmetic of the request.
  func tensor<S: Scalar>(_ field: TensorField<Reals>, as scalar: S.Type = S.self) throws -> Tensor<S> {
    try tensor(field.name)
  }

  /// A tensor that may have been left out.
  func optionalTensor<S: Scalar>(_ field: TensorField<Reals>, as scalar: S.Type = S.self) throws -> Tensor<S>? {
    try optionalTensor(field.name)
  }

  /// The levels of a tensor; `nil` if it did not come in levels.
  func optionalLevels<S: Scalar>(_ field: TensorField<Reals>, as scalar: S.Type = S.self) throws -> [Tensor<S>]? {
    try optionalLevels(field.name)
  }

  /// A required tensor of whole numbers.
  func tensor(_ field: TensorField<Indices>) throws -> Tensor<Int> { try indices(field.name) }

  /// A tensor of whole numbers that may have been left out.
  func optionalTensor(_ field: TensorField<Indices>) -> Tensor<Int>? { optionalIndices(field.name) }

  /// The shape of a tensor that came whole.
  func shape<Element>(of field: TensorField<Element>) -> Shape? { inputs[field.name]?.tensor.shape }
}
