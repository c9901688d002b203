import RealModule

/// The loss that CenterNet is trained with: a focal loss of heatmaps whose penalty is less around the centres, and L1 of what a cell
/// says of its object.
///
///     L = w_heat L_k + w_size Σ |s − s*|₁/N + w_off Σ |o − o*|₁/N
///     L_k = −(1/N_k) Σ (1 − p)^α log p  where Y = 1,  (1 − Y)^β p^α log(1 − p)  elsewhere
///     Y = max over the objects of a class of exp(−|cell − c|²/(2σ²)), σ = (2r + 1)/6, within r cells of the cell c
///
/// Zhou et al., «Objects as Points» (2019), eq. 1–4, and the authors' code, where the paper leaves it open: r is the whole part of
/// ``GaussianRadius`` of the sides in whole cells, rounded up. N_k is the number of cells where Y = 1, N that of objects, each at
/// least 1. The code holds p within 1e-4 of 0 and 1; here nothing is clamped. Y and the targets are constants in the gradient.
///
/// Of regions that are ignored (``IgnoredRegions``) a cell of which they cover more than a share has no part in L_k, in any class, but
/// where Y = 1. That is what the authors' CenterTrack does with crowds: Y is held at 1 there, so that 1 − Y leaves nothing, while
/// the cells of centres are listed apart (Zhou et al., «Tracking Objects as Points» (2020), `_mask_ignore_or_crowd`).
public struct CenterNetLoss<S: Scalar>: Sendable {
  /// Pixels between two cells.
  public var stride: Double
  /// α ≥ 0.
  public var alpha: S
  /// β ≥ 0.
  public var beta: S
  /// How r follows from an object's size.
  public var radius: GaussianRadius
  /// The overlap that r allows, in [0, 1].
  public var minOverlap: Double
  /// What the heatmap of each class counts in L_k, N_k not; `nil`: all 1.
  public var classWeights: [S]?
  /// w_heat, w_size, w_off.
  public var weights: (heatmap: Double, size: Double, offset: Double)

  /// A loss; without arguments the authors'.
  public init(
    stride: Double = 4, alpha: S = 2, beta: S = 4, radius: GaussianRadius = .centernet, minOverlap: Double = 0.7,
    weights: (heatmap: Double, size: Double, offset: Double) = (1, 0.1, 1)
  ) {
    self.stride = stride
    self.alpha = alpha
    self.beta = beta
    self.radius = radius
    self.minOverlap = minOverlap
    self.weights = weights
  }

  /// The loss of a batch: `heatmaps` (B, K, H, W) logits, `sizes` (B, 2, H, W) width and height, `offsets` (B, 2, H, W) of the
  /// centre from its cell's corner along x and y, all in cells. The ground truth is in pixels, its labels below K.
  @specialized(where S == Float)
  @specialized(where S == Double)
  public func evaluate(
    heatmaps: Tensor<S>, sizes: Tensor<S>, offsets: Tensor<S>, truth: GroundTruth<S>, gradients: Bool,
    deadline: Deadline = .never
  ) throws(DetectionError) -> CompositeLoss<S> {
    let shape = heatmaps.shape
    guard shape.rank == 4, shape[0] == truth.imageCount,
      let grid = GridLevel(height: shape[2], width: shape[3], strideY: stride, strideX: stride)
    else { throw .shape(.heatmapLogits, .mapsOfImages(truth.imageCount, channels: nil), found: shape) }
    for (role, head) in [(InputRole.sizes, sizes), (.offsets, offsets)]
    where head.shape.extents != [shape[0], 2, shape[2], shape[3]] {
      throw .shape(role, .mapsOfImages(shape[0], channels: 2), found: head.shape)
    }
    if let classWeights { try LossWeights.check(classWeights, count: shape[1]) }
    let peaks = try peaks(truth, grid)
    let covered = try (0..<truth.imageCount).map { (image) throws(DetectionError) in
      try truth.ignored?.covered(grid.cells, image: image, deadline) { grid.box($0) } ?? []
    }
    let heat = try heatmap(heatmaps, peaks, covered, truth, grid, gradients, deadline)
    let count = Double(max(peaks.count, 1))
    let size = CenterTerm(head: sizes, weight: weights.size / count, gradients: gradients)
    let offset = CenterTerm(head: offsets, weight: weights.offset / count, gradients: gradients)
    var (sizeSum, offsetSum) = (0.0, 0.0)
    var matches = TargetMatches<S>(imageCount: truth.imageCount)
    for (number, peak) in peaks.enumerated() {
      if number & 0x3FF == 0 { try deadline.check() }
      let weight = Double(truth.weight(of: peak.target))
      let found = (size.add(peak, peak.size, weight: weight), offset.add(peak, peak.offset, weight: weight))
      sizeSum += weight * found.0.loss
      offsetSum += weight * found.1.loss
      let box = peak.box(size: found.0.numbers, offset: found.1.numbers, stride)
      matches.append(
        image: peak.image, anchor: peak.cell, target: peak.target, iou: S(box?.iou(peak.object) ?? 0))
    }
    for (image, cells) in covered.enumerated() where !cells.isEmpty {
      let centers = Set(peaks.lazy.filter { $0.image == image }.map(\.cell))
      matches.ignore(cells.count { !centers.contains($0) }, image: image)
    }
    return CompositeLoss(
      terms: [
        .init("heatmap", Double(heat.loss[0]), weight: weights.heatmap),
        .init("size", sizeSum / count, weight: weights.size),
        .init("offset", offsetSum / count, weight: weights.offset),
      ],
      matches: matches,
      gradients: (heat.gradient.map { [.init("heatmap_logits", $0.map { $0 * S(weights.heatmap) })] } ?? [])
        + size.slopes.gradient(by: "sizes") + offset.slopes.gradient(by: "offsets"))
  }

  /// The objects of a batch by the cells that they are learned in, image by image and in the order of the cells.
  private func peaks(_ truth: GroundTruth<S>, _ grid: GridLevel) throws(DetectionError) -> [CenterPeak] {
    var peaks: [CenterPeak] = []
    for image in 0..<truth.imageCount {
      var own: [CenterPeak] = []
      for target in truth.objects(of: image).rows {
        let box: Box<Double> = truth.box(target).converted()
        let cell = try grid.cell(around: truth.box(target), target: target)
        own.append(CenterPeak(image: image, cell: cell, target: target, label: truth.labels[target], box, grid))
      }
      peaks += own.sorted { ($0.cell, $0.target) < ($1.cell, $1.target) }
    }
    return peaks
  }

  /// L_k: the focal loss of hard targets without α, of which every other cell counts (1 − Y)^β. `covered`: by image the cells in
  /// regions that are ignored.
  private func heatmap(
    _ logits: Tensor<S>, _ peaks: [CenterPeak], _ covered: [[Int]], _ truth: GroundTruth<S>, _ grid: GridLevel,
    _ gradients: Bool, _ deadline: Deadline
  ) throws(DetectionError) -> ReducedLoss<S> {
    let heat = try heat(of: logits.shape, peaks, grid, deadline)
    let positives = heat.withElements { $0.count { $0 == 1 } }
    var weights = HeatmapWeights(heat, beta: beta)
    if truth.weights != nil { weights.weigh(peaks, by: truth) }
    for (image, cells) in covered.enumerated() { weights.passOver(cells, image: image, heat) }
    if let classWeights { weights.weigh(classes: classWeights) }
    return try FocalLoss<S>(gamma: alpha, alpha: nil).evaluate(
      logits, targets: heat.map { $0 == 1 ? 1 : 0 }, weights: LossWeights(weights.tensor), gradient: gradients,
      reduction: .sum(normalizer: Double(max(positives, 1))))
  }

  /// Y, of the logits' shape.
  private func heat(of shape: Shape, _ peaks: [CenterPeak], _ grid: GridLevel, _ deadline: Deadline)
    throws(DetectionError) -> Tensor<S>
  {
    let memory = UninitializedTensor<S>(shape)
    memory.start.initialize(repeating: 0, count: shape.count)
    for peak in peaks {
      try deadline.check()
      let reach = radius.radius(
        width: peak.size.0.rounded(.up), height: peak.size.1.rounded(.up), overlap: minOverlap)
      // Sides whose squares no number holds warm everything.
      let whole = reach.isNaN ? .infinity : max(reach, 0).rounded(.down)
      let cells = Int(min(whole, Double(max(grid.width, grid.height))))
      let plane = memory.start + (peak.image * shape[1] + peak.label) * grid.cells
      let (column, row) = (peak.cell % max(grid.width, 1), peak.cell / max(grid.width, 1))
      let sigma = (2 * whole + 1) / 6
      for y in max(row - cells, 0)...min(row + cells, grid.height - 1) {
        for x in max(column - cells, 0)...min(column + cells, grid.width - 1) {
          let (dx, dy) = (Double(x - column), Double(y - row))
          let warmth = S(Double.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)))
          plane[y * grid.width + x] = max(plane[y * grid.width + x], warmth)
        }
      }
    }
    return memory.tensor
  }
}

/// An object by the cell that it is learned in; lengths in cells.
struct CenterPeak {
  let image: Int
  let cell: Int
  /// Its row in the ground truth.
  let target: Int
  let label: Int
  let object: Box<Double>
  let size: (Double, Double)
  let offset: (Double, Double)
  private let corner: (Double, Double)

  init(image: Int, cell: Int, target: Int, label: Int, _ object: Box<Double>, _ grid: GridLevel) {
    (self.image, self.cell, self.target, self.label, self.object) = (image, cell, target, label, object)
    let place = grid.place(of: cell, as: Double.self)
    corner = (place.x, place.y)
    size = (object.x.size / grid.strideX, object.y.size / grid.strideY)
    offset = (
      object.x.center(from: place.x * grid.strideX) / grid.strideX,
      object.y.center(from: place.y * grid.strideY) / grid.strideY
    )
  }

  /// The box that a cell says, in pixels; `nil` where a side is negative.
  func box(size: (Double, Double), offset: (Double, Double), _ stride: Double) -> Box<Double>? {
    guard size.0 >= 0, size.1 >= 0 else { return nil }
    return Box(
      x: Interval(center: (corner.0 + offset.0) * stride, size: size.0 * stride, as: .ends),
      y: Interval(center: (corner.1 + offset.1) * stride, size: size.1 * stride, as: .ends))
  }
}

/// L1 of two maps at the cells of objects.
private struct CenterTerm<S: Scalar> {
  let head: Tensor<S>
  let slopes: GradientMemory<S>
  private let slope: S

  /// `weight`: what one unit of difference counts in the loss.
  init(head: Tensor<S>, weight: Double, gradients: Bool) {
    self.head = head
    slope = S(weight)
    slopes = GradientMemory(head.shape, wanted: gradients)
  }

  /// Adds an object's slopes, and returns its loss and what the maps say.
  func add(_ peak: CenterPeak, _ wanted: (Double, Double), weight: Double) -> (
    loss: Double, numbers: (Double, Double)
  ) {
    let cells = head.shape[2] * head.shape[3]
    let first = peak.image * 2 * cells + peak.cell
    let numbers = (Double(head[first]), Double(head[first + cells]))
    let differences = (numbers.0 - wanted.0, numbers.1 - wanted.1)
    if let start = slopes.start {
      start[first] += S(weight * differences.0.direction) * slope
      start[first + cells] += S(weight * differences.1.direction) * slope
    }
    return (abs(differences.0) + abs(differences.1), numbers)
  }
}

extension Double {
  /// −1, 0 or 1.
  fileprivate var direction: Double { self > 0 ? 1 : self < 0 ? -1 : 0 }
}
