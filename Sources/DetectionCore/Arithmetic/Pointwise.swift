/// Evaluates a function of two equally shaped tensors element by element, and its derivative by the first if asked.
@inline(__always)
func pointwise<S: Scalar>(
  _ inputs: Tensor<S>, _ targets: Tensor<S>, gradient wantsGradient: Bool, inputName: String = "predictions",
  _ term: (_ input: S, _ target: S) -> ValueAndSlope<S>
) throws(DetectionError) -> UnreducedLoss<S> {
  guard inputs.shape == targets.shape else {
    throw .shapeMismatch(input: "targets", expected: "\(inputs.shape) like \(inputName)", found: targets.shape)
  }
  var slopes: Tensor<S>?
  let values = Tensor<S>(shape: inputs.shape) { values in
    inputs.withElements { inputs in
      targets.withElements { targets in
        if wantsGradient {
          slopes = Tensor<S>(shape: Shape(vector: inputs.count)) { slopes in
            for i in 0..<inputs.count {
              let term = term(inputs[i], targets[i])
              values.initializeElement(at: i, to: term.value)
              slopes.initializeElement(at: i, to: term.slope)
            }
          }
        } else {
          for i in 0..<inputs.count { values.initializeElement(at: i, to: term(inputs[i], targets[i]).value) }
        }
      }
    }
  }
  return UnreducedLoss(
    values: values, gradient: slopes?.reshaped(inputs.shape), meanDivisor: S(inputs.count))
}
