/// Where a convolution's weights stand in a file, and the batch normalisation behind it.
struct ConvolutionSource: Sendable {
  let file: WeightsFile
  let shape: ConvolutionShape
  /// The names of the convolution, without `.weight`; older files have others.
  let names: [String]
  /// The name of the batch normalisation.
  var norm: String?
  /// What is added to its variances.
  var epsilon = 0.0
  var hasBias = false
  /// Whether the first input channel is blue: the kernels see red first.
  var isBGR = false

  /// Weights (out, in, k, k) and bias, in whole blocks of channels; what is beyond the network's own is 0.
  func folded() throws(NetworkError) -> (weights: [Float], bias: [Float]) {
    let area = shape.kernel * shape.kernel
    let weights = try file.numbers(
      names.map { $0 + ".weight" }, [shape.output, shape.input, shape.kernel, shape.kernel])
    let (scales, shifts) = try affine()
    let count = try counted(
      shape.paddedOutput, shape.paddedInput, area, as: "the tensor \(names.first ?? "").weight")
    var folded = [Float](repeating: 0, count: count)
    var bias = [Float](repeating: 0, count: shape.paddedOutput)
    for output in 0..<shape.output {
      bias[output] = Float(shifts[output])
      for input in 0..<shape.input {
        let from = (output * shape.input + input) * area
        let to = (output * shape.paddedInput + (isBGR ? shape.input - 1 - input : input)) * area
        for index in 0..<area { folded[to + index] = Float(Double(weights[from + index]) * scales[output]) }
      }
    }
    return (folded, bias)
  }

  /// What each output channel is multiplied by, and what is added then: w·γ/√(σ²+ε), (b − μ)·γ/√(σ²+ε) + β, in float64.
  private func affine() throws(NetworkError) -> (scales: [Double], shifts: [Double]) {
    let own = hasBias ? try vector(names.map { $0 + ".bias" }) : Array(repeating: 0, count: shape.output)
    guard let norm else { return (Array(repeating: 1, count: shape.output), own) }
    let (gamma, beta) = (try vector([norm + ".weight"]), try vector([norm + ".bias"]))
    let (mean, variance) = (try vector([norm + ".running_mean"]), try vector([norm + ".running_var"]))
    var (scales, shifts): ([Double], [Double]) = ([], [])
    for channel in 0..<shape.output {
      let scale = gamma[channel] / (variance[channel] + epsilon).squareRoot()
      guard scale.isFinite else {
        throw NetworkError(
          .invalid, "the tensor \(norm).running_var: expected positive variances, found \(variance[channel])"
        )
        .of(file.path)
      }
      scales.append(scale)
      shifts.append((own[channel] - mean[channel]) * scale + beta[channel])
    }
    return (scales, shifts)
  }

  private func vector(_ names: [String]) throws(NetworkError) -> [Double] {
    try file.numbers(names, [shape.output]).map(Double.init)
  }
}
