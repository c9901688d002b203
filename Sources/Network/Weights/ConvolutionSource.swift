import DetectionCore

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

  /// The bias, in whole blocks of channels, after a look at all that `folded` will read.
  func checked() throws(NetworkError) -> [Float] {
    _ = try weights()
    let shifts = try affine().shifts
    try file.checkWhole()
    return shifts.map { Float($0) } + Array(repeating: 0, count: shape.paddedOutput - shape.output)
  }

  /// Weights (out, in, k, k), in whole blocks of channels; what is beyond the network's own is 0.
  func folded() throws(NetworkError) -> [Float] {
    let area = shape.kernel * shape.kernel
    let weights = try weights()
    let scales = try affine().scales
    let count = try counted(
      shape.paddedOutput, shape.paddedInput, area, as: "the tensor \(names.first ?? "").weight")
    let folded = [Float](unsafeUninitializedCapacity: count) { output, initialized in
      weights.withElements { fold($0, scales, into: output) }
      initialized = count
    }
    try file.checkWhole()
    return folded
  }

  private func fold(
    _ weights: UnsafeBufferPointer<Float>, _ scales: [Double], into folded: UnsafeMutableBufferPointer<Float>
  ) {
    folded.initialize(repeating: 0)
    let area = shape.kernel * shape.kernel
    // All inputs of an output lie together, in the file and here; blue first, each by itself.
    let (runs, length) = isBGR ? (shape.input, area) : (1, shape.input * area)
    for output in 0..<shape.output {
      for run in 0..<runs {
        let from = output * shape.input * area + run * length
        let to = output * shape.paddedInput * area + (isBGR ? shape.input - 1 - run : run) * length
        for index in 0..<length { folded[to + index] = Float(Double(weights[from + index]) * scales[output]) }
      }
    }
  }

  private func weights() throws(NetworkError) -> Tensor<Float> {
    try file.tensor(names.map { $0 + ".weight" }, [shape.output, shape.input, shape.kernel, shape.kernel])
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
    try file.tensor(names, [shape.output]).elements.map(Double.init)
  }
}
