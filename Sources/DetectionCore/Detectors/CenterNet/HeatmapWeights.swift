/// What each cell of CenterNet's heatmaps (B, K, H, W) counts in their loss.
struct HeatmapWeights<S: Scalar> {
  private let shape: Shape
  private var elements: [S]
  private var cells: Int { shape[2] * shape[3] }

  /// 1 where the heat Y is 1, elsewhere (1 − Y)^β.
  init(_ heat: Tensor<S>, beta: S) {
    shape = heat.shape
    elements = heat.elements.map { $0 == 1 ? 1 : modulatingFactor(1 - $0, beta) }
  }

  /// The weights, of the heatmaps' shape.
  var tensor: Tensor<S> { Tensor(shape: shape, elements: elements) ?? Tensor([]) }

  /// The cells of centres count what their objects do; of objects in one cell of a map the last.
  mutating func weigh(_ peaks: [CenterPeak], by truth: GroundTruth<S>) {
    for peak in peaks {
      elements[(peak.image * shape[1] + peak.label) * cells + peak.cell] = truth.weight(of: peak.target)
    }
  }

  /// Cells of an image that count for nothing, in every map where they hold no centre.
  mutating func passOver(_ covered: [Int], image: Int, _ heat: Tensor<S>) {
    for label in 0..<shape[1] {
      let start = (image * shape[1] + label) * cells
      for cell in covered where heat[start + cell] != 1 { elements[start + cell] = 0 }
    }
  }

  /// Each class's map counts so much besides.
  mutating func weigh(classes: [S]) {
    for place in elements.indices { elements[place] *= classes[place / cells % shape[1]] }
  }
}
