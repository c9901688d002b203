import DetectionCore

/// The object `gradients` of a loss: a member for each differentiable input.
package enum GradientOutputs {
  package static let name = "gradients"

  /// The output, of the differentiable ones among these fields; `nil` if there is none.
  static func description(of fields: [FieldDescription], with flag: Field<Bool>) -> OutputDescription? {
    let members = fields.compactMap { field -> OutputDescription? in
      guard case .input(let input) = field, input.isDifferentiable else { return nil }
      return OutputDescription(
        name: input.name, kind: .tensor(shape(of: input), .number),
        conditions: input.presence == .required ? [] : [.given(input.name)],
        holds: "∂loss/∂\(input.name), of its shape.")
    }
    guard !members.isEmpty else { return nil }
    return OutputDescription(name: name, kind: .object(members), conditions: [.with(flag)], holds: "")
  }

  /// The input's shape; of several the words alone.
  private static func shape(of input: Input) -> ShapePattern {
    guard input.shapes.count != 1, let first = input.shapes.first else { return input.shapes.first ?? .any }
    let words = input.shapes.map(\.description).joined(separator: " or ")
    return first.extents == nil ? first : ShapePattern(extents: nil, isOpen: true, description: words)
  }
}

extension Answer {
  /// Sets the gradients by inputs of these names, which the request gave.
  mutating func setGradients<S: Scalar>(_ gradients: [(input: String, tensor: Tensor<S>)]) {
    add(
      GradientOutputs.name,
      .object(gradients.map { Answer.Field(name: $0.input, value: .tensor(AnyTensor($0.tensor))) }))
  }
}
