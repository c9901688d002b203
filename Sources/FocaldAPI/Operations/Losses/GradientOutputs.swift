import DetectionCore

/// The object `gradients` of a loss: a member for each differentiable input.
enum GradientOutputs {
  static let name = "gradients"

  /// The output, of the differentiable ones among these fields; `nil` if there is none.
  static func description(of fields: [FieldDescription], with flag: Field<Bool>) -> OutputDescription? {
    let members = fields.compactMap { field -> OutputDescription? in
      guard case .input(let input) = field, input.isDifferentiable else { return nil }
      return OutputDescription(
        name: input.name, kind: .tensor(input.shapes.first ?? .any, .number),
        conditions: input.presence == .required ? [] : [.given(input.name)],
        holds: "∂loss/∂\(input.name), of its shape.")
    }
    guard !members.isEmpty else { return nil }
    return OutputDescription(name: name, kind: .object(members), conditions: [.with(flag)], holds: "")
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
